"""Ports of a product: what it receives, what it delivers, and the columns of that."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Invalid
from core.kinds import ArtifactKind, Display, Layout, Lines, OnEdit, rule_of
from organizations.actors import Actor
from products.design.unique_names.kinds import OfProduct
from products.models import InputKind, InputPort, OutputPort, PortColumn
from products.selectors.connectable import products_for, sources_for


class InputPortKind(OfProduct[InputPort]):
    """The origin of a port may go to the trash: the port stays as it is and shows that, so that undo finds
    it."""

    model = InputPort
    recognized_by = ("name", "source", "feeder", "feeder_port")
    page = "products:product_ports"
    anchor = "slot"
    layout = Layout(
        "source", "feeder", "feeder_port", "name", "kind", "format", "location", Lines("description")
    )
    help_texts = {
        "kind": gettext_lazy(
            "The way data comes in. From another data product, it’s that product’s output port."
        ),
        "name": gettext_lazy("Only needed if the name of the source isn’t enough."),
    }

    def complete(self, draft: InputPort) -> None:
        """Data of another product come in by its output port."""
        if draft.feeder_id is not None:
            draft.kind = InputKind.PRODUCT

    def within_reach(self, actor: Actor, artifact: InputPort) -> dict[str, QuerySet[Any]]:
        feeders = products_for(actor, artifact.product.discovery)
        return {
            "source": sources_for(actor, artifact.product.discovery),
            "feeder": feeders,
            "feeder_port": OutputPort.objects.filter(product__in=feeders.values("pk")),
        }

    def check(self, draft: InputPort, before: InputPort | None) -> None:
        if draft.source_id is not None and draft.feeder_id is not None:
            raise Invalid(rule_of(InputPort, "inputport_one_origin"), "feeder")
        if draft.feeder_id == draft.product_id:
            raise Invalid(rule_of(InputPort, "inputport_not_itself"), "feeder")
        if draft.feeder_id is None and draft.kind == InputKind.PRODUCT:
            raise Invalid(_("Choose the data product that delivers the data."), "kind")
        if draft.feeder_port is not None and draft.feeder_port.product_id != draft.feeder_id:
            raise Invalid(_("This output port belongs to another data product."), "feeder_port")

    def summary(self, artifact: InputPort) -> str:
        return artifact.product.name


class OutputPortKind(OfProduct[OutputPort]):
    """Consumers and other products that use a port stay connected with its product when it is deleted, and
    show that the port is gone. Requests for access go with it, and the rules that came with them."""

    model = OutputPort
    page = "products:product_ports"
    anchor = "slot"
    layout = Layout(
        "name",
        "kind",
        "data_set",
        "format",
        "location",
        Lines("description"),
        Lines("example", 4),
        OnEdit("version"),
    )
    # A drawing of the product has its name.
    display = Display(at_length=("data_set", "format", "location", "version"))
    help_texts = {
        "data_set": gettext_lazy("The data set it delivers. A data product delivers one data set."),
        "format": gettext_lazy("For example, CSV, Parquet or JSON."),
        "location": gettext_lazy("An address, a table or a folder."),
        "example": gettext_lazy("A few sample rows. Don’t use real personal data."),
        "version": gettext_lazy("Version of its contract, such as 1.0.0."),
    }

    def summary(self, artifact: OutputPort) -> str:
        return f"{artifact.product.name}: {artifact.name}"


class ColumnKind(ArtifactKind[PortColumn]):
    """A column in the data set of a port."""

    model = PortColumn
    noun = "column"
    path = "port__product__discovery"
    layout = Layout("name", "type", "description", "is_required", "is_personal")
    looks_at_siblings = True

    def check(self, draft: PortColumn, before: PortColumn | None) -> None:
        others = self.siblings(draft).filter(name=draft.name)
        if (others.exclude(pk=before.pk) if before else others).exists():
            raise Invalid(
                _("This port already has a column “%(name)s”. Choose another name.") % {"name": draft.name},
                "name",
            )

    def url(self, artifact: PortColumn) -> str:
        return OUTPUT_PORT.url(artifact.port)

    def summary(self, artifact: PortColumn) -> str:
        return f"{artifact.port.product.name}, {artifact.port.name}: {artifact.name}"


INPUT_PORT, OUTPUT_PORT, COLUMN = InputPortKind(), OutputPortKind(), ColumnKind()
