"""The status of a measure of success: baseline, latest value, target, and overdue or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.localized_numbers import in_unit, number
from lvt.measure_progress import Progress, progress
from lvt.models import Goal, Hypothesis, Initiative, Measure, MeasuredValue
from lvt.sparkline import Sparkline, sparkline

Parent = Goal | Hypothesis | Initiative


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A measured value, and how it is written with its unit."""

    value: MeasuredValue
    text: str


@dataclass(frozen=True, slots=True)
class MeasureStanding:
    """`values` in the order of their days. `text` gives the latest value and the target: "31%, target
    40%"."""

    measure: Measure
    values: tuple[MeasuredValue, ...]
    progress: Progress
    is_overdue: bool
    line: Sparkline | None

    @property
    def latest(self) -> MeasuredValue | None:
        return self.values[-1] if self.values else None

    @property
    def rows(self) -> list[ValueRow]:
        """The values with their unit, the latest first."""
        return [ValueRow(value, in_unit(value.value, self.measure.unit)) for value in self.values[::-1]]

    @property
    def target_text(self) -> str:
        if self.measure.target is None:
            return ""
        return in_unit(self.measure.target, self.measure.unit)

    @property
    def baseline_text(self) -> str:
        if self.measure.baseline is None:
            return ""
        return in_unit(self.measure.baseline, self.measure.unit)

    @property
    def latest_text(self) -> str:
        """The latest value; "" while the way to the target is not known."""
        if self.latest is None or not self.progress.is_known:
            return ""
        return in_unit(self.latest.value, self.measure.unit)

    @property
    def way(self) -> int:
        """The progress on the line of 282 units that begins at 9; 0 at the baseline."""
        percent = self.progress.filled
        return 9 + 282 * percent // 100 if percent else 0

    @property
    def latest_place(self) -> int:
        """The middle of the latest value above the line, in tens of percent of it: as near to the end of the
        progress as the values at both ends of the line leave room for."""
        return min(max(round(self.progress.filled / 10) * 10, 40), 60)

    @property
    def is_complete(self) -> bool:
        """Return True if it has a baseline and a target."""
        return self.measure.baseline is not None and self.measure.target is not None

    @property
    def text(self) -> str:
        if self.measure.target is None:
            if self.latest is None:
                return _("No target yet")
            return _("%(value)s, no target yet") % {"value": in_unit(self.latest.value, self.measure.unit)}
        if self.latest is None:
            return _("Not measured yet, target %(target)s") % {"target": self.target_text}
        return _("%(value)s, target %(target)s") % {
            "value": in_unit(self.latest.value, self.measure.unit),
            "target": self.target_text,
        }

    @property
    def way_text(self) -> str:
        """The baseline, the latest value and the target: "16% → now 31% → 40%"; `start_text` while any of
        them is missing."""
        if self.latest is None or not self.is_complete:
            return self.start_text
        values = {"baseline": self.baseline_text, "target": self.target_text}
        values["value"] = in_unit(self.latest.value, self.measure.unit)
        return _("%(baseline)s → now %(value)s → %(target)s") % values

    @property
    def start_text(self) -> str:
        """`text`, with the baseline of a measure that has no value since."""
        if self.latest is not None or self.measure.baseline is None:
            return self.text
        if self.measure.target is None:
            return _("Baseline %(baseline)s, no target yet") % {"baseline": self.baseline_text}
        values = {"baseline": self.baseline_text, "target": self.target_text}
        return _("Baseline %(baseline)s, target %(target)s") % values

    @property
    def verdict(self) -> str:
        """The standing in words; empty while the way to the target is not known."""
        if not self.progress.is_known:
            return ""
        if beyond := self.progress.percent_beyond:
            return _("Target reached, %(percent)s%% further than planned") % {"percent": number(beyond)}
        if self.progress.is_reached:
            return _("Target reached")
        if self.progress.is_worse_than_baseline:
            return _("Worse than the baseline")
        return _("%(percent)s%% of the way") % {"percent": self.percent_on_way}

    @property
    def percent_on_way(self) -> str:
        """The part of the way to the target in percent; "" while it isn't known, and of one that is over or
        leads back."""
        progress = self.progress
        if not progress.is_known or progress.is_reached or progress.is_worse_than_baseline:
            return ""
        return number(progress.percent)


def standing_of(
    measure: Measure, values: Sequence[MeasuredValue] | None = None, *, today: date | None = None
) -> MeasureStanding:
    """The standing of one measure; `values`, in the order of their days, are looked up unless given."""
    rows = tuple(measure.values.all() if values is None else values)
    way = progress(baseline=measure.baseline, target=measure.target, value=rows[-1].value if rows else None)
    due = measure.due_on if measure.is_awaited else None
    is_late = due is not None and due < (today or timezone.localdate())
    line = sparkline(
        [(value.measured_on, value.value) for value in rows],
        target=measure.target,
        baseline=measure.baseline,
    )
    return MeasureStanding(measure, rows, way, is_late and not way.is_reached, line)


def parent_of(measure: Measure) -> Parent:
    """The goal, hypothesis or initiative of the measure."""
    parent = measure.goal or measure.hypothesis or measure.initiative
    assert parent is not None  # noqa: S101  # the constraint measure_hangs_on_one holds it
    return parent


def goal_of(measure: Measure) -> Goal:
    """The goal whose success the measure shows, in the end."""
    parent = parent_of(measure)
    if isinstance(parent, Initiative):
        parent = parent.hypothesis
    return parent.goal if isinstance(parent, Hypothesis) else parent
