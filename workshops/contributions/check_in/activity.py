"""Check-in: everyone says how they arrive, with one word or a number."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.labels import Text, by_name
from workshops.activity_kind import ResultLine, StageQuestion
from workshops.contributions import tally
from workshops.contributions.answers.activity import AnswerKind, spread_lines
from workshops.contributions.answers.forms import SCALE, WORD, AnswerScale, CheckInForm, CheckInSettings
from workshops.contributions.answers.selectors import numbers_of, texts_of
from workshops.models import Activity

QUESTION = _("How are you today?")
# Answers longer than a few words are cards, not a cloud.
WORDS_OF_A_CLOUD = 20


class CheckIn(AnswerKind):
    """The title is the question; a check-in without a title of its own asks how people are. With the setting
    `at_once` the stage shows answers as they come in."""

    key = "check_in"
    label = _("Check-in")
    description = _("Everyone describes how they feel in one word or a number. Shown as a cloud or as bars.")
    icon = "people"
    group = "arriving"
    default_minutes = 5
    template_dir = "workshops/activities/check_in"
    settings_form = CheckInSettings
    answer_form = CheckInForm
    may_be_ahead = True

    def at_once(self, activity: Activity) -> bool:
        return bool(activity.settings.get("at_once"))

    def question(self, activity: Activity) -> dict[str, Any]:
        asks = activity.settings.get("form", WORD)
        scale = AnswerScale.of(activity.settings) if asks == SCALE else None
        return {"asks": asks, "scale": scale, "question": self.stage_title(activity)}

    def asks(self, activity: Activity) -> StageQuestion | None:
        if self.is_revealed(activity):
            return None
        question = self.stage_title(activity) or activity.title
        at_once = self.at_once(activity)
        scale: AnswerScale | None = self.question(activity)["scale"]
        if scale is None:
            return StageQuestion(question, _("Write one word on your phone."), shows_items=at_once)
        options = () if at_once else scale.options
        return StageQuestion(question, scale.request, options=options, in_a_row=True, shows_items=at_once)

    def stage_title(self, activity: Activity) -> Text:
        return QUESTION if activity.title == str(self.label) else ""

    def outcome(self, activity: Activity) -> dict[str, Any]:
        scale: AnswerScale | None = self.question(activity)["scale"]
        if scale is not None:
            return {"spread": tally.of_numbers(scale.low, scale.high, numbers_of(activity)), "scale": scale}
        texts = texts_of(activity)
        words = tally.of_words(texts)
        return {
            "count": len(texts),
            "words": words,
            "is_long": any(len(word.text) > WORDS_OF_A_CLOUD for word in words),
            "cloud": sorted(words, key=lambda word: by_name(word.text)),
        }

    def result_lines(self, results: Mapping[str, Any]) -> Iterable[ResultLine]:
        outcome = results["outcome"]
        if "spread" in outcome:
            return spread_lines(outcome["spread"])
        return (ResultLine(each.text, people=each.count) for each in outcome["words"])
