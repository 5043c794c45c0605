"""Predictions of rooms for measures of success, and their errors. Only revealed rounds count."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from documents import rounded_numbers
from documents.localized_numbers import in_unit, number, percentage
from lvt.measure_predictions.chart import (
    GroupMarks,
    PredictionScale,
    are_apart,
    label_anchor,
    prediction_scale,
)
from lvt.measures.selectors import MeasureStanding, standing_of
from lvt.models import Measure, MeasuredValue
from lvt.prediction_accuracy import (
    EVERYBODY,
    GroupPrediction,
    group_predictions,
    mean,
    nearest,
    relative_error,
)
from lvt.tree.selectors import measures_of
from organizations.models import Side
from workshops.contributions.answers.selectors import ANSWERS
from workshops.models import Activity, Answer

PREDICTION, REVEALED, MEASURE = "prediction", "revealed", "measure"
_LONGEST = 30
"""More digits before the point, or zeros after it, than a measure has: "1e999999999" takes hours to read."""


@dataclass(frozen=True, slots=True)
class PredictionLine:
    """The prediction of a group, in words. `off` is its distance from the measured value, "" before and where
    the way to the target is unknown."""

    group: str
    name: str
    people: int
    middle: str
    range: str
    off: str
    is_nearest: bool
    marks: GroupMarks


@dataclass(frozen=True, slots=True)
class ScaleLabel:
    """A value on the scale of predictions: its position in percent of the width, its words, and how they are
    aligned there."""

    position: float
    words: str

    @property
    def anchor(self) -> str:
        return label_anchor(self.position)


@dataclass(frozen=True, slots=True)
class Prediction:
    """The predictions of the people of an activity for the measure: `groups`, none when fewer than three
    `people` predicted. `actual` is the value to compare with: the first from the day on that it was due, or
    without such a day the first that came later. Before there is one, `so_far` is the last that was measured
    since."""

    activity: Activity
    measure: Measure
    people: int
    groups: tuple[GroupPrediction, ...]
    actual: MeasuredValue | None
    so_far: MeasuredValue | None

    @property
    def measured_text(self) -> str:
        return _value_text(self.actual, self.measure)

    @property
    def so_far_text(self) -> str:
        return _value_text(self.so_far, self.measure)

    @property
    def statement(self) -> str:
        """The prediction of everyone, with the measured value or the target, in a sentence; "" where too few
        people predicted."""
        if not self.groups:
            return ""
        values = {"value": quantity(self.groups[0].median, self.measure), "measured": self.measured_text}
        if self.actual is not None:
            return _("The room predicted %(value)s, and the measured value is %(measured)s") % values
        if self.measure.target is None:
            return _("The room predicts %(value)s") % values
        values["target"] = quantity(Fraction(self.measure.target), self.measure)
        return _("The room predicts %(value)s, the target is %(target)s") % values

    def off(self, group: GroupPrediction) -> Fraction | None:
        """By which part of the way from baseline to target the group misses; None where it is not known."""
        if self.actual is None:
            return None
        ends = {
            name: None if (end := getattr(self.measure, name)) is None else Fraction(end)
            for name in ("baseline", "target")
        }
        return relative_error(group.median, Fraction(self.actual.value), **ends)

    @property
    def measured_label(self) -> ScaleLabel | None:
        """The value to compare with, or what was measured so far; None before."""
        value = self.actual or self.so_far
        if value is None or not self.groups:
            return None
        template = _("Measured: %(value)s") if self.actual else _("So far: %(value)s")
        return self._label(value.value, template)

    @property
    def scale_labels(self) -> tuple[ScaleLabel, ...]:
        """Target and baseline; the target alone where both are close."""
        if not self.groups:
            return ()
        target = None
        labels = []
        if self.measure.target is not None:
            target = self._label(self.measure.target, _("Target: %(value)s"))
            labels.append(target)
        if self.measure.baseline is not None:
            baseline = self._label(self.measure.baseline, _("Baseline: %(value)s"))
            if target is None or are_apart(baseline.position, target.position):
                labels.append(baseline)
        return tuple(labels)

    def _label(self, value: Decimal, template: str) -> ScaleLabel:
        exact = Fraction(value)
        return ScaleLabel(self._scale.at(exact), template % {"value": quantity(exact, self.measure)})

    @property
    def _scale(self) -> PredictionScale:
        latest = self.actual or self.so_far
        landmarks = (self.measure.baseline, self.measure.target, latest.value if latest else None)
        return prediction_scale(self.groups, [Fraction(each) for each in landmarks if each is not None])

    @property
    def lines(self) -> tuple[PredictionLine, ...]:
        """The groups in words, everyone first."""
        best = nearest(self.groups, Fraction(self.actual.value)) if self.actual else ()
        if not self.groups:
            return ()
        scale = self._scale
        return tuple(
            PredictionLine(
                each.group,
                _name(each.group),
                each.people,
                quantity(each.median, self.measure),
                _("%(low)s to %(high)s")
                % {"low": quantity(each.lowest, self.measure), "high": quantity(each.highest, self.measure)},
                "" if (missed := self.off(each)) is None else _of_the_distance(missed),
                each.group in best,
                scale.marks(each),
            )
            for each in self.groups
        )


@dataclass(frozen=True, slots=True)
class Foresight:
    """The accuracy of a group: on average `off` so much of the way, in `count` predictions."""

    group: str
    name: str
    off: str
    count: int


def measure_of(activity: Activity) -> Measure | None:
    """The measure that the activity is about; None while none is chosen, or where it is gone."""
    uuid = _uuid(activity.settings.get(MEASURE))
    return None if uuid is None else _measures(activity.track.workshop.discovery).get(uuid)


@cached_per_request
def _measures(discovery: Discovery) -> dict[UUID, Measure]:
    return {each.uuid: each for each in measures_of(discovery).prefetch_related("values")}


def likely_measure(discovery: Discovery) -> Measure | None:
    """The first of the tree whose target is still ahead, on a day that is known; else one of which less is
    known, or whose day is over, or that is reached. None for a tree without measures."""
    standings = (standing_of(each) for each in measures_of(discovery).prefetch_related("values"))

    def lacking(standing: MeasureStanding) -> tuple[bool, ...]:
        measure = standing.measure
        return (
            standing.progress.is_reached,
            standing.is_overdue,
            measure.target is None,
            measure.due_on is None,
        )

    best = min(standings, key=lacking, default=None)
    return best.measure if best is not None else None


def prediction_of(activity: Activity, measure: Measure) -> Prediction:
    """The predictions for the measure in a revealed activity; ask only then."""
    return _predictions([activity], {str(measure.uuid): measure}, ANSWERS.of(activity))[0]


@cached_per_request
def predictions_of(*discoveries: Discovery, measure: Measure | None = None) -> tuple[Prediction, ...]:
    """Those of all revealed activities, or of those about one measure, the latest first, without those of
    fewer than three people. As many queries however many there are."""
    activities = Activity.objects.filter(
        kind=PREDICTION, phase=REVEALED, track__workshop__discovery__in=discoveries
    )
    if measure is not None:
        activities = activities.filter(settings__measure=str(measure.uuid))
    rows = list(activities.select_related("track__workshop__discovery").order_by("-started_at", "-pk"))
    if not rows:
        return ()
    measures = {str(each.uuid): each for each in measures_of(*discoveries).prefetch_related("values")}
    answers = Answer.objects.filter(activity__in=rows, slot__in=measures).select_related("participant")
    predictions = _predictions(
        [each for each in rows if each.settings.get(MEASURE) in measures], measures, answers
    )
    return tuple(each for each in predictions if each.groups)


def against(prediction: Prediction, standing: MeasureStanding) -> Prediction:
    """The prediction compared with the measure that continues the foreseen one."""
    actual, so_far = _values_around(standing.measure, standing.values, prediction.activity)
    return replace(prediction, measure=standing.measure, actual=actual, so_far=so_far)


def foresight(predictions: Iterable[Prediction]) -> tuple[Foresight, ...]:
    """The accuracy of everyone and of each side for values measured by now, of the measures whose way from
    baseline to target is known; the best first."""
    missed: dict[str, list[Fraction]] = defaultdict(list)
    for each in predictions:
        for group in each.groups:
            if (part := each.off(group)) is not None:
                missed[group.group].append(part)
    means = {group: mean(parts) for group, parts in missed.items()}
    return tuple(
        Foresight(group, _name(group), _percent(means[group]), len(missed[group]))
        for group in sorted(means, key=lambda group: (means[group], group))
    )


def number_of(text: str) -> Fraction | None:
    """The predicted number; None for a text in a document that is no number, or larger than any measure."""
    try:
        value = Decimal(text)
        return Fraction(value) if abs(value.adjusted()) < _LONGEST else None
    except (InvalidOperation, ValueError, OverflowError):
        return None


def quantity(value: Fraction, measure: Measure) -> str:
    """A value that someone typed, or the middle of two: it has an end in decimals."""
    return in_unit(Decimal(value.numerator) / value.denominator, measure.unit)


def _predictions(
    activities: Sequence[Activity], measures: Mapping[str, Measure], answers: Iterable[Answer]
) -> tuple[Prediction, ...]:
    """Of all `answers` in the activities, those about another measure are left out."""
    values: dict[tuple[int, str], list[tuple[str, Fraction]]] = defaultdict(list)
    for each in answers:
        if each.slot in measures and (value := number_of(each.text)) is not None:
            side = each.participant.side if each.participant else ""
            values[each.activity_id, each.slot].append((side, value))
    return tuple(_prediction(each, measures[each.settings[MEASURE]], values) for each in activities)


def _prediction(
    activity: Activity, measure: Measure, values: Mapping[tuple[int, str], Collection[tuple[str, Fraction]]]
) -> Prediction:
    own = values.get((activity.pk, str(measure.uuid)), ())
    actual, so_far = _values_around(measure, measure.values.all(), activity)
    return Prediction(activity, measure, len(own), group_predictions(own), actual, so_far)


def _values_around(
    measure: Measure, values: Iterable[MeasuredValue], activity: Activity
) -> tuple[MeasuredValue | None, MeasuredValue | None]:
    """The value to compare the activity's prediction with, and the last one since it began."""
    began = activity.started_at or activity.opens_at
    first = date.min if began is None else timezone.localdate(began) + timedelta(days=1)
    later = [each for each in values if each.measured_on >= first]
    due = max(first, measure.due_on or first)
    return next((each for each in later if each.measured_on >= due), None), later[-1] if later else None


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def _name(group: str) -> str:
    return _("Everyone") if group == EVERYBODY else str(Side(group).label)


def _percent(part: Fraction) -> str:
    return percentage(rounded_numbers.percent(part))


def _of_the_distance(part: Fraction) -> str:
    """A miss as a share of the way from the baseline to the target."""
    return _("%(percent)s%% of the way") % {"percent": number(rounded_numbers.percent(part))}


def _value_text(value: MeasuredValue | None, measure: Measure) -> str:
    return "" if value is None else quantity(Fraction(value.value), measure)
