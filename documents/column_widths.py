"""Shares the width of a table out among its columns, for paper and for slides.

Each column first gets room for its longest word. The rest goes, bit by bit, where the rows are highest.
"""

from collections.abc import Sequence

# The widths of the lines of a cell if only ends of lines and paragraphs broke it.
Cell = Sequence[float]
# The space between two columns, in ems of the letters of the table.
BETWEEN = 1.15
# In ems: shorter lines hold about one word each, and are hard to read.
_READABLE = 11.0
# What the end of a line leaves empty, since words stay whole.
_RAGGED = 1.2
# So many rows, the fullest, tell how wide a column is, and so many steps share what is left.
_ROWS, _STEPS = 60, 60


def shares(
    longest: Sequence[float], rows: Sequence[Sequence[Cell]], are_numbers: Sequence[bool], across: float
) -> list[float]:
    """Of the width, `across` in ems, what each column gets, in percent.

    `longest` are the widths of the longest words of the columns, `rows` those of the lines of whole
    cells. Columns of numbers don't grow when all rows have room.
    """
    narrowest = [width + BETWEEN for width in longest]
    count = len(narrowest)
    if not count or not fits(longest, across):
        return _squeezed(narrowest, across)
    narrowest = _readable(narrowest, rows, across)
    fullest = sorted(rows, key=lambda row: sum(map(sum, row)))[-_ROWS:]
    widths = _shared_out(narrowest, fullest, across)
    free = across - sum(widths)
    takers = [column for column in range(count) if not are_numbers[column]] or [*range(count)]
    among = sum(widths[column] for column in takers)
    for column in takers:
        widths[column] *= 1 + free / among
    return [100 * width / sum(widths) for width in widths]


def fits(longest: Sequence[float], across: float) -> bool:
    """Return True if the longest words of all columns have room side by side."""
    return sum(longest) + len(longest) * BETWEEN < across


def _squeezed(narrowest: Sequence[float], across: float) -> list[float]:
    """The shares of columns whose longest words have no room side by side: those of shorter words keep
    theirs, so that the words that have to be broken are the longest."""
    widths: dict[int, float] = {}
    order = sorted(range(len(narrowest)), key=narrowest.__getitem__)
    room = across
    for place, column in enumerate(order):
        widths[column] = min(narrowest[column], room / (len(order) - place))
        room -= widths[column]
    return [100 * widths[column] / sum(widths.values()) for column in range(len(narrowest))]


def _readable(narrowest: Sequence[float], rows: Sequence[Sequence[Cell]], across: float) -> list[float]:
    """Return the widths of columns, widened so that texts have more than one word on a line. Widening uses
    at most half of the room that the longest words leave."""
    comfortable = []
    for column, width in enumerate(narrowest):
        line = max((line for row in rows for line in row[column]), default=0.0)
        comfortable.append(max(width, min(line, _READABLE) + BETWEEN))
    share = (across - sum(narrowest)) / 2 / max(sum(comfortable) - sum(narrowest), 1.0)
    return [
        width + (more - width) * min(share, 1.0) for width, more in zip(narrowest, comfortable, strict=True)
    ]


def _shared_out(narrowest: Sequence[float], rows: Sequence[Sequence[Cell]], across: float) -> list[float]:
    """Widths of which each step gives a bit to the column that makes most rows high, until nothing is higher
    than a line."""
    widths = [*narrowest]
    step = (across - sum(widths)) / _STEPS
    for _number in range(_STEPS):
        pressures = [0.0] * len(widths)
        for row in rows:
            heights = [_height(cell, width - BETWEEN) for cell, width in zip(row, widths, strict=True)]
            highest = max(heights)
            column = heights.index(highest)
            if max(row[column], default=0.0) > widths[column] - BETWEEN:
                pressures[column] += highest
        most = max(pressures)
        if not most:
            break
        widths[pressures.index(most)] += step
    return widths


def _height(cell: Cell, width: float) -> float:
    """Return the number of lines of a cell in this width."""
    return sum(max(line / max(width - _RAGGED * (line > width), 1.0), 1.0) for line in cell)
