"""Data products: the list, a new one, and their order."""

from uuid import UUID

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.forms import form_of
from core.selectors.cache_until_write import cached_while_unchanged
from core.selectors.deletion_messages import deletion_in_words
from core.services import kinds
from discovery.models import Discovery
from discovery.permissions import may_edit
from discovery.selectors.change_counter import pulse_of
from organizations.web import Request, form_methods, form_view, page, posted, redirect_with_toast, sent_order
from products.design.product import selectors, services
from products.design.product.forms import NEW
from products.design.product.kinds import DATA_PRODUCT
from products.models import DataProduct, ProductKind, ProductState
from products.views.common import editor, product_of, viewer


@viewer
@require_safe
def product_list(request: Request, discovery: Discovery) -> HttpResponse:
    """All products as cards; `?state=` and `?kind=` narrow them down, anything unknown shows all."""
    pulse = pulse_of(discovery)
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    state = state if state in ProductState.values else ""
    kind = kind if kind in ProductKind.values else ""
    editing = may_edit(request.actor, discovery)
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "here": _address(reverse("products:product_list", args=[discovery.slug]), state=state, kind=kind),
        "count": DataProduct.objects.filter(discovery=discovery).count(),
        "drawn": _drawn_list(discovery, state, kind, "editing" if editing else ""),
        "editing": editing,
    }
    return page(request, "products/list/list.html", context, part="products")


@cached_while_unchanged
def _drawn_list(discovery: Discovery, state: str, kind: str, editing: str) -> SafeString:
    """The products in this state and of this kind, with "" of any; for those who are `editing`, with "" for
    others."""
    url = reverse("products:product_list", args=[discovery.slug])
    is_whole = not state and not kind
    context = {
        "discovery": discovery,
        "url": url,
        "cards": selectors.product_cards(discovery, state=state, kind=kind),
        "count": DataProduct.objects.filter(discovery=discovery).count(),
        "unserved": selectors.use_cases_without(discovery) if is_whole else (),
        "states": [
            {"words": words, "href": _address(url, state=key, kind=kind), "current": key == state}
            for key, words in (("", _("All")), *ProductState.choices)
        ],
        "kinds": [
            {"words": words, "href": _address(url, state=state, kind=key), "current": key == kind}
            for key, words in (("", _("All types")), *ProductKind.choices)
        ],
        "editing": editing,
        "sortable": editing and is_whole,
    }
    return render_to_string("products/list/_list.html", context)


def _address(url: str, **filters: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in filters.items() if value)
    return f"{url}?{query}" if query else url


@editor
@form_methods
def product_add(request: Request, discovery: Discovery) -> HttpResponse:
    """A new product, which opens as a template to fill."""
    initial = {"kind": request.GET.get("kind") or ProductKind.CONSUMER_ORIENTED}
    draft = DataProduct(discovery=discovery)
    form = form_of(DATA_PRODUCT, NEW)(posted(request), instance=draft, initial=initial)

    def save() -> DataProduct:
        return services.add_product(
            actor=request.actor, discovery=discovery, uuid=form.instance.uuid, **form.values()
        )

    return form_view(
        request,
        form,
        save,
        message=_("Data product added"),
        title=_("Add a data product"),
        back=reverse("products:product_list", args=[discovery.slug]),
        to=lambda product: reverse("products:product", args=[discovery.slug, product.uuid]),
        save_label=_("Add and fill in the template"),
        discovery=discovery,
    )


@editor
@require_POST
def product_order(request: Request, discovery: Discovery) -> HttpResponse:
    """Put the data products into the order that was sent."""
    order = sent_order(request, "products")
    kinds.reorder(DATA_PRODUCT, actor=request.actor, parent=discovery, order=order)
    return HttpResponse(status=204)


@editor
@require_POST
def product_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Put a data product into the trash, with what belongs to it."""
    product = product_of(discovery, uuid)
    operation = services.delete_product(actor=request.actor, product=product)
    url = reverse("products:product_list", args=[discovery.slug])
    message = deletion_in_words(operation, product, _("Data product deleted"))
    return redirect_with_toast(request, url, message, undoes=operation)
