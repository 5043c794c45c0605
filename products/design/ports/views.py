"""The ports of a product: what it takes in, what it delivers, each edited where it stands."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from discovery.models import Discovery
from discovery.permissions import may_edit
from organizations.web import PagePart, Request, find, form_methods, form_view, posted
from organizations.web.kind_pages import InPlace
from products.design.ports.forms import InputPortForm, SplitForm
from products.design.ports.kinds import COLUMN, INPUT_PORT, OUTPUT_PORT
from products.design.ports.selectors import ports_of
from products.models import DataProduct, InputPort, OutputPort, PortColumn
from products.selectors.product_or_asset import asset_test
from products.services.product_split import split_product
from products.views.common import (
    INTERFACE,
    ProductPart,
    answer_part,
    editor,
    product_of,
    product_parts,
)


def _context(request: Request, product: DataProduct) -> dict[str, Any]:
    return {
        "ports": ports_of(request.actor, product),
        "test": asset_test(product),
        "editing": may_edit(request.actor, product.discovery),
    }


PORTS = ProductPart(
    "ports",
    gettext_lazy("Ports"),
    INTERFACE,
    10,
    "products:product_ports",
    "products/ports/ports.html",
    _context,
)
product_parts.register(PORTS)


def ports_part(request: Request, product: DataProduct) -> PagePart:
    """The ports of the product, as what their forms stand in."""
    url = reverse("products:product_ports", args=[product.discovery.slug, product.uuid])
    return PagePart(
        "ports", url, lambda: answer_part(request, product_of(product.discovery, product.uuid), PORTS)
    )


# --- Input ports ----------------------------------------------------------------------------------


class InputPortPages(InPlace[InputPort]):
    """Forms of an input port, at its place on the page."""

    kind = INPUT_PORT
    form = InputPortForm
    add_title = gettext_lazy("Add an input port")

    def part(self, request: Request, discovery: Discovery, artifact: InputPort) -> PagePart:
        return ports_part(request, artifact.product)

    def add_slot(self, draft: InputPort) -> str:
        return "slot-input"


INPUT_PORT_PAGES = InputPortPages()


# --- Output ports ---------------------------------------------------------------------------------


def output_of(product: DataProduct, uuid: UUID) -> OutputPort:
    """An output port of the product. Raises NotFound."""
    return find(OutputPort.objects.all(), product=product, uuid=uuid)


class OutputPortPages(InPlace[OutputPort]):
    """Forms of an output port, at its place on the page."""

    kind = OUTPUT_PORT
    add_title = gettext_lazy("Add an output port")

    def part(self, request: Request, discovery: Discovery, artifact: OutputPort) -> PagePart:
        return ports_part(request, artifact.product)

    def add_slot(self, draft: OutputPort) -> str:
        return "slot-output"


class ColumnPages(InPlace[PortColumn]):
    """Forms of a column, below its output port."""

    kind = COLUMN
    add_title = gettext_lazy("Add a column")

    def part(self, request: Request, discovery: Discovery, artifact: PortColumn) -> PagePart:
        return ports_part(request, artifact.port.product)

    def add_slot(self, draft: PortColumn) -> str:
        return self.slot(draft)

    def slot(self, artifact: PortColumn) -> str:
        return f"slot-columns-{artifact.port.uuid}"


OUTPUT_PORT_PAGES, COLUMN_PAGES = OutputPortPages(), ColumnPages()


@editor
@form_methods
def product_split(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Make two products of one: name the new one, and choose what it takes over."""
    product = product_of(discovery, uuid)
    form = SplitForm(posted(request), product=product)

    def save() -> DataProduct:
        return split_product(actor=request.actor, product=product, **form.cleaned_data)

    return form_view(
        request,
        form,
        save,
        message=_("Data product split"),
        title=_("Split “%(name)s”") % {"name": product.name},
        back=reverse("products:product_ports", args=[discovery.slug, uuid]),
        to=lambda part: reverse("products:product_ports", args=[discovery.slug, part.uuid]),
        undoes=lambda part: part.history.earliest().operation,
        intro=_(
            "The new data product gets the same inputs, owner and team. Everything else stays "
            "where it is. You can undo this."
        ),
        save_label=_("Split"),
        discovery=discovery,
    )
