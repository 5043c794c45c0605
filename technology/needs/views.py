"""The needs of data products, and the gaps of the platform in the order of closing them."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.selectors.cache_until_write import cached_while_unchanged
from discovery.discoveries.selectors import added_parts
from discovery.models import Discovery
from discovery.permissions import may_edit
from discovery.selectors.change_counter import pulse_of
from organizations.web import Request, form_methods, page, posted, redirect_with_toast
from products.views.common import product_of
from technology.capabilities.selectors import planes_of
from technology.gaps.selectors import gap_analysis
from technology.needs import services as needs
from technology.needs.forms import NeedsForm
from technology.views.page_access import editor, viewer


@dataclass(frozen=True, slots=True)
class DrawnGaps:
    """The page of the gaps, drawn once for editors and once for everyone else."""

    is_shortlist: bool
    analysis: SafeString


@viewer
@require_safe
def gaps(request: Request, discovery: Discovery) -> HttpResponse:
    """The gap analysis: the gaps in the order that unlocks most value first, and the products that they
    block."""
    pulse = pulse_of(discovery)
    editing = "editing" if may_edit(request.actor, discovery) else ""
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "drawn": _drawn_gaps(discovery, editing),
        "parts": added_parts(discovery, request.actor, "gaps"),
    }
    return page(request, "technology/gaps/page.html", context, part="gaps")


@cached_while_unchanged
def _drawn_gaps(discovery: Discovery, editing: str) -> DrawnGaps:
    """For those who are `editing`, or "" for those who only look."""
    analysis = gap_analysis(discovery)
    context = {"discovery": discovery, "analysis": analysis, "editing": editing}
    return DrawnGaps(
        analysis.prioritized.is_shortlist,
        render_to_string("technology/gaps/_analysis.html", context),
    )


@editor
@form_methods
def product_needs(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The needs of one product: a level and a reason for each capability."""
    product = product_of(discovery, uuid)
    form = NeedsForm(posted(request), product=product, planes=planes_of(discovery))
    back = reverse("technology:gaps", args=[discovery.slug])
    if request.method == "POST" and form.is_valid():
        operation = needs.set_needs(actor=request.actor, product=product, **form.changes())
        return redirect_with_toast(request, back, _("Saved."), undoes=operation)
    context = {
        "discovery": discovery,
        "product": product,
        "rows": list(form.rows()),
        "back": back,
    }
    return page(request, "technology/gaps/needs.html", context, status=422 if form.errors else 200)
