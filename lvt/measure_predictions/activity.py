"""Predict, then reveal: everyone predicts how far a measure of success will get. When it is measured, the
room learns how well business, IT and all together foresaw it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now, gettext_lazy as _

from core.exceptions import Conflict
from core.labels import Text
from core.services import artifacts
from lvt.measure_predictions.forms import PredictionForm, PredictionSettings
from lvt.measure_predictions.selectors import (
    MEASURE,
    PREDICTION,
    foresight,
    likely_measure,
    measure_of,
    number_of,
    prediction_of,
    predictions_of,
    quantity,
)
from lvt.measures.selectors import standing_of
from lvt.models import Goal, Hypothesis, Initiative, Measure, MeasuredValue
from lvt.tree.selectors import measures_of
from organizations.actors import Actor
from workshops.activity_kind import Phase, ResultLine, StageQuestion, Way
from workshops.agenda.needed_people.rules import BOTH_SIDES
from workshops.agenda.selectors import comes_before
from workshops.contributions.answers.activity import HIDDEN_ANSWERS, AnswerKind
from workshops.contributions.answers.forms import AnswerContent
from workshops.contributions.answers.selectors import ANSWERS
from workshops.models import Activity, Answer


class Prediction(AnswerKind):
    """The setting `measure` is the uuid of the measure of success, which is the slot of the answers too."""

    key = PREDICTION
    label = _("Predict a measure")
    description = _(
        "Everyone predicts how far a measure of success will get. Predictions stay hidden until the reveal."
    )
    icon = "eye"
    needs = BOTH_SIDES
    group = "asking"
    default_minutes = 10
    template_dir = "lvt/activities/prediction"
    reads = (*AnswerKind.reads, ANSWERS.reads)
    shows = frozenset({Goal, Hypothesis, Initiative, Measure, MeasuredValue})
    settings_form = PredictionSettings
    answer_form = PredictionForm
    seconds = 25
    may_be_ahead = True

    def on_start(self, activity: Activity, actor: Actor) -> None:
        """Choose the likely measure (likely_measure) where none is chosen."""
        measure = (
            None if activity.settings.get(MEASURE) else likely_measure(activity.track.workshop.discovery)
        )
        if measure is not None:
            artifacts.change(activity, settings={**activity.settings, MEASURE: str(measure.uuid)})

    def unready(self, activity: Activity) -> Text:
        if measures_of(activity.track.workshop.discovery).exists():
            return ""
        return "" if comes_before(activity, {"tree_together"}) else _("No measures of success yet.")

    def way_to_ready(self, activity: Activity) -> Way:
        discovery = activity.track.workshop.discovery
        return Way(_("Add a measure of success"), reverse("lvt:tree", args=[discovery.slug]))

    def awaits(self, activity: Activity) -> bool:
        return bool(self.slot(activity))

    def slot(self, activity: Activity) -> str:
        measure = measure_of(activity)
        return str(measure.uuid) if measure is not None else ""

    def check(self, activity: Activity, answer: AnswerContent) -> None:
        if not answer.slot or answer.slot != self.slot(activity):
            raise Conflict(_("The room has moved on to another measure. Your screen shows it."))

    def hidden(self, activity: Activity) -> list[QuerySet[Answer]]:
        """Also the answers about a measure that was deleted."""
        return [] if self.is_shown(activity) else [Answer.objects.filter(activity=activity)]

    def question(self, activity: Activity) -> dict[str, Any]:
        measure = measure_of(activity)
        return {"measure": measure, "standing": standing_of(measure) if measure is not None else None}

    def answer_count(self, activity: Activity) -> int:
        """Its groups have their own counts."""
        return 0

    def next_phases(self, activity: Activity) -> list[Phase]:
        """Without a measure there is nothing to reveal, and once it is measured nothing to foresee."""
        measure = measure_of(activity)
        if measure is None:
            return []
        is_late = self.is_revealed(activity) and prediction_of(activity, measure).actual is not None
        return [] if is_late else super().next_phases(activity)

    def message(self, results: Mapping[str, Any]) -> str:
        prediction = results["outcome"]["prediction"]
        return prediction.statement if prediction else ""

    def result_lines(self, results: Mapping[str, Any]) -> Iterable[ResultLine]:
        prediction = results["outcome"]["prediction"]
        for each in prediction.lines if prediction else ():
            yield ResultLine(each.middle, prediction.measure.name, each.name, each.people, more=each.range)

    def asks(self, activity: Activity) -> StageQuestion | None:
        if self.is_revealed(activity):
            return None
        measure = measure_of(activity)
        if measure is None:
            return StageQuestion(activity.title, _("The measure is still being chosen."))
        hint: Text = _("Enter your prediction on your phone.")
        if measure.unit:
            hint = _now("Enter your prediction in %(unit)s on your phone.") % {"unit": measure.unit}
        note = standing_of(measure).start_text
        return StageQuestion(self.stage_title(activity), hint, note=note, detail=HIDDEN_ANSWERS)

    def stage_title(self, activity: Activity) -> Text:
        measure = measure_of(activity)
        if measure is None:
            return ""
        if self.is_revealed(activity) and prediction_of(activity, measure).actual is not None:
            return measure.name  # the question is answered
        words = (
            _now("Where will “%(measure)s” be when it is due?")
            if measure.due_on
            else _now("Where will “%(measure)s” be at the next measurement?")
        )
        return words % {"measure": measure.name}

    def own(self, activity: Activity, actor: Actor) -> dict[str, Any]:
        context = super().own(activity, actor)
        measure, own = measure_of(activity), context["own"]
        value = number_of(own.text) if own is not None else None
        text = quantity(value, measure) if value is not None and measure is not None else ""
        return {**context, "said": text}

    def outcome(self, activity: Activity) -> dict[str, Any]:
        measure = measure_of(activity)
        if measure is None:
            return {"prediction": None}
        return {
            "prediction": prediction_of(activity, measure),
            "foresight": foresight(predictions_of(activity.track.workshop.discovery)),
        }
