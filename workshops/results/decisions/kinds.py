"""Decisions in files; decisions/services.py writes them."""

from core.kinds import Layout, WrittenOutKind, check_visible
from workshops.models import Decision


class DecisionKind(WrittenOutKind[Decision]):
    """A decision: what was decided, why, what else was looked at, and who did not agree."""

    model = Decision
    path = "discovery"
    title = "title"
    layout = Layout(
        "title",
        "reason",
        "alternatives",
        "decided_by",
        "dissent",
        "decided_at",
        "review_on",
        "stream",
        "link",
    )

    def check(self, draft: Decision, before: Decision | None) -> None:
        check_visible(draft.title, "title")


DECISION = DecisionKind()
