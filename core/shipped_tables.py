"""Tables that ship with the program: CSV files in a folder `tables/` beside the code that reads them.

A row becomes an instance of a dataclass that has a field for each column. What a cell holds follows from
the type of the field:

- `str`: the text as it is, such as a key; `Text`: a sentence for people, translated when it is shown;
- `bool`: "yes" or nothing; `int`: a number;
- `tuple[str, ...]`: keys, separated by spaces; `tuple[Text, ...]`: sentences, separated by `SEPARATOR`;
- an enumeration: one of its values.
"""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar, get_type_hints

from django.utils.translation import gettext_lazy

from core.labels import Text

Row = TypeVar("Row")

SEPARATOR: Final = " | "

_READ: Final[dict[Path, type]] = {}
"""The rows of the tables that were read."""


class BadTable(Exception):
    """A file that ships with the program is not the table that its reader expects."""


def read_table(path: Path, row: type[Row]) -> tuple[Row, ...]:
    """The rows of a CSV file in UTF-8, in their order, as instances of the dataclass `row`.

    Raises BadTable, with file and line, for a column too many or too few, a cell that is not of its field's
    type, and a `key` that an earlier row has.
    """
    types = get_type_hints(row)
    _READ[path] = row
    rows: list[Row] = []
    keys = set()
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file, strict=True)
        if lines.fieldnames != [*types]:
            raise BadTable(f"{path}: the columns are {lines.fieldnames}, expected are {[*types]}")
        for line in lines:
            place = f"{path}, line {lines.line_num}"
            if None in line or None in line.values():
                raise BadTable(f"{place}: {len(types)} cells are expected")
            try:
                values = {name: _value(types[name], cell) for name, cell in line.items()}
            except ValueError as error:
                raise BadTable(f"{place}: {error}") from None
            if "key" in values and values["key"] in keys:
                raise BadTable(f"{place}: an earlier row has the key {values['key']!r}")
            keys.add(values.get("key"))
            rows.append(row(**values))
    return tuple(rows)


def text_columns(folder: Path) -> dict[str, tuple[str, ...]]:
    """The columns that hold sentences for people, of the tables below the folder, by their places there.
    Tables without any are left out."""
    columns = {
        path.relative_to(folder).as_posix(): tuple(
            name for name, kind in get_type_hints(row).items() if kind in _TEXTS
        )
        for path, row in sorted(_READ.items())
        if path.is_relative_to(folder)
    }
    return {place: names for place, names in columns.items() if names}


def _value(kind: Any, cell: str) -> Any:
    return _READERS.get(kind, kind)(cell)


def _yes(cell: str) -> bool:
    if cell not in ("yes", ""):
        raise ValueError(f"{cell!r} is neither 'yes' nor empty")
    return bool(cell)


_TEXTS: Final = (Text, tuple[Text, ...])
_READERS: Final[dict[Any, Callable[[str], Any]]] = {
    str: str,
    Text: lambda cell: gettext_lazy(cell) if cell else "",
    tuple[Text, ...]: lambda cell: tuple(gettext_lazy(each) for each in cell.split(SEPARATOR) if each),
    bool: _yes,
    int: int,
    tuple[str, ...]: lambda cell: tuple(cell.split()),
}
