"""Return on time invested: what the time was worth to everyone, and what would have made it better."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, gettext_lazy as _

from core.labels import Text
from core.services import artifacts
from documents import rounded_numbers
from documents.localized_numbers import number
from organizations.actors import Actor
from workshops.activity_kind import NamesSeenBy, ResultLine, StageQuestion
from workshops.contributions import tally
from workshops.contributions.answers.activity import (
    HIDDEN_ANSWERS,
    WRITES,
    AnswerKind,
    spread_lines,
    text_lines,
)
from workshops.contributions.answers.forms import RotiForm
from workshops.contributions.answers.selectors import answer_rows, numbers_of
from workshops.models import Activity

QUESTION = _("What was this time worth to you?")
MEANINGS = (
    (1, _("A waste of my time")),
    (2, _("Worth less than the time it took")),
    (3, _("Worth the time it took")),
    (4, _("Worth more than the time it took")),
    (5, _("One of the best uses of my time")),
)


class Roti(AnswerKind):
    """Anonymous unless that is taken off."""

    key = "roti"
    label = _("Return on time invested")
    description = _("Everyone rates the time from 1 to 5 and adds what would have made it better.")
    icon = "clock"
    group = "arriving"
    default_minutes = 5
    template_dir = "workshops/activities/roti"
    names_seen = NamesSeenBy.EVERYBODY
    answer_form = RotiForm
    seconds = WRITES

    def on_add(self, activity: Activity, actor: Actor) -> None:
        """Anonymous by default, for candid answers. The planner of the workshop may change that until the
        activity starts."""
        artifacts.change(activity, is_anonymous=True)

    def question(self, activity: Activity) -> dict[str, Any]:
        return {"meanings": MEANINGS}

    def asks(self, activity: Activity) -> StageQuestion | None:
        if self.is_revealed(activity):
            return None
        options = tuple((str(number), meaning) for number, meaning in reversed(MEANINGS))
        return StageQuestion(
            activity.instructions or QUESTION,
            _("Rate our time from 1 to 5 on your phone."),
            options=options,
            detail=HIDDEN_ANSWERS,
        )

    def stage_title(self, activity: Activity) -> Text:
        return QUESTION

    def closing(self, activity: Activity) -> dict[str, Any] | None:
        if not self.is_revealed(activity) or not activity.answers.exists():
            return None
        return {"outcome": self.outcome(activity)}

    def outcome(self, activity: Activity) -> dict[str, Any]:
        return {"spread": tally.of_numbers(1, 5, numbers_of(activity)), "said": answer_rows(activity)}

    def message(self, results: Mapping[str, Any]) -> str:
        spread = results["outcome"]["spread"]
        if not spread.count:
            return ""
        values = {
            "meaning": dict(MEANINGS)[rounded_numbers.whole(Decimal(spread.mean))],
            "mean": number(spread.mean),
        }
        return gettext("%(meaning)s: %(mean)s of 5") % values

    def result_lines(self, results: Mapping[str, Any]) -> Iterable[ResultLine]:
        outcome = results["outcome"]
        better = text_lines(outcome["said"], _("Suggestions"))
        return [*spread_lines(outcome["spread"]), *better]
