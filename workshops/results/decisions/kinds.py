"""Decisions in files; decisions/services.py writes them."""

from django.utils.translation import gettext_lazy

from core.kinds import Capture, Display, Layout, Quote, WrittenOutKind, check_visible
from workshops.models import Decision


class DecisionKind(WrittenOutKind[Decision]):
    """A decision: what was decided, why, what else was looked at, and who did not agree."""

    model = Decision
    path = "discovery"
    title = "title"
    layout = Layout(
        "title",
        Quote("reason"),
        Quote("alternatives"),
        "decided_by",
        Quote("dissent"),
        "decided_at",
        "review_on",
        "stream",
        "link",
    )
    display = Display(
        capture=Capture(
            "d",
            ("alternatives", "decided_at", "review_on", "stream"),
            gettext_lazy("Decision"),
            place=5,
        )
    )

    def check(self, draft: Decision, before: Decision | None) -> None:
        check_visible(draft.title, "title")


DECISION = DecisionKind()
