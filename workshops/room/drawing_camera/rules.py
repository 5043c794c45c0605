"""The stops of the stage's camera: the parts of a drawing that the facilitator can show large, one after
another. Pure.

A drawing names its groups, such as a lane, a goal or a team. A group becomes one stop where its nodes fit on
the screen in letters that the last row can read, and several otherwise.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from documents.boxes import Box, around

SMALLEST = 24 / 1080
"""The smallest letters at a stop, as a part of the height of the screen."""
WIDEST, HIGHEST = 72.0, 37.0
"""The room at a stop, in letters of that size: of a screen of 16:9 below a title."""
LARGEST = 40 / 1080
"""How large they get where a stop is small (static/js/camera.js)."""
CLOSER = 1.25
"""How much larger than in the whole drawing a stop shows its part, at least."""
MARGIN = 10.0
"""Around the nodes of a stop, in the units of the drawing."""
_HALVINGS = 12
"""How often the longest run is halved between too short and long enough: to a 4,000th of the room."""


@dataclass(frozen=True, slots=True)
class StopGroup:
    """Nodes of a drawing (`names`) that belong together. `key` is the same in each language; `label` is what
    people read."""

    key: str
    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """A part of a drawing to look at. `letters` is the size of its smallest letters, in units of `box`."""

    key: str
    label: str
    box: Box
    letters: float

    @property
    def view(self) -> str:
        """The box as a viewBox, and the size of the letters."""
        box = self.box
        return f"{box.left:.1f} {box.top:.1f} {box.width:.1f} {box.height:.1f} {self.letters:g}"


@runtime_checkable
class CameraPicture(Protocol):
    """A drawing on the stage, with the stops of its camera. With `is_pending` another one comes."""

    @property
    def stops(self) -> tuple[Stop, ...]: ...

    @property
    def is_pending(self) -> bool: ...


def pictured_in(context: Mapping[str, Any] | None) -> CameraPicture | None:
    """The drawing in the context of a template; None where there's none."""
    return next((each for each in (context or {}).values() if isinstance(each, CameraPicture)), None)


def stops_of(
    groups: Iterable[StopGroup], boxes: Mapping[str, Box], letters: float, whole: Box | None = None
) -> tuple[Stop, ...]:
    """The stops of the groups, in their order; none for a group without a node in the drawing. A drawing has
    none at all where no stop shows its part CLOSER times as large as the `whole` does, or more. `boxes` are
    the places of the nodes by name, and `letters` is the size of their smallest letters."""
    stops: list[Stop] = []
    for group in groups:
        there = [boxes[name] for name in dict.fromkeys(group.names) if name in boxes]
        parts = [*_parted(there, WIDEST * letters, HIGHEST * letters)] if there and letters else []
        for number, part in enumerate(parts, start=1):
            is_first = number == 1
            key = group.key if is_first else f"{group.key}.{number}"
            label = group.label if len(parts) == 1 else f"{group.label} · {number}"
            stops.append(Stop(key, label, _with_margin(around(part)), letters))
    is_worth_it = whole is None or any(_is_closer(stop, whole) for stop in stops)
    return tuple(stops) if is_worth_it else ()


def _is_closer(stop: Stop, whole: Box) -> bool:
    in_whole = _scale(whole)
    return _scale_at(stop, in_whole) >= CLOSER * in_whole


def _scale(box: Box) -> float:
    """The size of a unit of the drawing where the box fills the room, as a part of the screen's height."""
    return min(WIDEST * SMALLEST / max(box.width, 1.0), HIGHEST * SMALLEST / max(box.height, 1.0))


def _scale_at(stop: Stop, in_whole: float) -> float:
    """As js/camera.js chooses it."""
    least = SMALLEST / stop.letters
    return max(least, min(_scale(stop.box), max(in_whole, LARGEST / stop.letters)))


def _with_margin(box: Box) -> Box:
    return Box(box.left - MARGIN, box.top - MARGIN, box.right + MARGIN, box.bottom + MARGIN)


def _parted(boxes: Sequence[Box], wide: float, high: float) -> Iterator[list[Box]]:
    """The boxes in parts that are each no wider and higher than that, with their margins; one box that is
    larger is its own part."""
    wide, high = max(wide, 2 * MARGIN), max(high, 2 * MARGIN)
    whole = _with_margin(around(boxes))
    if len(boxes) == 1 or (whole.width <= wide and whole.height <= high):
        yield list(boxes)
        return
    is_across = whole.width / wide > whole.height / high
    most = (wide if is_across else high) - 2 * MARGIN
    for run in _runs(boxes, most, is_across=is_across):
        # A run along one axis may still be too long along the other.
        yield from [run] if len(run) == len(boxes) else _parted(run, wide, high)


def _runs(boxes: Sequence[Box], most: float, *, is_across: bool) -> list[list[Box]]:
    """The boxes along one axis, in as few runs as there may be with each no longer than `most`; the longest
    is as short as it can be, so that no stop has a single node beside one that is full."""
    runs = [*_in_turn(boxes, most, is_across=is_across)]
    least = 0.0
    for _halving in range(_HALVINGS if len(runs) > 1 else 0):
        middle = (least + most) / 2
        shorter = [*_in_turn(boxes, middle, is_across=is_across)]
        if len(shorter) > len(runs):
            least = middle
        else:
            most, runs = middle, shorter
    return runs


def _in_turn(boxes: Sequence[Box], most: float, *, is_across: bool) -> Iterator[list[Box]]:
    """The boxes along one axis, in runs no longer than `most`, each with all that go into it."""
    inside: list[Box] = []
    for box in sorted(boxes, key=lambda each: (each.left, each.top) if is_across else (each.top, each.left)):
        reached = around([*inside, box])
        if inside and (reached.width if is_across else reached.height) > most:
            yield inside
            inside = []
        inside.append(box)
    if inside:
        yield inside


@dataclass(frozen=True, slots=True)
class Camera:
    """The camera of a stage: the stops of the drawing on it, and the one that it's at, None for the whole.
    `subject` names the drawing."""

    subject: str
    stops: tuple[Stop, ...]
    at: Stop | None = None
    is_pending: bool = False

    @property
    def has_next(self) -> bool:
        """True if there's a stop after this one."""
        return self.next != self.at

    @property
    def has_previous(self) -> bool:
        """True if there's one before: the whole drawing is before the first stop."""
        return self.at is not None

    @property
    def next(self) -> Stop | None:
        """The stop after this one, the first one from the whole drawing; the last one stays."""
        place = 0 if self.at is None else self.stops.index(self.at) + 1
        return self.stops[place] if place < len(self.stops) else self.at

    @property
    def previous(self) -> Stop | None:
        """The stop before this one; None for the whole drawing, which is before the first one."""
        place = 0 if self.at is None else self.stops.index(self.at)
        return self.stops[place - 1] if place else None


def camera_on(subject: str, picture: CameraPicture, place: str) -> Camera:
    """The camera on a drawing. `place` is what `place_of` wrote: at one of another drawing, or at a stop that
    is no more, it shows the whole."""
    stop = next((each for each in picture.stops if place_of(subject, each.key) == place), None)
    return Camera(subject, picture.stops, stop, picture.is_pending)


def place_of(subject: str, key: str) -> str:
    """Return the text that a room stores of its camera: the drawing and the stop. Another drawing makes it
    void."""
    return f"{subject} {key}" if key else ""
