"""The template of a product: its drawing, in which each part is edited where it stands."""

from enum import StrEnum
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import NotFound
from core.forms import LinkForm, form_of
from core.services import kinds
from discovery.models import Discovery
from discovery.permissions import may_edit
from discovery.selectors.change_counter import pulse_of
from organizations.web import PagePart, Request, edit_in_place, find, form_methods, page, posted, sent_choice
from products.design.checklist.selectors import completeness
from products.design.product import services
from products.design.product.forms import PARTS
from products.design.product.kinds import DATA_PRODUCT
from products.design.product.selectors import perhaps_aggregates
from products.design.template.selectors import template_of
from products.models import DataProduct, ProductState
from products.promises.selectors import most_urgent, standings
from products.selectors.connectable import looked_at_by
from products.selectors.product_makeup import makeup_of
from products.selectors.product_notices import notices_of
from products.views.common import editor, product_of, product_tabs, viewer


class YesOrNo(StrEnum):
    """The answer to a question that is answered by two buttons."""

    YES = "yes"
    NO = "no"


_TITLES = {
    "name": gettext_lazy("Name and type"),
    "job": gettext_lazy("Job of the product"),
    "description": gettext_lazy("Description"),
    "ownership": gettext_lazy("Owner and team"),
    "effort": gettext_lazy("Effort"),
    "delivers": gettext_lazy("Measure of success that it tracks"),
    "inside": gettext_lazy("Storage, processing, transformation"),
    "places": gettext_lazy("Catalog and repository"),
}


@viewer
@require_safe
def product(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The template of a data product, the first of its tabs."""
    return _template(request, product_of(discovery, uuid))


def _template(request: Request, product: DataProduct) -> HttpResponse:
    discovery = product.discovery
    pulse = pulse_of(discovery)
    template = template_of(product, looked_at_by(request.actor, discovery))
    makeup = makeup_of(template)
    notices = notices_of(discovery).get(product.pk, ())
    noticed = {notice.about for notice in notices}
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "product": product,
        "template": template,
        "makeup": makeup,
        "blank_parts": [part for part in makeup if not part.text],
        "promise": most_urgent(standings(product)),
        # The notice about the missing owner has the link.
        "missing": [item for item in completeness(product).missing if item.key not in noticed],
        "notices": notices,
        "perhaps_aggregate": perhaps_aggregates(discovery).filter(pk=product.pk).exists(),
        "tabs": product_tabs(product, ""),
        "editing": may_edit(request.actor, discovery),
    }
    return page(request, "products/templates/product.html", context, part="template")


def template_part(request: Request, product: DataProduct) -> PagePart:
    """Return the drawing of the product, the part of the page that contains its forms."""
    url = reverse("products:product", args=[product.discovery.slug, product.uuid])
    return PagePart("template", url, lambda: _template(request, product_of(product.discovery, product.uuid)))


@editor
@form_methods
def product_edit(request: Request, discovery: Discovery, uuid: UUID, part: str) -> HttpResponse:
    """One part of the template (a key of PARTS), in place."""
    if part not in PARTS:
        raise NotFound
    product = product_of(discovery, uuid)
    form = form_of(DATA_PRODUCT, PARTS[part])(posted(request), instance=product)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.change_product(actor=request.actor, product=product, **form.changes()),
        part=template_part(request, product),
        slot=f"slot-{part}",
        title=str(_TITLES[part]),
        message=_("Saved"),
    )


@editor
@require_POST
def product_state(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """One step in its life, of those that PRODUCT_TRANSITIONS offers as buttons."""
    product = product_of(discovery, uuid)
    state = sent_choice(request, "state", ProductState)
    operation = services.move_product(actor=request.actor, product=product, state=state)
    message = _("“%(name)s” is now “%(state)s”") % {"name": product.name, "state": state.label}
    return template_part(request, product).answer(request, message, undoes=operation)


@editor
@require_POST
def product_aggregate(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The answer to "Is it an aggregate?"."""
    product = product_of(discovery, uuid)
    is_aggregate = sent_choice(request, "answer", YesOrNo) is YesOrNo.YES
    operation = services.answer_aggregate(actor=request.actor, product=product, is_aggregate=is_aggregate)
    message = (
        _("“%(name)s” is now an aggregate") if is_aggregate else _("“%(name)s” stays consumer-oriented")
    ) % {"name": product.name}
    return template_part(request, product).answer(request, message, undoes=operation)


# --- What it is linked with -----------------------------------------------------------------------


def _link(
    request: Request, discovery: Discovery, uuid: UUID, name: str, *, slot: str, title: str, message: str
) -> HttpResponse:
    product = product_of(discovery, uuid)
    form = LinkForm(posted(request), artifact=product, name=name, actor=request.actor)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: kinds.link(actor=request.actor, artifact=product, name=name, other=form.chosen),
        part=template_part(request, product),
        slot=slot,
        title=title,
        message=message,
    )


def _unlink(request: Request, product: DataProduct, name: str, other: UUID, message: str) -> HttpResponse:
    link = DATA_PRODUCT.links[name]
    row = find(link.rows(product), **{f"{link.other}__uuid": other})
    operation = kinds.unlink(actor=request.actor, artifact=product, row=row)
    return template_part(request, product).answer(request, message, undoes=operation)


@editor
@form_methods
def product_use_case_add(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Link a use case that the product serves."""
    texts = {"title": _("Link a use case"), "message": _("Use case linked")}
    return _link(request, discovery, uuid, "use_cases", slot="slot-use-case", **texts)


@editor
@require_POST
def product_use_case_remove(
    request: Request, discovery: Discovery, uuid: UUID, use_case: UUID
) -> HttpResponse:
    """Take off a use case that the product serves."""
    return _unlink(request, product_of(discovery, uuid), "use_cases", use_case, _("Use case unlinked"))


@editor
@form_methods
def product_measure_add(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Link a measure of success by which the product is judged."""
    texts = {"title": _("Link a measure of success"), "message": _("Measure linked")}
    return _link(request, discovery, uuid, "measures", slot="slot-measure", **texts)


@editor
@require_POST
def product_measure_remove(request: Request, discovery: Discovery, uuid: UUID, measure: UUID) -> HttpResponse:
    """Take off a measure of success."""
    return _unlink(request, product_of(discovery, uuid), "measures", measure, _("Measure unlinked"))
