"""Places over several rounds or scenarios, as lines that cross where use cases overtake one another: a bump
chart. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap

_ROW, _LINE, _COLUMN, _MARGIN, _LETTER, _GAP = 34, 20, 130, 26, 9, 8
# Longer names are cut: the table below has them whole.
LETTERS = 36
# On a phone: letters and lines of a name, the distance of the rounds, and the width at which the letters of
# the drawing have 11 pixels.
_NARROW_LETTERS, _NARROW_LINES, _NARROW_COLUMN, _NARROW_WIDTH = 15, 4, 64, 450
# Letters and lines of a name below a column.
_NAME_LETTERS, _NAME_LINES = 22, 3

# The name of each use case, with its place in each round.
Rows = Sequence[tuple[str, Sequence[int | None]]]


@dataclass(frozen=True, slots=True)
class Dot:
    """A place in a round; `is_full` marks it."""

    x: int
    y: int
    rank: int
    is_full: bool = False


@dataclass(frozen=True, slots=True)
class BumpLine:
    """A use case: its dots in the rounds that ranked it, and a path through those that follow one another.
    Each line of its name has a position: the name ends before the first dot, or begins behind the last where
    the use case isn't in the first round. `end` is where words begin behind the last dot
    if the use case isn't in the last round."""

    name: tuple[tuple[int, str], ...]
    dots: tuple[Dot, ...]
    path: str
    label_x: int
    is_before: bool
    end: tuple[int, int] | None = None

    @property
    def is_moved(self) -> bool:
        """Return True if its place changes from round to round."""
        return len({dot.rank for dot in self.dots}) > 1


@dataclass(frozen=True, slots=True)
class BumpChart:
    """`columns` are the positions of the rounds, in units of the view box; `foot` is the position of the
    first line of the words below them, which are in `captions`. It was drawn from `rows` with the dots in
    `full`, and the rounds are called by `heads` where there is less room. `end_words` are
    at the end of lines that end before the last round."""

    width: int
    height: int
    columns: tuple[int, ...]
    heads: tuple[str, ...]
    captions: tuple[tuple[str, ...], ...]
    foot: int
    lines: tuple[BumpLine, ...]
    rows: Rows
    full: frozenset[tuple[int, int]]
    end_words: str = ""

    @property
    def narrow(self) -> BumpChart | None:
        """The same chart for the width of a phone, with as many of the last rounds as fit, at least two."""
        chart = None
        for start in range(len(self.heads) - 1):
            chart = bump_chart(
                [(name, ranks[start:]) for name, ranks in self.rows],
                self.heads[start:],
                letters=_NARROW_LETTERS,
                lines=_NARROW_LINES,
                full={(row, number - start) for row, number in self.full if number >= start},
                column=_NARROW_COLUMN,
            )
            if chart is not None and chart.width <= _NARROW_WIDTH:
                break
        return chart

    @property
    def headed(self) -> tuple[tuple[int, int, str], ...]:
        """Each line of words below a column, with its position."""
        return tuple(
            (column, self.foot + number * _LINE, words)
            for column, lines in zip(self.columns, self.captions, strict=True)
            for number, words in enumerate(lines)
        )


def bump_chart(
    rows: Rows,
    heads: Sequence[str] = (),
    *,
    letters: int = LETTERS,
    lines: int = 1,
    full: Collection[tuple[int, int]] = (),
    shape: float = 0,
    column: int = _COLUMN,
    captions: Sequence[str] = (),
    end_words: str = "",
) -> BumpChart | None:
    """The chart of use cases by name with their place in each round, None where a round did not rank it.
    Rounds are called by `captions` in several lines, by `heads`, or counted; names are cut after so many
    `letters` in so many `lines`. Equal places lie beside one another, in the order of the rows. `full` are
    dots to be marked, by row and round, both counted from 0. The rounds are at least a `column` apart, and
    their heads don't touch. `end_words` are at the end of lines that end early. The chart is at least
    `shape` times as wide as it is high. None with fewer than two rounds, or where nothing has a place."""
    rounds = max((len(ranks) for _name, ranks in rows), default=0)
    if rounds < 2 or not any(rank for _name, ranks in rows for rank in ranks):
        return None
    names = [_in_lines(name, letters, lines) for name, _ranks in rows]
    row = max(_ROW, 6 + _LINE * max(len(name) for name in names))
    before = _room(name for name, (_name, ranks) in zip(names, rows, strict=True) if ranks[0] is not None)
    is_late = [ranks[0] is None and any(ranks) for _name, ranks in rows]
    behind = _room(name for name, late in zip(names, is_late, strict=True) if late)
    heights = [_heights([ranks[number] for _name, ranks in rows]) for number in range(rounds)]
    deepest = max(height for each in heights for height in each.values())
    edge = max(_MARGIN, row // 2)
    foot = 2 * edge + deepest * row + 8
    heads = tuple(heads) or tuple(str(number) for number in range(1, rounds + 1))
    below = tuple(_in_lines(each, _NAME_LETTERS, _NAME_LINES) for each in captions) or tuple(
        (each,) for each in heads
    )
    height = foot + (max(map(len, below)) - 1) * _LINE + _MARGIN // 2
    # The last column is called by words that are centered below it.
    wide = [_room([each]) for each in below]
    right = max(behind, wide[-1] // 2) + _MARGIN
    column = max(column, *((one + two) // 2 + _GAP for one, two in pairwise(wide)))
    column = max(column, int(shape * height - before - _MARGIN - right) // (rounds - 1))
    columns = tuple(before + _MARGIN + number * column for number in range(rounds))
    curves = []
    for place, (name, (_name, ranks)) in enumerate(zip(names, rows, strict=True)):
        dots = tuple(
            Dot(columns[number], edge + heights[number][place] * row, rank, (place, number) in full)
            for number, rank in enumerate(ranks)
            if rank is not None
        )
        if dots:
            path = "M" + "L".join(f"{dot.x} {dot.y}" for dot in dots)
            is_before = ranks[0] is not None
            label_x, middle = (dots[0].x - 20, dots[0].y) if is_before else (dots[-1].x + 20, dots[-1].y)
            top = middle - (len(name) - 1) * _LINE // 2
            label = tuple((top + number * _LINE, words) for number, words in enumerate(name))
            end = (dots[-1].x + 20, dots[-1].y) if ranks[-1] is None else None
            curves.append(BumpLine(label, dots, path, label_x, is_before, end))
    width = columns[-1] + right
    return BumpChart(
        width, height, columns, heads, below, foot, tuple(curves), rows, frozenset(full), end_words
    )


def _in_lines(name: str, letters: int, lines: int) -> tuple[str, ...]:
    """The name in at most so many lines of so many letters; what does not fit ends in dots."""
    *whole, last = (wrap(name, letters) if lines > 1 else []) or [name]
    if len(whole) >= lines:
        *whole, last = *whole[: lines - 1], " ".join((*whole[lines - 1 :], last))
    return (*whole, last if len(last) <= letters else f"{last[: letters - 1]}…")


def _room(names: Iterable[tuple[str, ...]]) -> int:
    """The width of the longest of the names when drawn."""
    return max((len(line) * _LETTER for name in names for line in name), default=0)


def _heights(ranks: Sequence[int | None]) -> dict[int, int]:
    """In which row each is drawn, by its place in the list; those without a rank are not."""
    ranked = [(rank, place) for place, rank in enumerate(ranks) if rank is not None]
    return {place: row for row, (_rank, place) in enumerate(sorted(ranked))}
