"""Output ports of a product, and the columns of what they deliver."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exceptions import Invalid
from discovery.kinds.base import ArtifactKind
from discovery.kinds.layout import Layout, Lines, OnEdit
from products.models import OutputPort, PortColumn


class OutputPortKind(ArtifactKind[OutputPort]):
    """Consumers and other products that use a port stay connected with its product when it is deleted, and
    say that the port is gone."""

    model = OutputPort
    path = "product__discovery"
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
    help_texts = {
        "data_set": gettext_lazy("What comes out. A data product delivers one data set."),
        "format": gettext_lazy("Such as CSV, Parquet or JSON."),
        "location": gettext_lazy("Where it is found: an address, a table, a folder."),
        "example": gettext_lazy("A few rows as they come out. Take no real personal data."),
        "version": gettext_lazy("Of its contract, such as 1.0.0."),
    }

    def summary(self, artifact: OutputPort) -> str:
        return f"{artifact.product.name}: {artifact.name}"


class ColumnKind(ArtifactKind[PortColumn]):
    """What a consumer finds in the data set of a port."""

    model = PortColumn
    noun = "column"
    path = "port__product__discovery"
    layout = Layout("name", "type", "description", "is_required", "is_personal")
    looks_at_siblings = True

    def check(self, draft: PortColumn, before: PortColumn | None) -> None:
        others = self.siblings(draft).filter(name=draft.name)
        if (others.exclude(pk=before.pk) if before else others).exists():
            raise Invalid(_("This port has a column “%(name)s” already.") % {"name": draft.name}, "name")

    def summary(self, artifact: PortColumn) -> str:
        return f"{artifact.port.product.name}, {artifact.port.name}: {artifact.name}"


OUTPUT_PORT, COLUMN = OutputPortKind(), ColumnKind()
