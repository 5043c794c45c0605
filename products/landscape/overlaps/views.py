"""Overlaps: what several use cases share, what is there twice, and making one of two."""

from fractions import Fraction
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery.models import Discovery
from discovery.permissions import may_edit
from discovery.selectors.change_counter import pulse_of
from documents import rounded_numbers
from organizations.web import Request, find, form_methods, form_view, page, posted, redirect_with_toast
from products.design.merging.selectors import merge_plan
from products.design.merging.services import merge_products, trashed_meanwhile
from products.landscape.forms import MergeForm, SetAsideForm, ThresholdForm
from products.landscape.overlaps import selectors
from products.landscape.overlaps.services import compare_again, set_aside
from products.landscape.rules import services_of
from products.landscape.selectors import current_graph
from products.models import DataProduct, DistinctProducts
from products.views.common import editor, product_of, viewer


@viewer
@require_safe
def landscape_overlaps(request: Request, discovery: Discovery) -> HttpResponse:
    """Shared products, pairs that are alike by `?alike=` percent or more, and those that are set aside."""
    pulse = pulse_of(discovery)
    form = ThresholdForm(request.GET if "alike" in request.GET else None)
    usual = rounded_numbers.whole(100 * Fraction(selectors.USUAL))
    alike = form.cleaned_data["alike"] if form.is_valid() else usual
    graph = current_graph(discovery)
    url = reverse("products:landscape_overlaps", args=[discovery.slug])
    overlaps = selectors.overlaps_of(discovery)
    pairs = overlaps.from_share(alike / 100)
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "form": form,
        "alike": alike,
        "url": url,
        "here": url if alike == usual else f"{url}?alike={alike}",
        "is_empty": not graph.products,
        "is_overlaps": True,
        "of_several": selectors.products_of_several(graph, services_of(graph)),
        "pairs": pairs[:MOST],
        "count_more": max(0, len(pairs) - MOST),
        "apart": overlaps.apart,
        "editing": may_edit(request.actor, discovery),
    }
    status = 422 if form.errors else 200
    return page(request, "products/landscape/overlaps.html", context, part="overlaps", status=status)


# At most so many pairs are listed, the closest first.
MOST = 60


@editor
@form_methods
def overlap_set_aside(request: Request, discovery: Discovery, uuid: UUID, other: UUID) -> HttpResponse:
    """Two products are not the same, and why."""
    first, second = product_of(discovery, uuid), product_of(discovery, other)
    form = SetAsideForm(posted(request))
    return form_view(
        request,
        form,
        lambda: set_aside(actor=request.actor, first=first, second=second, **form.cleaned_data),
        message=_("Set aside: “%(first)s” and “%(second)s” are not the same")
        % {"first": first.name, "second": second.name},
        title=_("Not the same"),
        intro=_("“%(first)s” and “%(second)s” will be listed below, with your reason.")
        % {"first": first.name, "second": second.name},
        save_label=_("Set aside"),
        back=reverse("products:landscape_overlaps", args=[discovery.slug]),
        undoes=lambda operation: operation,
        discovery=discovery,
    )


@editor
@require_POST
def overlap_compare_again(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Compare two products again that were set aside as distinct."""
    pair = find(DistinctProducts.objects.select_related("first", "second"), discovery=discovery, uuid=uuid)
    operation = compare_again(actor=request.actor, pair=pair)
    back = reverse("products:landscape_overlaps", args=[discovery.slug])
    return redirect_with_toast(request, back, _("They are compared again"), undoes=operation)


@editor
@form_methods
def product_merge(request: Request, discovery: Discovery, uuid: UUID, other: UUID) -> HttpResponse:
    """Both products side by side: what moves, what is there twice, and their differences. Sent, the
    product of the address takes in the `other` one."""
    keep, absorb = _to_merge(discovery, uuid), _to_merge(discovery, other)
    plan = merge_plan(keep, absorb)
    form = MergeForm(posted(request), plan=plan)
    if request.method == "POST" and form.is_valid():
        operation = merge_products(actor=request.actor, keep=keep, absorb=absorb, take=form.take())
        return redirect_with_toast(
            request,
            reverse("products:product", args=[discovery.slug, keep.uuid]),
            _("“%(absorb)s” was merged into “%(keep)s”") % {"absorb": absorb.name, "keep": keep.name},
            undoes=operation,
        )
    context = {
        "discovery": discovery,
        "keep": keep,
        "absorb": absorb,
        "plan": plan,
        "form": form,
        "turned": reverse("products:product_merge", args=[discovery.slug, absorb.uuid, keep.uuid]),
        "back": reverse("products:landscape_overlaps", args=[discovery.slug]),
    }
    status = 422 if form.errors else 200
    return page(request, "products/landscape/merge.html", context, status=status)


def _to_merge(discovery: Discovery, uuid: UUID) -> DataProduct:
    """Raises Conflict for a product that someone else merged or deleted meanwhile, NotFound for another."""
    other = DataProduct.everything.filter(discovery=discovery, uuid=uuid).exclude(deleted_at=None).first()
    if other is not None:
        raise trashed_meanwhile(other)
    return product_of(discovery, uuid)
