"""The Data Mesh delta: what is scored, on which visits, and how."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Invalid
from core.kinds import ArtifactKind, Layout, Lines, Quote, Radios, Scale, check_year
from core.labels import Text
from process.models import DeltaDimension, DeltaScore, DeltaVisit

MOST = 5
"""The top of the scale."""
_NOT_SAID = gettext_lazy("Not set")


class DimensionKind(ArtifactKind[DeltaDimension]):
    """The scores of a dimension on all visits are deleted with it. Actions that came of them stay."""

    model = DeltaDimension
    extra_file_fields = ("key",)
    noun = "dimension"
    path = "discovery"
    page = "process:discovery_delta"
    anchor = "slot"
    layout = Layout("name", Radios("stream"), Lines("description", 3))
    help_texts = {"description": gettext_lazy("Describe what 0 and 5 mean.")}
    on_delete_trash = ("scores",)


class VisitKind(ArtifactKind[DeltaVisit]):
    """The scores of a visit are deleted with it; actions that came of them stay. A new visit takes over
    scores: delta/services.py."""

    model = DeltaVisit
    noun = "visit"
    path = "discovery"
    layout = Layout("name", "held_on")
    help_texts = {"name": gettext_lazy("Such as: Half a year later.")}

    def url(self, artifact: DeltaVisit) -> str:
        return f"{reverse('process:discovery_delta', args=[artifact.discovery.slug])}?visit={artifact.uuid}"

    def check(self, draft: DeltaVisit, before: DeltaVisit | None) -> None:
        check_year(draft.held_on, "held_on")


class ScoreKind(ArtifactKind[DeltaScore]):
    """There is one for each dimension on a visit: delta/services.py writes it."""

    model = DeltaScore
    path = "visit__discovery"
    title = "dimension"
    layout = Layout(Scale("today"), Scale("wanted"), Quote("evidence", 2))
    help_texts = {"evidence": gettext_lazy("Observations that support the score.")}
    empty = {"today": _NOT_SAID, "wanted": _NOT_SAID}

    def offered(self, artifact: DeltaScore) -> dict[str, Iterable[tuple[Any, Text]]]:
        scale = [(number, str(number)) for number in range(MOST + 1)]
        return {"today": scale, "wanted": scale}

    def check(self, draft: DeltaScore, before: DeltaScore | None) -> None:
        if draft.dimension.discovery_id != draft.visit.discovery_id:
            raise Invalid(_("This dimension belongs to another discovery."))
        for name in ("today", "wanted"):
            if (getattr(draft, name) or 0) > MOST:
                raise Invalid(_("Today and target must be from 0 to 5."), name)


DIMENSION, VISIT, SCORE = DimensionKind(), VisitKind(), ScoreKind()
