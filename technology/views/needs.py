"""What data products need of the platform, and what is missing: needs, gaps, and the order of closing
them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from discovery.models import Discovery
from discovery.permissions import may_edit
from discovery.selectors.operations import pulse_of
from organizations.web.form_pages import done, form_methods, posted
from organizations.web.pages import page
from organizations.web.requests import Request
from products.views.common import product_of
from technology.forms.needs import NeedsForm
from technology.selectors.capabilities import planes_of
from technology.selectors.gaps import gap_analysis
from technology.selectors.trackers import has_tasks
from technology.services import needs
from technology.trackers import TRACKERS
from technology.views.common import editor, viewer


@viewer
@require_safe
def gaps(request: Request, discovery: Discovery) -> HttpResponse:
    """The gap analysis: which gaps block what, in the order that unlocks most value first."""
    pulse = pulse_of(discovery)
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "analysis": gap_analysis(discovery),
        "trackers": TRACKERS.values() if has_tasks(discovery) else (),
        "editing": may_edit(request.actor, discovery),
    }
    return page(request, "technology/gaps/page.html", context, part="gaps")


@editor
@form_methods
def product_needs(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """What one product needs: a level and a reason for each capability."""
    product = product_of(discovery, uuid)
    form = NeedsForm(posted(request), product=product, planes=planes_of(discovery))
    back = reverse("technology:gaps", args=[discovery.slug])
    if request.method == "POST" and form.is_valid():
        changed = needs.set_needs(actor=request.actor, product=product, **form.changes())
        return done(request, back, _("Saved."), undoes=changed)
    context = {
        "discovery": discovery,
        "product": product,
        "form": form,
        "rows": list(form.rows()),
        "back": back,
    }
    return page(request, "technology/gaps/needs.html", context, status=422 if form.errors else 200)
