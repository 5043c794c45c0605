"""Readiness of a discovery for the handover: the checks of every app, and missing things."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from core.labels import Text
from core.selectors.cache_until_write import cached_while_unchanged
from core.selectors.request_cache import one_reading
from discovery.checklist import CheckLine, Checklist, MissingPiece
from discovery.discoveries.selectors import overview
from discovery.models import Discovery, PhaseKind, StreamKind
from handover.registries import readiness


@dataclass(frozen=True, slots=True)
class ReadinessGroup(Checklist):
    """The checks of a stream, or of the discovery as a whole (key "")."""

    key: str
    name: Text


@dataclass(frozen=True, slots=True)
class Readiness:
    """Missing things before a handover; `checks` are the checks of all groups."""

    groups: tuple[ReadinessGroup, ...]

    @property
    def checks(self) -> Checklist:
        return Checklist(tuple(line for group in self.groups for line in group.lines))

    @property
    def is_ready(self) -> bool:
        return not self.checks.lacking

    @property
    def missing(self) -> int:
        """Number of missing things."""
        return len(self.checks.missing)

    @property
    def grave(self) -> int:
        """Number of missing things that make the handover wrong, or of no use."""
        return sum(each.is_grave for each in self.checks.missing)


def readiness_of(discovery: Discovery) -> Readiness:
    """Registered checks of the apps, and the steps of the process before the handover, by stream. A check of
    a stream that the discovery does not run is left out."""
    with one_reading():
        return _readiness(discovery)


def _readiness(discovery: Discovery) -> Readiness:
    discovery_overview = overview(discovery)
    steps = [
        step
        for phase in discovery_overview.phases
        if phase.kind != PhaseKind.HANDOVER
        for step in [*phase.steps, *(step for stream in phase.streams for step in stream.steps)]
    ]
    running = {stream.kind for phase in discovery_overview.phases for stream in phase.streams}
    lines: dict[str, list[CheckLine]] = {"": [], **{kind: [] for kind in StreamKind.values}}
    for step in steps:
        line = replace(step.line, key=f"step-{step.checkpoint.key}", is_next=False)
        lines[step.checkpoint.stream].append(line)
    for item in sorted(readiness, key=lambda item: item.order):
        if not item.stream or item.stream in running:
            missing = _missing_for(discovery, item.key)
            lines[item.stream].append(CheckLine(item.key, item.label, missing))
    return Readiness(tuple(_groups(lines)))


@cached_while_unchanged
def _missing_for(discovery: Discovery, check: str) -> tuple[MissingPiece, ...]:
    """The findings of the registered check of this key."""
    return tuple(replace(each, words=str(each.words)) for each in readiness.get(check).check(discovery))


def _groups(lines: dict[str, list[CheckLine]]) -> Iterator[ReadinessGroup]:
    for key, group_lines in lines.items():
        if group_lines:
            name = StreamKind(key).label if key else _("The discovery as a whole")
            yield ReadinessGroup(tuple(group_lines), key, name)
