"""Whether a discovery can be handed over: what every app checks, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.labels import Text
from discovery.models import Discovery
from discovery.models.discovery import PhaseKind, StreamKind
from discovery.selectors.discoveries import Step, overview
from handover.readiness import Missing
from handover.registries import readiness


@dataclass(frozen=True, slots=True)
class ReadinessLine:
    """One check: what it looks at, and what is missing."""

    key: str
    label: Text
    missing: tuple[Missing, ...]

    @property
    def is_ready(self) -> bool:
        return not self.missing

    @property
    def is_grave(self) -> bool:
        return any(each.is_grave for each in self.missing)


@dataclass(frozen=True, slots=True)
class ReadinessGroup:
    """The checks of a stream, or of the discovery as a whole (key "")."""

    key: str
    name: Text
    lines: tuple[ReadinessLine, ...]

    @property
    def lacking(self) -> list[ReadinessLine]:
        return [line for line in self.lines if not line.is_ready]

    @property
    def ready(self) -> list[ReadinessLine]:
        return [line for line in self.lines if line.is_ready]


@dataclass(frozen=True, slots=True)
class Readiness:
    groups: tuple[ReadinessGroup, ...]

    @property
    def _lines(self) -> list[ReadinessLine]:
        return [line for group in self.groups for line in group.lines]

    @property
    def total(self) -> int:
        return len(self._lines)

    @property
    def ready(self) -> int:
        """Of `total` checks, those in which nothing is missing."""
        return sum(line.is_ready for line in self._lines)

    @property
    def is_ready(self) -> bool:
        return self.ready == self.total

    @property
    def missing(self) -> int:
        """How many things are missing."""
        return sum(len(line.missing) for line in self._lines)

    @property
    def grave(self) -> int:
        """How many of them make the handover wrong, or of no use."""
        return sum(each.is_grave for line in self._lines for each in line.missing)


def readiness_of(discovery: Discovery) -> Readiness:
    """What the apps registered, and the steps of the process before the handover, by stream. A check of a
    stream that the discovery does not run is left out."""
    discovery_overview = overview(discovery)
    steps = [
        step
        for phase in discovery_overview.phases
        if phase.kind != PhaseKind.HANDOVER
        for step in [*phase.steps, *(step for stream in phase.streams for step in stream.steps)]
    ]
    running = {stream.kind for phase in discovery_overview.phases for stream in phase.streams}
    lines: dict[str, list[ReadinessLine]] = {"": [], **{kind: [] for kind in StreamKind.values}}
    for step in steps:
        lines[step.checkpoint.stream].append(_of_step(step))
    for item in sorted(readiness, key=lambda item: item.order):
        if not item.stream or item.stream in running:
            missing = tuple(item.check(discovery))
            lines[item.stream].append(ReadinessLine(item.key, item.label, missing))
    return Readiness(tuple(_groups(lines)))


def _of_step(step: Step) -> ReadinessLine:
    standing = step.standing
    missing = () if standing.is_complete else (Missing(standing.missing, standing.url),)
    return ReadinessLine(f"step-{step.checkpoint.key}", step.checkpoint.label, missing)


def _groups(lines: dict[str, list[ReadinessLine]]) -> Iterator[ReadinessGroup]:
    for key, group_lines in lines.items():
        if group_lines:
            name = StreamKind(key).label if key else _("The discovery as a whole")
            yield ReadinessGroup(key, name, tuple(group_lines))
