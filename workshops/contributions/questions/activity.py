"""Question list: people ask, and support what others ask; the most supported come first."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from organizations.actors import Actor
from workshops.activity_kind import ActivityKind, NamesSeenBy, ResultLine, StageQuestion
from workshops.activity_progress import Progress
from workshops.agenda.time_estimates.rules import AnswerLoad
from workshops.contributions.answers.activity import CHOOSES, WRITES
from workshops.contributions.questions.selectors import LIST, asked_by, askers_of, questions_of, supported_by
from workshops.models import Activity

SHOWN_ON_STAGE = 30
# How many questions of others people support.
SUPPORTED = 3


class Questions(ActivityKind):
    """Seen at once by everyone. Phones keep their order while people tap; the stage and the console follow
    the votes."""

    key = "questions"
    label = _("Question list")
    description = _("People ask questions and support each other’s. The most supported come first.")
    icon = "chat"
    group = "talking"
    default_minutes = 15
    template_dir = "workshops/activities/questions"
    names_seen = NamesSeenBy.EVERYBODY
    asks_always = True
    has_mine = True
    is_counted = False
    may_be_anonymous = True
    may_be_ahead = True
    reads = ("questions", "votes")

    def asks(self, activity: Activity) -> StageQuestion:
        return StageQuestion(
            activity.title,
            _("Ask on your phone, and support the questions you want answered."),
            shows_items=True,
            detail=_("Questions with the most support come first."),
        )

    def effort_in(self, activity: Activity, people: int) -> Sequence[AnswerLoad]:
        return (AnswerLoad(1, WRITES), AnswerLoad(SUPPORTED, CHOOSES))

    def console(self, activity: Activity) -> dict[str, Any]:
        return {"asked": questions_of(activity)}

    def mine(self, activity: Activity, actor: Actor) -> dict[str, Any]:
        # Ahead of the workshop there is no list yet that shows what one asked.
        is_ahead = activity.started_at is None
        return {
            "supported": [str(uuid) for uuid in supported_by(activity, actor)],
            "own": asked_by(activity, actor) if is_ahead else [],
            "is_ahead": is_ahead,
        }

    def progress(self, activity: Activity, expected: frozenset[str]) -> Progress:
        """Ahead of the workshop: the people who have asked something."""
        askers = askers_of(activity)
        if activity.is_anonymous:
            return Progress.counted(len(askers), expected)
        return Progress(done=frozenset(askers) & expected, of=len(expected))

    def results(self, activity: Activity) -> dict[str, Any] | None:
        rows = questions_of(activity)
        return {"asked": rows} if rows else None

    def result_lines(self, results: Mapping[str, Any]) -> Iterable[ResultLine]:
        return (
            ResultLine(each.question.title, people=each.votes, by=each.name, more=each.question.answer)
            for each in results["asked"]
        )

    def items(self, activity: Activity, audience: str) -> list[tuple[str, SafeString]]:
        if audience == "console":
            return []
        rows = questions_of(activity)
        if audience == "stage":
            first, others = rows[:SHOWN_ON_STAGE], max(0, len(rows) - SHOWN_ON_STAGE)
            return [(LIST, _draw("list", activity, asked=first, others=others))]
        return [(str(each.question.uuid), _draw("item", activity, each=each)) for each in rows]

    def item(self, activity: Activity, audience: str, key: str) -> SafeString | None:
        if audience != "room":
            return super().item(activity, audience, key)
        row = next((each for each in questions_of(activity) if str(each.question.uuid) == key), None)
        return _draw("item", activity, each=row) if row else None


def _draw(name: str, activity: Activity, **context: Any) -> SafeString:
    context |= {"activity": activity, "workshop": activity.track.workshop}
    return SafeString(render_to_string(f"workshops/activities/questions/{name}.html", context).strip())
