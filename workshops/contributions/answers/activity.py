"""The base of kinds in which each person gives an answer: hidden until the reveal, or seen at once."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from core.exceptions import Conflict
from core.labels import Text, by_name
from organizations.actors import Actor
from workshops.activity_kind import ActivityKind, Phase, ResultLine
from workshops.activity_progress import Progress
from workshops.agenda.time_estimates.rules import AnswerLoad
from workshops.contributions import tally
from workshops.contributions.answers.forms import AnswerContent, AnswerForm
from workshops.contributions.answers.selectors import AnswerRow, answer_progress, answers_of, own_answer
from workshops.models import Activity, Answer
from workshops.registries import activity_kinds

ANSWERING, REVEALED = "answer", "revealed"
# How long someone of medium speed takes to read a question, and to answer it by choosing or in a sentence.
READS, CHOOSES, WRITES = 15, 12, 35
HIDDEN_ANSWERS = gettext_lazy("No one sees any answers before the reveal.")
# The one item of the stage while answers are shown as they come in.
LIVE_RESULTS = "results"


class AnswerKind(ActivityKind, ABC):
    """A kind that asks each person one question. `outcome` reads what was answered, for results.html; no one
    calls it before `is_shown`. An answer takes so many `seconds`."""

    answer_form: ClassVar[type[AnswerForm]]
    seconds: ClassVar[float] = CHOOSES
    has_mine = True
    may_be_anonymous = True
    reads: ClassVar[tuple[str | Prefetch[Any], ...]] = ("answers",)
    phases = (
        Phase(ANSWERING, pgettext_lazy("step", "Answer"), gettext_lazy("Open again"), after=(REVEALED,)),
        Phase(
            REVEALED,
            gettext_lazy("Results"),
            gettext_lazy("Reveal the answers"),
            after=(ANSWERING,),
            is_open=False,
            asks_while_working=True,
        ),
    )

    @abstractmethod
    def outcome(self, activity: Activity) -> dict[str, Any]:
        """The answers, for everyone's screens, the results and the report."""

    def question(self, activity: Activity) -> dict[str, Any]:
        """The question, for mine.html and everyone's screens, without any answer."""
        return {}

    def slot(self, activity: Activity) -> str:
        """The slot of the answers of the present round."""
        return ""

    def check(self, activity: Activity, answer: AnswerContent) -> None:
        """Asked when an answer is written. Raises Conflict where it is taken no more."""

    def at_once(self, activity: Activity) -> bool:
        """True if answers are seen while they come in."""
        return False

    def is_revealed(self, activity: Activity) -> bool:
        return activity.phase == REVEALED

    def is_shown(self, activity: Activity) -> bool:
        """True if anyone may see the answers."""
        return self.is_revealed(activity) or self.at_once(activity)

    def hidden(self, activity: Activity) -> list[QuerySet[Answer]]:
        return [] if self.is_shown(activity) else [answers_of(activity, self.slot(activity))]

    def shown_by(self, activity: Activity) -> Mapping[str, Iterable[str]] | None:
        """The items that change with an answer (live.publish_change)."""
        return {"items": [LIVE_RESULTS]} if self.at_once(activity) else None

    def has_nothing_to_show(self, activity: Activity) -> bool:
        return not answers_of(activity, self.slot(activity)).exists()

    def effort_in(self, activity: Activity, people: int) -> Sequence[AnswerLoad]:
        return (AnswerLoad(1, self.seconds, things=1, reads=READS),)

    def is_settled(self, activity: Activity) -> bool:
        return self.is_revealed(activity)

    def progress(self, activity: Activity, expected: frozenset[str]) -> Progress:
        return answer_progress(activity, expected, self.slot(activity))

    def console(self, activity: Activity) -> dict[str, Any]:
        return self._everybody(activity, outcome=self.is_shown(activity))

    def room(self, activity: Activity) -> dict[str, Any]:
        # While answers come in, phones are for answering; the stage shows them.
        return self._everybody(activity, outcome=self.is_revealed(activity))

    def stage(self, activity: Activity) -> dict[str, Any]:
        return self._everybody(activity, outcome=self.is_revealed(activity))

    def results(self, activity: Activity) -> dict[str, Any] | None:
        if not self.is_shown(activity) or not activity.answers.exists():
            return None
        return self._everybody(activity, outcome=True)

    def answer_count(self, activity: Activity) -> int:
        outcome = self.outcome(activity)
        count: int = outcome["spread"].count if "spread" in outcome else outcome["count"]
        return count

    def stage_statement(self, activity: Activity) -> str:
        results = self.results(activity) if self.is_revealed(activity) else None
        return self.message(results) if results else ""

    def mine(self, activity: Activity, actor: Actor) -> dict[str, Any]:
        return {**self.question(activity), **self.own(activity, actor)}

    def own(self, activity: Activity, actor: Actor) -> dict[str, Any]:
        """The actor's answer in the present round, and whether they may still answer."""
        return {
            "own": own_answer(activity, actor, self.slot(activity)),
            "is_open": not self.is_revealed(activity),
            "at_once": self.at_once(activity),
        }

    def items(self, activity: Activity, audience: str) -> list[tuple[str, SafeString]]:
        if audience != "stage" or not self.at_once(activity) or self.is_revealed(activity):
            return []
        context = {**self._everybody(activity, outcome=True), "activity": activity, "audience": audience}
        html = render_to_string(f"{self.template_dir}/results.html", context)
        return [(LIVE_RESULTS, SafeString(html))]

    def _everybody(self, activity: Activity, *, outcome: bool) -> dict[str, Any]:
        return {
            **self.question(activity),
            "at_once": self.at_once(activity),
            "is_revealed": self.is_revealed(activity),
            "outcome": self.outcome(activity) if outcome else None,
        }


def spread_lines(spread: tally.Spread, about: Text = "", group: str = "") -> Iterator[ResultLine]:
    """One line per number: the count of people who gave it."""
    return (ResultLine(each.label, str(about), group, each.count) for each in spread.bars)


def text_lines(answers: Iterable[AnswerRow], about: Text = "") -> list[ResultLine]:
    """People's texts by alphabet: an order by the numbers that they gave would reveal these."""
    ordered = sorted(answers, key=lambda each: by_name(each.text))
    return [ResultLine(each.text, str(about), by=each.name) for each in ordered]


def answer_kind_of(activity: Activity) -> AnswerKind:
    """Raises Conflict for an activity that asks for no answers."""
    kind = activity_kinds.get(activity.kind) if activity.kind in activity_kinds else None
    if not isinstance(kind, AnswerKind):
        raise Conflict(_("This activity doesn’t accept answers."))
    return kind
