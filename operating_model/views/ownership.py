"""Who owns the data products, and where nobody does."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from discovery.models import Discovery
from discovery.permissions import may_edit
from discovery.selectors.operations import pulse_of
from operating_model.selectors.left_behind import left_behind
from operating_model.selectors.ownership import ownership_of
from operating_model.views.common import viewer
from organizations.web.pages import page
from organizations.web.requests import Request


@viewer
@require_safe
def ownership(request: Request, discovery: Discovery) -> HttpResponse:
    """Who owns each data product, and what is missing for that."""
    pulse = pulse_of(discovery)
    lines = ownership_of(discovery)
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "lines": lines,
        "complete": sum(line.is_complete for line in lines),
        "left_behind": left_behind(discovery),
        "editing": may_edit(request.actor, discovery),
    }
    return page(request, "operating_model/ownership/list.html", context, part="ownership")
