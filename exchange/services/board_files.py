"""What people wrote on a whiteboard elsewhere, as notes with their groups: the table that a board is saved as
(CSV), or lines of a text.

Most boards save a row for each note. Some save a column for each group, as people do in spreadsheets.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.incoming.rows import Place, Problem
from core.naming import looks
from core.pasted import pasted_lines, without_tags
from core.services.incoming import Refused
from documents.csv_in import text_in
from documents.foreign import sheet_of_csv
from documents.read_sheets import NotATable, ReadSheet, Wrong
from exchange.services.tables import wrong_words

TABLE, TEXT = (".csv", ".tsv"), (".txt", ".md")


def _heads(*names: str) -> tuple[str, ...]:
    return tuple(map(looks, names))


# Heads under which boards say what a note says, to what it belongs, what kind of thing it is, and which one;
# the first of a list counts before the others. Trello, Jira and GitHub call a note a card, an issue, and a
# title.
_TEXTS = _heads(
    *(
        "Text",
        "Content",
        "Plain text",
        "Note",
        "Notes",
        "Sticky note",
        "Sticky notes",
        "Text content",
        "Message",
    ),
    *(
        "Notiz",
        "Notizen",
        "Inhalt",
        "Beitrag",
        "Idee",
        "Card name",
        "Card",
        "Karte",
        "Summary",
        "Title",
        "Titel",
    ),
    *("Zusammenfassung", "Item", "Idea"),
)
_GROUPS = _heads(
    *("Area", "Frame", "Group", "Cluster", "Section", "Parent", "Parent ID", "Container", "Category"),
    *(
        "Gruppe",
        "Bereich",
        "Kategorie",
        "Rahmen",
        "Abschnitt",
        "Thema",
        "Theme",
        "Topic",
        "List name",
        "Column",
    ),
    *("Spalte", "Liste", "List", "Lane", "Status"),
)
_SORTS = _heads("Type", "Item type", "Widget type", "Object type", "Typ", "Art")
_KEYS = _heads("ID", "Item ID", "Widget ID", "Object ID")
# Heads of what else is said of a note. A table that has one of them has a row for each note.
_ABOUT = _heads(
    *(
        "Name",
        "Color",
        "Farbe",
        "Author",
        "Autor",
        "Creator",
        "Created",
        "Created at",
        "Created by",
    ),
    *(
        "Votes",
        "Stimmen",
        "Likes",
        "Comments",
        "Kommentare",
        "Tags",
        "Labels",
        "Owner",
        "Assignee",
        "Date",
        "Datum",
    ),
    *("URL", "Link", "X", "Y", "Position", "Width", "Height", "Key", "Priority", "Reporter", "Description"),
)
# What boards call things that people write on, and what such things are placed in.
_WRITTEN = re.compile(r"note|sticky|card", re.IGNORECASE)
_AROUND = re.compile(r"frame|area|group|section|container", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}\s+(.+)|(.+):")


@dataclass(frozen=True, slots=True)
class Written:
    """A note: what it says, the name of its group ("" for none), and where it stands."""

    text: str
    group: str
    place: Place


@dataclass(frozen=True, slots=True)
class Board:
    """The notes of a file, and what else it says, which is not read."""

    notes: list[Written]
    left_out: tuple[str, ...] = ()


def notes_in(data: bytes, name: str, check: Callable[[str], None] = lambda _text: None) -> Board:
    """The notes of a file; `check` sees a text before anything is made of it. Raises Refused, and what
    `check` raises."""
    try:
        if name.lower().endswith(TABLE):
            return _board(sheet_of_csv(data, name))
        text = text_in(data)
        check(text)
        return Board(notes_of_lines(text))
    except NotATable as wrong:
        raise Refused([Problem(Place(0), None, said=wrong_words(wrong.wrong))]) from None


def notes_of_lines(text: str) -> list[Written]:
    """A note for each line. A heading ("# Costs", "Costs:") begins a group; so does a line below which others
    are indented, and that group ends with the indentation."""
    lines = [*pasted_lines(text)]
    notes: list[Written] = []
    heading = above = ""
    depth = 0
    for at, line in enumerate(lines):
        following = lines[at + 1].depth if at + 1 < len(lines) else 0
        if above and line.depth <= depth:
            above = ""
        match = _HEADING.fullmatch(line.words)
        name = (match[1] or match[2]).strip() if match else line.words
        if not above and following > line.depth:
            above, depth = name, line.depth
        elif match and not above:
            heading = name
        else:
            notes.append(Written(line.words, above or heading, Place(line.number)))
    return notes


def _board(sheet: ReadSheet) -> Board:
    sheet.name_beyond()
    if wrong := next((each for each in sheet.problems if each.wrong in (Wrong.NO_CELL, Wrong.WIDER)), None):
        raise Refused([Problem(Place(wrong.row, sheet.title), None, said=wrong_words(wrong.wrong))])
    heads = {looks(head): head for head in sheet.heads if head}
    text = _first(heads, _TEXTS)
    if not text and len(sheet.heads) == 1:
        # One column is a list of notes: what stands above them is one of them.
        [text] = sheet.heads
        first = Written(without_tags(text), "", Place(1, sheet.title))
        others = (Written(cells[text], "", place) for place, cells in _rows(sheet) if cells.get(text))
        return Board([first, *others])
    if text:
        return _board_of_rows(sheet, heads, text)
    if heads and not heads.keys() & {*_GROUPS, *_SORTS, *_KEYS, *_ABOUT}:
        return Board([*_of_columns(sheet)], tuple(map(without_tags, sheet.above.values())))
    said = _(
        "The file has no column called Text, Content or Note. Its columns: %(heads)s. Rename "
        "the column with the notes to Text and the one with the groups to Group. Then choose "
        "the file again."
    )
    words = {"heads": ", ".join(filter(None, sheet.heads))[:300] or "–"}
    raise Refused([Problem(Place(0), None, said=said % words)])


def _rows(sheet: ReadSheet) -> Iterator[tuple[Place, dict[str, str]]]:
    for number, cells in sheet.rows:
        shown = {head: without_tags("" if cell is None else str(cell)) for head, cell in cells.items()}
        yield Place(number, sheet.title), shown


def _of_columns(sheet: ReadSheet) -> Iterator[Written]:
    """Notes of a board with a column for each group, one group after another."""
    rows = [*_rows(sheet)]
    for head in filter(None, sheet.heads):
        for place, cells in rows:
            if cells.get(head):
                yield Written(cells[head], without_tags(head), place)


def _board_of_rows(sheet: ReadSheet, heads: dict[str, str], text: str) -> Board:
    group, sort, key = _first(heads, _GROUPS), _first(heads, _SORTS), _first(heads, _KEYS)
    rows = [*_rows(sheet)]
    tells_notes = any(_WRITTEN.search(cells.get(sort, "")) for _place, cells in rows)
    around = {cells[key]: cells.get(text, "") for _place, cells in rows if cells.get(key)}
    notes, others = [], Counter[str]()
    for place, cells in rows:
        of_sort = cells.get(sort, "")
        is_around = _AROUND.search(of_sort) is not None
        is_note = _WRITTEN.search(of_sort) is not None if tells_notes else not is_around
        if is_note and cells.get(text):
            of = cells.get(group, "")
            notes.append(Written(cells[text], around.get(of, of), place))
        elif not is_note and not is_around:
            others[of_sort] += 1
    filled = {head for _place, cells in rows for head, cell in cells.items() if cell}
    unread = [head for head in sheet.heads if head in filled - {text, group, sort, key}]
    return Board(
        notes,
        (
            *map(without_tags, (*sheet.above.values(), *unread)),
            *(
                ngettext(
                    "%(count)s row of the type “%(type)s”", "%(count)s rows of the type “%(type)s”", count
                )
                % {"count": count, "type": each or "–"}
                for each, count in others.items()
            ),
        ),
    )


def _first(heads: dict[str, str], names: tuple[str, ...]) -> str:
    """The head that is called so; "" for none."""
    return next((heads[name] for name in names if name in heads), "")
