"""Poll: a question to everyone, answered by choosing, on a scale or in words; hidden until the reveal."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.labels import Text
from organizations.actors import Actor
from workshops.activity_kind import NamesSeenBy, Phase, ResultLine, StageQuestion
from workshops.contributions import result_sentences, tally
from workshops.contributions.answers.activity import HIDDEN_ANSWERS, AnswerKind, spread_lines, text_lines
from workshops.contributions.answers.forms import (
    ONE,
    SCALE,
    SEVERAL,
    WORDS,
    AnswerScale,
    PollForm,
    PollSettings,
)
from workshops.contributions.answers.selectors import answer_rows, answers_in, numbers_of
from workshops.models import Activity

_REQUESTS: dict[str, Text] = {
    ONE: _("Choose one answer on your phone."),
    SEVERAL: _("Choose one or more answers on your phone."),
    WORDS: _("Write your answer on your phone."),
}


class Poll(AnswerKind):
    """The title is the question; the settings say how it is answered."""

    key = "poll"
    label = _("Poll")
    description = _("Everyone chooses, gives a number or writes. No one sees the answers before the reveal.")
    icon = "vote"
    group = "asking"
    default_minutes = 5
    template_dir = "workshops/activities/poll"
    settings_form = PollSettings
    answer_form = PollForm
    may_be_ahead = True

    def question(self, activity: Activity) -> dict[str, Any]:
        form = activity.settings.get("form", ONE)
        options = activity.settings.get("options", [])
        return {
            "asks": form,
            "options": options,
            "scale": AnswerScale.of(activity.settings) if form == SCALE else None,
            "is_ready": form in (SCALE, WORDS) or bool(options),
        }

    def asks(self, activity: Activity) -> StageQuestion | None:
        if self.is_revealed(activity):
            return None
        question = self.question(activity)
        scale: AnswerScale | None = question["scale"]
        if scale is not None:
            return StageQuestion(
                activity.title,
                scale.request,
                options=scale.options,
                in_a_row=True,
                detail=HIDDEN_ANSWERS,
            )
        options = tuple(("", each) for each in question["options"])
        return StageQuestion(
            activity.title, _REQUESTS[question["asks"]], options=options, detail=HIDDEN_ANSWERS
        )

    def own(self, activity: Activity, actor: Actor) -> dict[str, Any]:
        """Includes what the actor chose earlier and cannot choose any more, as the option was removed."""
        context = super().own(activity, actor)
        choices = context["own"].choices if context["own"] else []
        options = activity.settings.get("options", [])
        return {**context, "gone": [each for each in choices if each not in options]}

    def unready(self, activity: Activity) -> Text:
        return "" if self.question(activity)["is_ready"] else _("It has no options to choose from yet.")

    def next_phases(self, activity: Activity) -> list[Phase]:
        """A poll whose options are still to be written has nothing to reveal."""
        is_empty = not self.is_revealed(activity) and not self.question(activity)["is_ready"]
        return [] if is_empty else super().next_phases(activity)

    def outcome(self, activity: Activity) -> dict[str, Any]:
        question = self.question(activity)
        if question["asks"] == SCALE:
            scale: AnswerScale = question["scale"]
            return {"spread": tally.of_numbers(scale.low, scale.high, numbers_of(activity)), "scale": scale}
        if question["asks"] == WORDS:
            rows = answer_rows(activity)
            return {"said": rows, "count": len(rows)}
        choices = [each.choices for each in answers_in(activity)]
        return {"bars": tally.of_choices(question["options"], choices), "count": sum(map(bool, choices))}

    def names_seen_by(self, activity: Activity) -> NamesSeenBy:
        return NamesSeenBy.EVERYBODY if self.question(activity)["asks"] == WORDS else NamesSeenBy.NOBODY

    def message(self, results: Mapping[str, Any]) -> str:
        outcome = results["outcome"]
        if "spread" in outcome:
            return result_sentences.average(outcome["spread"])
        return result_sentences.most_chosen(outcome["bars"]) if outcome.get("bars") else ""

    def stage_statement(self, activity: Activity) -> str:
        """Return the sentence of the results, also of those without an answer."""
        return self.message({"outcome": self.outcome(activity)}) if self.is_revealed(activity) else ""

    def result_lines(self, results: Mapping[str, Any]) -> Iterable[ResultLine]:
        outcome = results["outcome"]
        if "spread" in outcome:
            return spread_lines(outcome["spread"])
        if "said" in outcome:
            return text_lines(outcome["said"])
        return (ResultLine(each.label, people=each.count) for each in outcome["bars"])
