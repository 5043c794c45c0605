"""The Data Mesh delta: what is scored."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from discovery.kinds.base import ArtifactKind
from discovery.kinds.layout import Layout, Lines, Radios
from discovery.kinds.rules import check_visible
from process.models import DeltaDimension


class DimensionKind(ArtifactKind[DeltaDimension]):
    """What was scored in a dimension goes with it, on every visit. Actions that came of it stay."""

    model = DeltaDimension
    noun = "dimension"
    path = "discovery"
    layout = Layout("name", Radios("stream"), Lines("description", 3))
    help_texts = {"description": gettext_lazy("What 0 and what 5 look like.")}
    goes_with_it = ("scores",)

    def check(self, draft: DeltaDimension, before: DeltaDimension | None) -> None:
        check_visible(draft.name, "name")


DIMENSION = DimensionKind()
