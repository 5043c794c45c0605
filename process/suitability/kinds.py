"""The statements of the suitability check."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy

from core.exceptions import Invalid
from core.kinds import ArtifactKind, Layout, Quote, Radios, Scale
from core.labels import Text
from process.models import SuitabilityStatement
from process.suitability import rules as suitability
from process.suitability.selectors import SCALE

NO_SCORE = gettext_lazy("The rating must be from 0 to 4.")


class StatementKind(ArtifactKind[SuitabilityStatement]):
    """A statement of the suitability check: how far it holds here, and the evidence."""

    model = SuitabilityStatement
    extra_file_fields = ("key",)
    noun = "statement"
    path = "discovery"
    page = "process:discovery_why"
    anchor = "slot"
    title = "text"
    layout = Layout("text", Radios("aspect"), Scale("score"), Quote("evidence"), Quote("would_change"))
    help_texts = {"text": gettext_lazy("Word it so that “true” supports Data Mesh.")}
    empty = {"score": gettext_lazy("Not set")}

    def offered(self, artifact: SuitabilityStatement) -> dict[str, Iterable[tuple[Any, Text]]]:
        """Points of the scale, each with what it says."""
        return {"score": [(score, f"{score} · {word}") for score, word in SCALE]}

    def check(self, draft: SuitabilityStatement, before: SuitabilityStatement | None) -> None:
        if draft.score is not None and draft.score > suitability.TOP:
            raise Invalid(NO_SCORE, "score")


STATEMENT = StatementKind()
