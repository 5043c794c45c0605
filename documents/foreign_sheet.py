"""A sheet as it was read of a file: rows of cells by their heads, and what in it is not read.

The readers of workbooks (xlsx_reader) and of plain text (csv_reader) fill it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum, auto

from documents.number_reader import decimal_sign

MOST_ROWS = 20_000
MOST_COLUMNS = 200
# Among so many rows the heads are looked for below a title.
ABOVE_HEADS = 15

ReadCell = str | int | float | bool | date | datetime | time | None


class SheetRefusal(Enum):
    """Reasons not to read a file, a sheet or a cell."""

    NO_WORKBOOK = auto()
    PASSWORD = auto()
    OLDER = auto()
    OPEN_DOCUMENT = auto()
    BINARY = auto()
    WEB_PAGE = auto()
    TOO_LARGE = auto()
    MACROS = auto()
    ENTITIES = auto()
    TOO_MANY = auto()
    NO_HEADS = auto()
    TWO_ALIKE = auto()
    MERGED = auto()
    FORMULA = auto()
    BROKEN = auto()
    NO_CSV = auto()
    NO_CELL = auto()
    WIDER = auto()
    ELEMENTS = auto()
    TOO_MUCH = auto()


class NotATable(Exception):
    """The file is not read at all."""

    def __init__(self, wrong: SheetRefusal) -> None:
        super().__init__(wrong)
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class WrongCell:
    """Something in a sheet that is not read: in a row (0 for the whole sheet), below a head."""

    wrong: SheetRefusal
    row: int = 0
    head: str = ""


@dataclass(slots=True)
class ReadSheet:
    """Rows by their numbers, each with its cells by their heads, which are in the row `head_row`; `above` is
    what the rows above the heads say, by their numbers, and `beyond` are columns (from 0) that hold something
    and have no head."""

    title: str
    heads: list[str] = field(default_factory=list)
    rows: list[tuple[int, dict[str, ReadCell]]] = field(default_factory=list)
    problems: list[WrongCell] = field(default_factory=list)
    head_row: int = 1
    above: dict[int, str] = field(default_factory=dict)
    beyond: set[int] = field(default_factory=set)

    def begin(self, rows: Sequence[Sequence[str]], head_row: int) -> None:
        """Takes the first rows, as they are shown: the heads, and what is above them. Raises NotATable."""
        self.head_row = head_row
        for number, cells in enumerate(rows[: head_row - 1], 1):
            if text := " ".join(filter(None, cells)):
                self.above[number] = text
        self.name(rows[head_row - 1] if rows else ())

    def name(self, cells: Iterable[str]) -> None:
        """Takes a row as heads; a head that another column has gets the letters of its column: "Status (D)".
        Raises NotATable for more than MOST_COLUMNS."""
        heads = [cell.strip() for cell in cells]
        while heads and not heads[-1]:
            heads.pop()
        if len(heads) > MOST_COLUMNS:
            raise NotATable(SheetRefusal.TOO_MANY)
        if not heads:
            self.problems.append(WrongCell(SheetRefusal.NO_HEADS, self.head_row))
        counts = Counter(head for head in heads if head)
        self.problems += [
            WrongCell(SheetRefusal.TWO_ALIKE, self.head_row, head)
            for head in sorted(counts)
            if counts[head] > 1
        ]
        self.heads = []
        for at, head in enumerate(heads):
            while head and head in self.heads:
                head = f"{head} {nameless(at)}"
            self.heads.append(head)

    def name_beyond(self) -> None:
        """Gives columns that hold something, and have no head, their letters as one."""
        for at in sorted(self.beyond):
            if at < len(self.heads):
                self.heads[at] = nameless(at)
            else:
                self.heads.append(nameless(at))

    @property
    def decimal(self) -> str:
        """The sign before decimals in its texts; "" where they do not tell."""
        return decimal_sign(cell for _number, cells in self.rows for cell in cells.values())


def nameless(at: int) -> str:
    """Name of a column without a head, counted from 0: "(C)"."""
    letters = ""
    number = at + 1
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(65 + place) + letters
    return f"({letters})"


def head_row(rows: Sequence[Sequence[str]]) -> int:
    """The row of the heads among the first ones, from 1: the first that says something, unless that is a
    title above wider rows. Then it is the first that is about as wide as the widest."""
    widths = [sum(1 for cell in cells if cell) for cells in rows]
    first = next((at for at, width in enumerate(widths) if width), 0)
    # Pairs of a name and a value, such as a date and an author, above an empty row and a wider table.
    gap = widths.index(0, first) if 0 in widths[first:] else 0
    below = next((at for at in range(gap, len(widths)) if widths[at]), 0)
    is_short = len(widths[:gap]) - widths[:gap].count(0) <= len(widths[below:]) - widths[below:].count(0)
    if 0 < gap < below and max(widths[:gap]) <= 2 < widths[below] and is_short and _has_data(widths, below):
        return below + 1
    if not widths or (widths[first] > 1 and first == 0):
        return 1
    most = max(widths)
    # A single column of names, with a remark beside them now and then, is no title above a table.
    has_gap = first + 1 < len(widths) and widths[first + 1] == 0
    if most < 2 or (most == 2 and not has_gap):
        return first + 1
    heads_at = next(at for at, width in enumerate(widths) if 3 * width >= 2 * most and width > 1)
    # A remark below a column of names is no table.
    if heads_at - widths[:heads_at].count(0) > 1 and not _has_data(widths, heads_at):
        return first + 1
    # What heads a column has a letter.
    return heads_at + 1 if any(letter.isalpha() for cell in rows[heads_at] for letter in cell) else 1


def _has_data(widths: Sequence[int], heads_at: int) -> bool:
    """True if a row below the heads is about as wide as they are."""
    return any(3 * width >= 2 * widths[heads_at] for width in widths[heads_at + 1 :])
