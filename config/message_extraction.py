"""Extraction by Babel (babel.cfg) of what its own methods don't read: templates, tables and agendas."""

import ast
import csv
import re
from collections.abc import Collection, Iterator, Mapping
from io import StringIO
from typing import IO, Final, NamedTuple

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

from core.shipped_tables import SEPARATOR
from workshops.agenda import file_format as agenda_files

KEYWORDS: Final = {
    **DEFAULT_KEYWORDS,
    **dict.fromkeys(("gettext_lazy", "gettext_noop", "_lazy", "_now"), None),
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
"""The functions that mark a text, and which of their arguments hold it."""
_STRING: Final = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL: Final = re.compile(rf"\b({'|'.join(KEYWORDS)})\(({_STRING}(?:,\s*{_STRING})*)")

TEMPLATE: Final = "config.message_extraction:templates"
TABLES: Final = "config.message_extraction:tables"
AGENDAS: Final = "config.message_extraction:agendas"
"""The methods of this module, as babel.cfg names them."""

Extracted = Iterator[tuple[int, str, str | tuple[str, ...], list[str]]]


class SourceText(NamedTuple):
    """A text of the code: `plural` is "" where it has none, `context` where it needs none."""

    line: int
    message: str
    plural: str
    context: str


def templates(
    file: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, str]
) -> Extracted:
    """The texts of a template."""
    text = templatize(file.read().decode())
    for match in _CALL.finditer(text):
        strings = ast.literal_eval(f"({match[2]},)")
        yield text.count("\n", 0, match.start()) + 1, match[1], strings, []


def tables(
    file: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, str]
) -> Extracted:
    """The texts in the `columns` of a CSV table that ships. Numbers are the same in every language."""
    rows = csv.DictReader(StringIO(file.read().decode(), newline=""))
    for row in rows:
        for column in options["columns"].split():
            for message in row[column].split(SEPARATOR):
                if any(letter.isalpha() for letter in message):
                    yield rows.line_num, "gettext", message, []


def agendas(
    file: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, str]
) -> Extracted:
    """The name of an agenda that ships, and what people in the room read in it."""
    agenda = agenda_files.read_agenda(file.read())
    texts = [agenda.name]

    def keep(text: str) -> str:
        texts.append(text)
        return text

    agenda_files.reworded(agenda.activities, keep)
    yield from ((1, "gettext", text, []) for text in texts)


def texts_of(file: IO[bytes], method: str, options: Mapping[str, str] | None = None) -> Iterator[SourceText]:
    """The texts of one file, by one of the methods of babel.cfg."""
    for line, forms, _comments, context in extract(method, file, KEYWORDS, options=options):
        message, plural = forms if isinstance(forms, tuple) else (forms, "")
        if message:
            yield SourceText(line, message, plural, context or "")
