"""The ranking if other criteria counted more: nothing changes until someone keeps it."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import Invalid, NotFound
from discovery import permissions
from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from lvt.methods.forms import WeightsForm
from lvt.methods.services import copy_method
from lvt.registries import weights_pages
from lvt.rounds.selectors import current_results
from lvt.selectors.ranking_results import Results
from lvt.what_if_weights.selectors import reweighted
from organizations.web import Request, page, redirect_with_toast


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def weights(request: Request, discovery: Discovery) -> HttpResponse:
    """The ranking with the weights of the address, one by the uuid of each criterion."""
    results = _results(discovery)
    form = WeightsForm(request.GET, results.method)
    rows = reweighted(results, form.weights)
    context = {
        "discovery": discovery,
        "form": form,
        "rows": rows,
        "ranking": [row.now for row in rows],
        "query": urlencode({field.name: str(weight) for field, weight in form.sliders}),
        "kept_as": sorted(weights_pages, key=lambda each: each.order),
        "may_edit": permissions.may_edit(request.actor, discovery),
        "may_facilitate": permissions.may_facilitate(request.actor, discovery),
    }
    return page(request, "lvt/prioritization/weights.html", context, part="weighed")


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def weights_keep(request: Request, discovery: Discovery) -> HttpResponse:
    """Make a method with these weights; the next round uses it."""
    results = _results(discovery)
    form = WeightsForm(request.POST, results.method)
    if not form.is_valid():
        raise Invalid(_("A weight must be 0 or more."))
    method = copy_method(actor=request.actor, method=results.method, weights=form.weights)
    words = _("The next round uses “%(method)s”") % {"method": method}
    return redirect_with_toast(request, reverse("lvt:method", args=[discovery.slug]), words)


def _results(discovery: Discovery) -> Results:
    """Raises NotFound before the first reveal."""
    results = current_results(discovery)
    if results is None:
        raise NotFound(_("Nothing is ranked yet."))
    return results
