"""The gaps of the platform as rows in the order of closing, for a stage. Texts in, texts out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import graphviz
from django.utils.translation import gettext as _

from core.labels import listed
from discovery.drawing_key_entries import key_of
from discovery.state_looks import ItemState, in_state
from documents import dot, drawing_key
from documents.boxes import Box
from documents.drawing_key import KeyEntry
from documents.localized_numbers import number
from workshops.room.drawing_camera.rules import StopGroup

if TYPE_CHECKING:
    from technology.gaps.selectors import GapLine

_TOP = 5
_WIDE, _BESIDE, _SHAPE = 1070.0, 50.0, 2.1
"""The width of a column of rows and the room beside it, in points; width over height of the whole."""
_AT_STOP = 8
"""The most rows at a stop of the camera."""
_SIZE, _HEAD = 21.0, 18.0
_LOWEST, _HIGHEST = 60.0, 120.0
# The height of the head, in rows, and the most columns.
_HEAD_ROWS, _MOST_COLUMNS = 1.0, 4
_LETTER = 0.55
_HEAD_LETTERS, _LONGEST_HEAD = 12, 14  # in a line of a head above figures
_INSET = 8.0  # the room that words have before them
# The middle of each figure in a row, and where its name begins and ends.
_NAME, _NAME_END = 45.0, 340.0
_LEVELS, _BLOCKS, _WEEKS, _VALUE = 370.0, 545.0, 667.0, 1012.0
_SQUARE, _STEP = 26.0, 32.0
_BESIDE_FRAME = 2  # the rows whose rules would be on the frame of the first one
# Where the names of the data products begin that can be used then, and where they end.
_UNLOCKS, _UNLOCKS_END = 762.0, 960.0
_POINTS, _THICK = 72, 3.0


def source(lines: Sequence[GapLine], *, basis: str = "scores", is_first_marked: bool = False) -> str:
    """DOT source: a row for each gap with its place and name, the level of today and what is missing, how
    many data products it blocks, its person-weeks, and which data products can be used then, or with which
    later gap, and their value. Many rows take several columns, from above. The first row has an outline
    if it `is_first_marked`. `basis` is that of PrioritizedProducts."""
    drawing = dot.drawing("gaps", direction="LR", between="0", between_ranks="0")
    drawing.attr(layout="nop2")
    columns = _columns(lines)
    longest = max(map(len, columns))
    whole = (_WIDE + _BESIDE) * len(columns) - _BESIDE
    key = _key(lines)
    scale = drawing_key.scale_beside(_SIZE)
    room = whole / _SHAPE - drawing_key.high_of(key, whole, scale)
    high = min(max(room / (longest + _HEAD_ROWS), _LOWEST), _HIGHEST)
    longest_value = max(len(_value(line)) for line in lines)
    has_frame = is_first_marked and len(lines) > 1
    if has_frame:
        _draw_box(drawing, "first", _WIDE / 2, -high, _WIDE, high, dot.INK, dot.PAPER)
    for place, column in enumerate(columns):
        begin = (_WIDE + _BESIDE) * place
        _draw_head(drawing, place, begin, high, basis)
        for row, line in enumerate(column, start=1):
            if not (has_frame and line.place <= _BESIDE_FRAME):
                _draw_rule(drawing, f"gap-{line.place}-rule", begin, -high * (row - 0.5))
            _draw(drawing, line, begin, -high * row, longest_value)
        _draw_rule(drawing, f"end-{place}", begin, -high * (len(column) + 0.5))
    below = high * (longest + 0.5)
    drawing_key.put_key(drawing, key, Box(0, below, whole, below), scale)
    return str(drawing.source)


def _key(lines: Sequence[GapLine]) -> list[KeyEntry]:
    level, missing, empty = (
        {"shape": "box", **_square(*each)}
        for each in (
            (dot.INK_3, dot.INK_3),
            (dot.LINE, dot.PAPER, ItemState.MISSING),
            (dot.LINE, dot.PAPER),
        )
    )
    has_levels = any(line.gap.today for line in lines)
    entries = (
        KeyEntry(_("Level today"), level, is_square=True),
        KeyEntry(_("Missing"), missing, is_square=True),
        KeyEntry(_("Not needed"), empty, is_square=True),
    )
    has_empty = any(max(line.gap.today, line.gap.needed) < _TOP for line in lines)
    return key_of(((has_levels, entries[0]), (True, entries[1]), (has_empty, entries[2])))


def groups(lines: Sequence[GapLine]) -> Iterator[StopGroup]:
    """The rows for the camera of a stage: a few at each stop."""
    for column in _columns(lines):
        for start in range(0, len(column), _AT_STOP):
            part = column[start : start + _AT_STOP]
            names = tuple(name for line in part for name in _names(line))
            first, last = part[0].place, part[-1].place
            label = f"{first} – {last}" if len(part) > 1 else f"{first}"
            yield StopGroup(f"gap-{first}", label, names)


def _columns(lines: Sequence[GapLine]) -> list[Sequence[GapLine]]:
    """The lines in columns of one length, so many that letters are largest on the screen."""

    def size(rows: int) -> float:
        count = -(-len(lines) // rows)
        whole = (_WIDE + _BESIDE) * count - _BESIDE
        return min(_SHAPE / whole, 1 / ((rows + _HEAD_ROWS) * _LOWEST))

    rows = max((-(-len(lines) // count) for count in range(1, _MOST_COLUMNS + 1)), key=size)
    return [lines[start : start + rows] for start in range(0, len(lines), rows)]


def _names(line: GapLine) -> tuple[str, ...]:
    key = f"gap-{line.place}"
    levels = (str(level) for level in range(1, _TOP + 1))
    has_words = bool(line.unlocks or line.unlocked_with)
    parts = ("place", "blocks", "weeks", "value", *(("unlocks",) if has_words else ()), *levels)
    return (key, *(f"{key}-{part}" for part in parts))


def _draw_head(drawing: graphviz.Digraph, column: int, begin: float, high: float, basis: str) -> None:
    """The names of the figures above a column."""
    y = high * 0.05
    units = {"scores": _("Value (points)"), "use_cases": _("Value (use cases)")}
    for part, text, start, end in (
        ("name", _("Gap"), _NAME, _NAME_END),
        ("levels", _("Levels"), _LEVELS - _SQUARE / 2 - _INSET, _BLOCKS),
        ("unlocks", _("Unlocks, after the gaps above"), _UNLOCKS, _UNLOCKS_END),
    ):
        words = dot.Words(
            text, size=_HEAD, color=dot.INK_2, width=int((end - start) / (_HEAD * _LETTER)), lines=2
        )
        _draw_left(drawing, f"head-{column}-{part}", [words], begin + start, y, end - start)
    for part, text, x in (
        ("blocks", _("Products blocked"), _BLOCKS),
        ("weeks", _("Person-weeks"), _WEEKS),
        ("value", units.get(basis, _("Value (products)")), _VALUE),
    ):
        # Words are broken at hyphens only.
        name = text.replace("-", "- ") if len(text) > _LONGEST_HEAD else text
        letters = max(_HEAD_LETTERS, *map(len, name.split()))
        words = dot.Words(name, size=_HEAD, color=dot.INK_2, width=letters, lines=2)
        _draw_text(drawing, f"head-{column}-{part}", dot.middle([words]), begin + x, y)


def _value(line: GapLine) -> str:
    return number(f"{line.worth}") if line.unlocks else ""


def _draw(drawing: graphviz.Digraph, line: GapLine, begin: float, y: float, longest_value: int) -> None:
    key, gap, value = f"gap-{line.place}", line.gap, _value(line)
    width = _NAME_END - _NAME
    name = dot.Words(
        str(line.line.name), size=_SIZE, bold=True, width=int(width / (_SIZE * _LETTER)), lines=2
    )
    _draw_left(drawing, key, [name], begin + _NAME, y, width)
    weeks = f"≈ {line.weeks}" if gap.is_assumed else f"{line.weeks}"
    figures = (
        ("place", f"{line.place}", 18.0, False, dot.INK_2),
        ("blocks", f"{len(line.blocks)}" if line.blocks else "", _BLOCKS, False, dot.INK_2),
        ("weeks", weeks, _WEEKS, False, dot.INK_2),
        # Shorter ones end where the longest does.
        ("value", value, _VALUE + (longest_value - len(value)) * _SIZE * _LETTER / 2, True, dot.INK),
    )
    names = listed([str(each.product.name) for each in line.unlocks])
    if not names and line.unlocked_with:
        names = _("Together with gap %(number)s") % {"number": line.unlocked_with}
    if names:
        unlocks = dot.Words(
            names,
            size=_HEAD,
            color=dot.INK if line.unlocks else dot.INK_2,
            width=int((_UNLOCKS_END - _UNLOCKS) / (_HEAD * _LETTER)),
            lines=2,
        )
        _draw_left(drawing, f"{key}-unlocks", [unlocks], begin + _UNLOCKS, y, _UNLOCKS_END - _UNLOCKS)
    for part, text, x, bold, color in figures:
        if not text:
            continue
        words = dot.Words(text, size=_SIZE, color=color, bold=bold, lines=1)
        _draw_middle(drawing, f"{key}-{part}", words, begin + x, y)
    for level in range(1, _TOP + 1):
        border, fill, state = dot.LINE, dot.PAPER, ItemState.THERE
        if level <= gap.today:
            border, fill = dot.INK_3, dot.INK_3
        elif level <= gap.needed:
            state = ItemState.MISSING
        x = begin + _LEVELS + _STEP * (level - 1)
        _draw_box(drawing, f"{key}-{level}", x, y, _SQUARE, _SQUARE, border, fill, state)


def _square(border: str, fill: str, state: ItemState = ItemState.THERE) -> dict[str, str]:
    """The look of a level."""
    look = {"style": "filled", "color": border, "fillcolor": fill, "penwidth": "2"}
    return in_state(look, state, thick=_THICK)


def _draw_rule(drawing: graphviz.Digraph, name: str, begin: float, y: float) -> None:
    _draw_box(drawing, name, begin + _WIDE / 2, y, _WIDE, 1, dot.LINE, dot.LINE)


def _draw_text(drawing: graphviz.Digraph, name: str, label: str, x: float, y: float) -> None:
    drawing.node(name, label=label, shape="plain", pos=f"{x:.1f},{y:.1f}")


def _draw_middle(drawing: graphviz.Digraph, name: str, words: dot.Words, x: float, y: float) -> None:
    """Words around `x`, on the line of those that begin somewhere."""
    _draw_text(drawing, name, dot.card([words], border=dot.PAPER, thickness=0), x, y)


def _draw_left(
    drawing: graphviz.Digraph, name: str, words: Sequence[dot.Words], x: float, y: float, width: float
) -> None:
    """Words that begin at `x`."""
    label = dot.card(words, border=dot.PAPER, thickness=0, size=(width, 0))
    _draw_text(drawing, name, label, x + width / 2, y)


def _draw_box(
    drawing: graphviz.Digraph,
    name: str,
    x: float,
    y: float,
    wide: float,
    high: float,
    border: str,
    fill: str,
    state: ItemState = ItemState.THERE,
) -> None:
    look = _square(border, fill, state)
    drawing.node(
        name,
        label="",
        shape="box",
        **(look if high > 1 else {**look, "penwidth": "0"}),
        pos=f"{x:.1f},{y:.1f}",
        width=f"{wide / _POINTS:.4f}",
        height=f"{high / _POINTS:.4f}",
        fixedsize="true",
    )
