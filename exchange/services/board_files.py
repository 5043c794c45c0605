"""What people wrote on a whiteboard elsewhere, as notes with their groups: the table that a board is saved as
(CSV of Miro or Mural), or lines of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from core.incoming.rows import Place, Problem
from core.naming import looks
from core.services.incoming import Refused
from documents.csv_in import read_csv, text_in
from documents.tables_in import NotATable, ReadSheet, Wrong
from exchange.services.tables import wrong_words

TABLE, TEXT = (".csv", ".tsv"), (".txt", ".md")
# Heads under which boards say what a note says, to what it belongs, what kind of thing it is, and which one.
_TEXTS = ("text", "content", "plain text", "note", "notes", "sticky note", "sticky notes", "text content")
_GROUPS = ("area", "frame", "group", "cluster", "section", "parent", "parent id", "container", "category")
_SORTS = ("type", "item type", "widget type", "object type")
_KEYS = ("id", "item id", "widget id", "object id")
# What boards call things that people write on, and what such things lie in.
_WRITTEN = re.compile(r"note|sticky|card", re.IGNORECASE)
_AROUND = re.compile(r"frame|area|group|section|container", re.IGNORECASE)
_BULLET = re.compile(r"(?:[-*+•◦▪–]|\d{1,3}[.)])\s+")
_HEADING = re.compile(r"#{1,6}\s+(.+)|(.+):")
_TAB = 4


@dataclass(frozen=True, slots=True)
class Written:
    """A note: what it says, the name of its group ("" for none), and where it stands."""

    text: str
    group: str
    place: Place


def notes_in(data: bytes, name: str) -> list[Written]:
    """The notes of a file. Raises Refused."""
    try:
        if name.lower().endswith(TABLE):
            return [*_of_board(read_csv(data, name))]
        return notes_of_lines(text_in(data))
    except NotATable as wrong:
        raise Refused([Problem(Place(0), None, said=wrong_words(wrong.wrong))]) from None


def notes_of_lines(text: str) -> list[Written]:
    """A note for each line. A heading ("# Costs", "Costs:") begins a group; so does a line below which others
    are indented, and that group ends with the indentation."""
    lines = [(number, each.expandtabs(_TAB)) for number, each in enumerate(text.splitlines(), 1)]
    lines = [(number, each) for number, each in lines if each.strip()]
    notes: list[Written] = []
    heading = above = ""
    depth = 0
    for at, (number, line) in enumerate(lines):
        said, indented = _BULLET.sub("", line.strip(), count=1), _indented(line)
        following = _indented(lines[at + 1][1]) if at + 1 < len(lines) else 0
        if above and indented <= depth:
            above = ""
        match = _HEADING.fullmatch(said)
        name = (match[1] or match[2]).strip() if match else said
        if not above and following > indented:
            above, depth = name, indented
        elif match and not above:
            heading = name
        else:
            notes.append(Written(said, above or heading, Place(number)))
    return notes


def _indented(line: str) -> int:
    return len(line) - len(line.lstrip())


def _of_board(sheet: ReadSheet) -> Iterator[Written]:
    heads = {looks(head): head for head in sheet.heads if head}
    # Of a single column, what stands behind a comma would be lost.
    lost = {Wrong.NO_CELL, Wrong.WIDER} if len(sheet.heads) == 1 else {Wrong.NO_CELL}
    broken = (wrong for wrong in sheet.problems if wrong.wrong in lost)
    if wrong := next(broken, None):
        raise Refused([Problem(Place(wrong.row, sheet.title), None, said=wrong_words(wrong.wrong))])
    text = _first(heads, _TEXTS)
    if not text and len(sheet.heads) == 1:
        # One column is a list of notes: what stands above them is one of them.
        [text] = sheet.heads
        yield Written(_plain(text), "", Place(1, sheet.title))
    if not text:
        said = _("No column of the file is called Text, Content or Note. Its columns: %(heads)s.")
        words = {"heads": ", ".join(filter(None, sheet.heads))[:300] or "–"}
        raise Refused([Problem(Place(0), None, said=said % words)])
    group, sort, key = _first(heads, _GROUPS), _first(heads, _SORTS), _first(heads, _KEYS)
    rows = [(number, {head: _plain(cell) for head, cell in cells.items()}) for number, cells in sheet.rows]
    sorts = {cells.get(sort, "") for _number, cells in rows}
    tells_notes = any(map(_WRITTEN.search, sorts))
    around = {cells.get(key, ""): cells.get(text, "") for _number, cells in rows if cells.get(key)}
    for number, cells in rows:
        is_note = _WRITTEN.search(cells.get(sort, "")) if tells_notes else not _is_around(cells.get(sort, ""))
        if is_note and cells.get(text):
            of = cells.get(group, "")
            yield Written(cells[text], around.get(of, of), Place(number, sheet.title))


def _is_around(sort: str) -> bool:
    return _AROUND.search(sort) is not None


def _first(heads: dict[str, str], names: tuple[str, ...]) -> str:
    """The head that is called so; "" for none."""
    return next((heads[name] for name in names if name in heads), "")


def _plain(cell: object) -> str:
    """Boards write what they show: marks of HTML are taken out."""
    text = "" if cell is None else str(cell)
    return " ".join(unescape(strip_tags(text.replace("<br", "\n<br").replace("</p>", "\n"))).split())
