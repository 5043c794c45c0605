"""The vision and shortlists in files. Services write them."""

from typing import Any

from core.kinds import Layout, WrittenOutKind, check_visible
from discovery.permissions import check_facilitate
from lvt.models import ShortlistedUseCase, Vision


class VisionKind(WrittenOutKind[Vision]):
    """The vision, of which there is one: `tree/services.py` writes it."""

    model = Vision
    nouns = "vision"
    path = "discovery"
    title = "statement"
    layout = Layout("statement")
    recognized_by = ()

    def check(self, draft: Vision, before: Vision | None) -> None:
        check_visible(draft.statement, "statement")


class ShortlistedKind(WrittenOutKind[ShortlistedUseCase]):
    """The use cases that a decision put on the shortlist, the first first: facilitators decide."""

    model = ShortlistedUseCase
    noun = "shortlisted"
    nouns = "shortlist"
    path = "decision__discovery"
    title = "use_case"
    layout = Layout("use_case")

    def check_may_edit(self, actor: Any, artifact: ShortlistedUseCase) -> None:
        check_facilitate(actor, artifact.decision.discovery)


VISION, SHORTLISTED = VisionKind(), ShortlistedKind()
