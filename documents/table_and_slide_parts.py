"""Parts of a spreadsheet and of slides: cells, tables, and single slides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.utils.functional import Promise

from core.labels import Text
from documents import rounded_numbers


@dataclass(frozen=True, slots=True)
class ExactNumber:
    """A number that a spreadsheet keeps exactly and shows with `places` decimals, a share (1 is all) as
    percent. Sums in the spreadsheet are therefore exact, too."""

    value: rounded_numbers.Number
    places: int = 1
    is_share: bool = False

    def __str__(self) -> str:
        if self.is_share:
            return f"{rounded_numbers.text(100 * Fraction(self.value), self.places)}%"
        return rounded_numbers.text(self.value, self.places)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula over other cells of its sheet, without "=", and its present number, None for none. Outside of
    spreadsheets the number is shown. It must not contain text that people typed."""

    formula: str
    value: rounded_numbers.Number | None
    places: int = 1

    def __str__(self) -> str:
        return "" if self.value is None else rounded_numbers.text(self.value, self.places)


# What stands in a cell: dates are dates and numbers are numbers, so that a spreadsheet can count with them.
Cell = str | int | float | Decimal | ExactNumber | Formula | bool | date | datetime | Promise | None


def exact(value: rounded_numbers.Number | None, places: int = 1, *, is_share: bool = False) -> Cell:
    """The cell of a number that is kept exactly; an empty one without a number."""
    return None if value is None else ExactNumber(value, places, is_share)


def address(column: int, row: int, *, fixed: bool = False) -> str:
    """Name of the cell in this column and row of its table, both from 0, for formulas of the sheet; `fixed`
    in all rows: "B2", "$B$2"."""
    letters = ""
    number = column + 1
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return f"${letters}${row + 2}" if fixed else f"{letters}{row + 2}"


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns, and rows with a cell for each.

    A table that may come back from another program says what its columns are, each by a name that its reader
    knows ("" for one that is not read), and whose rows they are: `keys` are columns that a spreadsheet hides,
    and leaves out of a table that does not come back.
    """

    columns: Sequence[Text]
    rows: Sequence[Sequence[Cell]]
    meanings: Sequence[str] = ()
    keys: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Sequence[tuple[Text, Cell]]]) -> Table | None:
        """Of rows whose cells stand beside the heads of their columns, which are the same in each row; None
        without rows."""
        several = [*rows]
        if not several:
            return None
        return cls([head for head, _cell in several[0]], [[cell for _head, cell in row] for row in several])


@dataclass(frozen=True, slots=True)
class Slide:
    """One idea: a title that says it, with a few lines, a table, or a picture (PNG) that `described` puts
    into words. `repeats` is the key of the slide for a board that says the same, if that has all of it."""

    title: Text
    lines: Sequence[Text] = ()
    table: Table | None = None
    picture: bytes | None = None
    described: Text = ""
    repeats: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of words in letters of `size` points."""

    words: str
    size: float
    is_bold: bool = False
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text at its place on a slide, in points from the upper left."""

    left: float
    top: float
    width: float
    height: float
    paragraphs: Sequence[Paragraph]


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell of a PlacedTable. Words above a drawing begin `above` points below the edge of the cell; others
    are in its middle."""

    paragraphs: Sequence[Paragraph]
    above: float | None = None
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table at its place on a slide, in points from the upper left; its first row is its head."""

    left: float
    top: float
    widths: Sequence[float]
    heights: Sequence[float]
    rows: Sequence[Sequence[PlacedCell]]


@dataclass(frozen=True, slots=True)
class DrawnSlide:
    """A slide over all of which is a picture (PNG): its `title`, and in `words` all that the slide says. A
    slide with a `topic` has the `key` of what it shows, and its title, `source`, `tables` and `texts` to be
    edited above the picture; without one, the picture says everything. `is_whole` unless rows of its lists
    are left out."""

    title: str
    picture: bytes
    words: str
    key: str = ""
    topic: str = ""
    source: str = ""
    tables: Sequence[PlacedTable] = ()
    texts: Sequence[PlacedText] = ()
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Front:
    """The words of a cover: whose document it is, and about which part of the organization."""

    title: str
    owner: str
    part: str
