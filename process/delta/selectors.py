"""Reads of the Data Mesh delta: one visit by stream, what moved since the one before, and all visits."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.models import if_there
from discovery import plan_headlines
from discovery.models import Discovery, StreamKind
from discovery.selectors.shipped_texts import in_language_of_now
from process.delta.chart import LARGE, Dumbbell, dumbbell, gap_of
from process.models import DeltaDimension, DeltaScore, DeltaVisit
from process.shipped import DIMENSION_NAMES, DIMENSIONS
from workshops.models import ActionItem


@dataclass(frozen=True, slots=True)
class DimensionLine:
    """A dimension on a visit. `before` is where the domain was on the visit before, None when that was not
    said; `action` is what came of the gap, unless it was deleted."""

    dimension: DeltaDimension
    score: DeltaScore | None
    before: int | None
    picture: Dumbbell
    action: ActionItem | None

    @property
    def name(self) -> str:
        """Its name; a shipped name that no one changed is translated into the reader's language."""
        return in_language_of_now(self.dimension.name, DIMENSION_NAMES.get(self.dimension.key))

    @property
    def today(self) -> int | None:
        return self.score.today if self.score else None

    @property
    def wanted(self) -> int | None:
        return self.score.wanted if self.score else None

    @property
    def large_picture(self) -> Dumbbell:
        """The `picture` with larger marks."""
        return dumbbell(self.today, self.wanted, self.before, size=LARGE)

    @property
    def gap(self) -> int | None:
        """Number of missing levels, as gap_of."""
        return gap_of(self.today, self.wanted)

    @property
    def moved(self) -> int | None:
        """Steps since the visit before, negative for backwards."""
        return None if self.today is None or self.before is None else self.today - self.before

    @property
    def words(self) -> str:
        """The picture in words."""
        if self.today is None and self.wanted is None:
            return _("Not scored yet.")
        parts = []
        if self.today is not None:
            parts.append(_("Today: %(today)s of 5.") % {"today": self.today})
        if self.wanted is not None:
            parts.append(_("Target: %(wanted)s of 5.") % {"wanted": self.wanted})
        if self.before is not None:
            parts.append(_("Previous visit: %(before)s.") % {"before": self.before})
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class StreamDelta:
    """The dimensions of a stream; `gap` is the sum of the steps that are missing."""

    kind: str
    name: str
    lines: tuple[DimensionLine, ...]

    @property
    def gap(self) -> int:
        return sum(line.gap or 0 for line in self.lines)

    @property
    def scored(self) -> int:
        """Number of its dimensions with a score for today and a target."""
        return sum(line.gap is not None for line in self.lines)


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit in numbers: dimensions that were scored, the points of today and wanted among them, and the
    steps that are missing."""

    visit: DeltaVisit
    scored: int
    today: int
    wanted: int
    gap: int


@dataclass(frozen=True, slots=True)
class Delta:
    """The delta on `visit`, None while there is none. `widest` are the open gaps, the widest first."""

    visit: DeltaVisit | None
    before: DeltaVisit | None
    visits: tuple[VisitLine, ...]
    streams: tuple[StreamDelta, ...]
    missing: int

    @property
    def lines(self) -> tuple[DimensionLine, ...]:
        return tuple(line for stream in self.streams for line in stream.lines)

    @property
    def scored(self) -> int:
        """Number of dimensions with a score for today and a target."""
        return sum(line.gap is not None for line in self.lines)

    @property
    def gap(self) -> int:
        """The steps that are missing in all streams together."""
        return sum(stream.gap for stream in self.streams)

    @property
    def widest(self) -> list[DimensionLine]:
        return sorted((line for line in self.lines if line.gap), key=lambda line: -(line.gap or 0))

    @property
    def largest_gap(self) -> int:
        """The steps of the widest gap, 0 without one."""
        return max((line.gap or 0 for line in self.lines), default=0)

    @property
    def headline(self) -> str:
        """Its title (discovery.headlines); "" before a dimension is scored."""
        if not self.scored:
            return ""
        widest = [line.name for line in self.widest if line.gap == self.widest[0].gap]
        return plan_headlines.delta(scored=self.scored, gap=self.largest_gap, widest=tuple(widest))

    @property
    def without_action(self) -> int:
        """Number of the dimensions with a gap that have no action."""
        return sum(line.action is None for line in self.widest)

    @property
    def forward(self) -> int:
        """Number of dimensions that moved forward since the visit before."""
        return sum((line.moved or 0) > 0 for line in self.lines)

    @property
    def backward(self) -> int:
        """Number of dimensions that moved backward since the visit before."""
        return sum((line.moved or 0) < 0 for line in self.lines)


def delta_of(discovery: Discovery, visit: DeltaVisit | None = None) -> Delta:
    """The delta on `visit`, by default the latest. Three queries."""
    visits = list(DeltaVisit.objects.filter(discovery=discovery))
    current = next((each for each in visits if visit is not None and each.pk == visit.pk), None)
    current = current or (visits[-1] if visits else None)
    before = visits[visits.index(current) - 1] if current and visits.index(current) else None
    dimensions = list(DeltaDimension.objects.filter(discovery=discovery))
    scores = _scores(visits)
    streams = tuple(
        StreamDelta(
            kind.value,
            str(kind.label),
            tuple(
                _line(
                    dimension,
                    scores.get((current.pk, dimension.pk)) if current else None,
                    scores.get((before.pk, dimension.pk)) if before else None,
                )
                for dimension in dimensions
                if dimension.stream == kind
            ),
        )
        for kind in StreamKind
    )
    keys = {dimension.key for dimension in dimensions}
    return Delta(
        current,
        before,
        tuple(
            _visit_line(each, (scores.get((each.pk, dimension.pk)) for dimension in dimensions))
            for each in visits
        ),
        tuple(stream for stream in streams if stream.lines),
        sum(each.key not in keys for each in DIMENSIONS),
    )


def _scores(visits: list[DeltaVisit]) -> dict[tuple[int, int], DeltaScore]:
    rows = DeltaScore.objects.filter(visit__in=visits).select_related("action__owner")
    return {(row.visit_id, row.dimension_id): row for row in rows}


def _line(dimension: DeltaDimension, score: DeltaScore | None, last: DeltaScore | None) -> DimensionLine:
    before = last.today if last else None
    today, target = (score.today, score.wanted) if score else (None, None)
    action = if_there(score.action) if score else None
    return DimensionLine(dimension, score, before, dumbbell(today, target, before), action)


def _visit_line(visit: DeltaVisit, scores: Iterable[DeltaScore | None]) -> VisitLine:
    pairs = [
        (score.today, score.wanted)
        for score in scores
        if score is not None and score.today is not None and score.wanted is not None
    ]
    return VisitLine(
        visit,
        len(pairs),
        sum(today for today, _target in pairs),
        sum(target for _today, target in pairs),
        sum(max(target - today, 0) for today, target in pairs),
    )
