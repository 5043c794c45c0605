"""The overview of the operating model stream: the six steps, and what answers each."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from discovery.models import Discovery
from discovery.web.pages import page
from discovery.web.requests import Request
from operating_model.selectors.frame import frame_of
from operating_model.views.common import section_tabs, viewer


@viewer
@require_safe
def frame(request: Request, discovery: Discovery) -> HttpResponse:
    context = {
        "discovery": discovery,
        "steps": frame_of(discovery),
        "tabs": section_tabs(discovery, "operating_model:frame"),
    }
    return page(request, "operating_model/frame/frame.html", context)
