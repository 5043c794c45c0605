"""The sharing of a product's data, port by port, and its access rules."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from discovery.models import Discovery
from discovery.permissions import may_edit
from organizations.web import PagePart, Request, edit_in_place, find, form_methods, posted
from products.models import DataProduct, OutputPort
from products.views.common import INTERFACE, ProductPart, answer_part, product_of, product_parts
from technology.access_policy.selectors import access_picture
from technology.models import SharingChoice
from technology.port_sharing_pattern import services
from technology.port_sharing_pattern.forms import SharingForm
from technology.port_sharing_pattern.selectors import patterns, sharing_of
from technology.views.page_access import editor


def _access(request: Request, product: DataProduct) -> dict[str, Any]:
    return {"picture": access_picture(product), "editing": may_edit(request.actor, product.discovery)}


def _sharing(request: Request, product: DataProduct) -> dict[str, Any]:
    return {
        "ports": sharing_of(product),
        "patterns": patterns(),
        "editing": may_edit(request.actor, product.discovery),
    }


SHARING = ProductPart(
    "sharing",
    gettext_lazy("Sharing"),
    INTERFACE,
    20,
    "technology:product_sharing",
    "technology/sharing/product.html",
    _sharing,
)
ACCESS = ProductPart(
    "access",
    gettext_lazy("Access"),
    INTERFACE,
    30,
    "technology:product_access",
    "technology/access/product.html",
    _access,
)
product_parts.register(SHARING, ACCESS)


def _part(request: Request, product: DataProduct) -> PagePart:
    args = [product.discovery.slug, product.uuid]
    url = reverse("technology:product_sharing", args=args) + "#part-sharing"
    return PagePart("sharing", url, lambda: answer_part(request, product, SHARING))


@editor
@form_methods
def sharing_edit(request: Request, discovery: Discovery, uuid: UUID, port: UUID) -> HttpResponse:
    """The decision aid for one port, in its place."""
    product = product_of(discovery, uuid)
    port_row = find(OutputPort.objects.all(), product=product, uuid=port)
    choice = SharingChoice.objects.filter(port=port_row).first()
    form = SharingForm(posted(request), instance=choice)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.choose_sharing(
            actor=request.actor, port=port_row, revision=form.seen_choice, **form.values()
        ),
        part=_part(request, product),
        slot=f"sharing-{port}",
        title=_("Data sharing for %(port)s") % {"port": port_row.name},
        message=_("Saved"),
    )


@editor
@require_POST
def sharing_withdraw(request: Request, discovery: Discovery, uuid: UUID, port: UUID) -> HttpResponse:
    """Remove the sharing method of a port."""
    product = product_of(discovery, uuid)
    rows = SharingChoice.objects.select_related("port").filter(port__deleted_at=None)
    choice = find(rows, port__product=product, port__uuid=port)
    operation = services.withdraw_sharing(actor=request.actor, choice=choice)
    return _part(request, product).answer(request, _("Choice removed"), undoes=operation)
