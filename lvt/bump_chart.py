"""Places over several rounds or scenarios, as lines that cross where use cases overtake one another: a bump
chart. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_ROW, _COLUMN, _MARGIN, _LETTER = 34, 130, 26, 9
# Longer names are cut: all of each stands in the table below.
LETTERS = 36


@dataclass(frozen=True, slots=True)
class Dot:
    """A place in a round."""

    x: int
    y: int
    rank: int


@dataclass(frozen=True, slots=True)
class Line:
    """A use case: its dots in the rounds that ranked it, and a path through those that follow one another;
    its `name` ends before the first dot, or, where it is not in the first round, begins behind the last."""

    name: str
    dots: tuple[Dot, ...]
    path: str
    label_x: int
    label_y: int
    is_before: bool


@dataclass(frozen=True, slots=True)
class BumpChart:
    """`columns` are where the rounds stand, in units of the view box; `foot` is where they are called by
    their `heads`."""

    width: int
    height: int
    columns: tuple[int, ...]
    heads: tuple[str, ...]
    foot: int
    lines: tuple[Line, ...]

    @property
    def headed(self) -> tuple[tuple[int, str], ...]:
        """Each column with its head."""
        return tuple(zip(self.columns, self.heads, strict=True))


def bump_chart(
    rows: Sequence[tuple[str, Sequence[int | None]]], heads: Sequence[str] = (), *, letters: int = LETTERS
) -> BumpChart | None:
    """The chart of use cases by name with their place in each round, None where a round did not rank it.
    Rounds are called by `heads`, or counted; names are cut after so many `letters`. Equal places lie beside
    one another, in the order of the rows. None with fewer than two rounds, or where nothing has a place."""
    rounds = max((len(ranks) for _name, ranks in rows), default=0)
    if rounds < 2 or not any(rank for _name, ranks in rows for rank in ranks):
        return None
    shown = [name if len(name) <= letters else f"{name[: letters - 1]}…" for name, _ranks in rows]
    before = _room(name for name, (_name, ranks) in zip(shown, rows, strict=True) if ranks[0] is not None)
    behind = _room(name for name, (_name, ranks) in zip(shown, rows, strict=True) if ranks[0] is None)
    columns = tuple(before + _MARGIN + number * _COLUMN for number in range(rounds))
    heights = [_heights([ranks[number] for _name, ranks in rows]) for number in range(rounds)]
    lines = []
    for place, (name, (_name, ranks)) in enumerate(zip(shown, rows, strict=True)):
        dots = tuple(
            Dot(columns[number], _MARGIN + heights[number][place] * _ROW, rank)
            for number, rank in enumerate(ranks)
            if rank is not None
        )
        if dots:
            path = "M" + "L".join(f"{dot.x} {dot.y}" for dot in dots)
            is_before = ranks[0] is not None
            label_x, label_y = (dots[0].x - 20, dots[0].y) if is_before else (dots[-1].x + 20, dots[-1].y)
            lines.append(Line(name, dots, path, label_x, label_y, is_before))
    deepest = max(height for each in heights for height in each.values())
    foot = 2 * _MARGIN + deepest * _ROW + 8
    called = tuple(heads) or tuple(str(number) for number in range(1, rounds + 1))
    # The last column is called by words that are centered below it.
    right = max(behind, _LETTER * len(called[-1]) // 2, 0) + _MARGIN
    return BumpChart(columns[-1] + right, foot + _MARGIN // 2, columns, called, foot, tuple(lines))


def _room(names: Iterable[str]) -> int:
    """How wide the longest of the names is drawn."""
    return max((len(name) * _LETTER for name in names), default=0)


def _heights(ranks: Sequence[int | None]) -> dict[int, int]:
    """In which row each is drawn, by its place in the list; those without a rank are not."""
    ranked = [(rank, place) for place, rank in enumerate(ranks) if rank is not None]
    return {place: row for row, (_rank, place) in enumerate(sorted(ranked))}
