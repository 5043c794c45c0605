"""Reads notes and their groups from a file of another whiteboard: the table of a board (CSV), or lines of
text.

Most boards save a row for each note. Some save a column for each group, as people do in spreadsheets.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _, ngettext

from core.imports.rows import Place, Problem
from core.name_comparison import looks
from core.pasted_text import pasted_lines, without_tags
from core.services.imports import Refusal
from documents.csv_reader import text_in
from documents.foreign_sheet import NotATable, ReadSheet, SheetRefusal
from documents.foreign_tables import sheet_of_csv
from exchange.services.edited_spreadsheets import wrong_words

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
        "Sticky note text",
        "Sticky",
        "Note text",
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
        "Task name",
        "Card",
        "Karte",
        "Summary",
        "Title",
        "Titel",
    ),
    *("Zusammenfassung", "Item", "Idea", "Feedback", "Texte", "Contenu", "Idée", "Nota", "Notas", "Texto"),
    *("Contenido", "Tarjeta", "Título", "Titre", "Carte"),
)
_GROUPS = _heads(
    *(
        "Area",
        "Frame",
        "Group",
        "Reflection group",
        "reflectionGroup",
        "Cluster",
        "Section",
        "Parent summary",
        "Parent",
    ),
    *("Parent ID", "Container", "Category", "Groupe", "Catégorie", "Colonne", "Grupo", "Categoría"),
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
        "Bucket name",
        "Column name",
        "Column",
    ),
    *("Spalte", "Columna", "Liste", "List", "Lane", "Status", "State"),
)
_SORTS = _heads("Type", "Item type", "Widget type", "Object type", "Typ", "Art")
_KEYS = _heads("ID", "Item ID", "Widget ID", "Object ID", "Issue ID")
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
_NOTE_TYPE = re.compile(r"note|sticky|card|^(?:idea|reflection)$", re.IGNORECASE)
_AROUND = re.compile(r"frame|area|group|section|container", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}\s+(.+)|(.+):")


@dataclass(frozen=True, slots=True)
class BoardNote:
    """A note: its text, the name of its group ("" for none), and its place in the file."""

    text: str
    group: str
    place: Place


@dataclass(frozen=True, slots=True)
class Board:
    """The notes of a file, and the names of its parts that are not imported."""

    notes: list[BoardNote]
    left_out: tuple[str, ...] = ()


class _UsedHeads(NamedTuple):
    """Heads of the columns that are read, "" for none."""

    text: str
    group: str
    sort: str
    key: str


_Row = tuple[Place, dict[str, str]]


def read_notes(data: bytes, name: str, check: Callable[[str], None] = lambda _text: None) -> Board:
    """Return the notes of a file. `check` is called with a text before it is parsed. Raises Refusal,
    and the errors of `check`."""
    try:
        if name.lower().endswith(TABLE):
            return _board(sheet_of_csv(data, name))
        text = text_in(data)
        check(text)
        return Board(notes_of_lines(text))
    except NotATable as error:
        raise Refusal([Problem(Place(0), None, message=wrong_words(error.wrong))]) from None


def notes_of_lines(text: str) -> list[BoardNote]:
    """Return a note for each line. A heading ("# Costs", "Costs:") starts a group. So does a line with
    indented lines below it; that group ends with the indentation."""
    lines = [*pasted_lines(text)]
    notes: list[BoardNote] = []
    heading = parent_line = ""
    depth = 0
    for at, line in enumerate(lines):
        following = lines[at + 1].depth if at + 1 < len(lines) else 0
        if parent_line and line.depth <= depth:
            parent_line = ""
        match = _HEADING.fullmatch(line.words)
        name = (match[1] or match[2]).strip() if match else line.words
        if not parent_line and following > line.depth:
            parent_line, depth = name, line.depth
        elif match and not parent_line:
            heading = name
        else:
            notes.append(BoardNote(line.words, parent_line or heading, Place(line.number)))
    return notes


def _board(sheet: ReadSheet) -> Board:
    sheet.name_beyond()
    if problem := next(
        (each for each in sheet.problems if each.wrong in (SheetRefusal.NO_CELL, SheetRefusal.WIDER)), None
    ):
        raise Refusal([Problem(Place(problem.row, sheet.title), None, message=wrong_words(problem.wrong))])
    heads = {looks(head): head for head in sheet.heads if head}
    rows = [*_rows(sheet)]
    filled_heads = {head for _place, cells in rows for head, cell in cells.items() if cell}
    text = _first(heads, _TEXTS)
    others = {name: head for name, head in heads.items() if head in filled_heads}
    columns = _UsedHeads(text, *(_first(others, names) for names in (_GROUPS, _SORTS, _KEYS)))
    used_heads = {*columns} if text else {*sheet.heads}
    repeated_heads = [
        Problem(Place(each.row, sheet.title, each.head), None, message=wrong_words(each.wrong))
        for each in sheet.problems
        if each.wrong == SheetRefusal.TWO_ALIKE and each.head in used_heads
    ]
    if repeated_heads:
        raise Refusal(repeated_heads)
    if not text and len(sheet.heads) == 1:
        # One column is a list of notes: what stands above them is one of them.
        [text] = sheet.heads
        first = BoardNote(without_tags(text), "", Place(1, sheet.title))
        notes = (BoardNote(cells[text], "", place) for place, cells in rows if cells.get(text))
        return Board([first, *notes])
    if text:
        titles = [*sheet.above.values(), *(head for head in sheet.heads if head in filled_heads - used_heads)]
        return _board_of_rows(rows, columns, titles)
    if heads and not heads.keys() & {*_GROUPS, *_SORTS, *_KEYS, *_ABOUT}:
        return Board([*_of_columns(sheet, rows)], tuple(map(without_tags, sheet.above.values())))
    message = _(
        "The file has no column called Text, Content or Note. Its columns: %(heads)s. Rename "
        "the column with the notes to Text and the one with the groups to Group. Then choose "
        "the file again."
    )
    words = {"heads": ", ".join(filter(None, sheet.heads))[:300] or "–"}
    raise Refusal([Problem(Place(0), None, message=message % words)])


def _rows(sheet: ReadSheet) -> Iterator[_Row]:
    for number, cells in sheet.rows:
        texts = {head: without_tags("" if cell is None else str(cell)) for head, cell in cells.items()}
        yield Place(number, sheet.title), texts


def _of_columns(sheet: ReadSheet, rows: list[_Row]) -> Iterator[BoardNote]:
    """Yield the notes of a board with a column for each group, one group after another."""
    for head in filter(None, sheet.heads):
        for place, cells in rows:
            if cells.get(head):
                yield BoardNote(cells[head], without_tags(head), place)


def _board_of_rows(rows: list[_Row], columns: _UsedHeads, unread: list[str]) -> Board:
    text, group, sort, key = columns
    has_note_types = any(_NOTE_TYPE.search(cells.get(sort, "")) for _place, cells in rows)
    group_names = {cells[key]: cells.get(text, "") for _place, cells in rows if cells.get(key)}
    notes, other_types = [], Counter[str]()
    for place, cells in rows:
        note_type = cells.get(sort, "")
        is_container = _AROUND.search(note_type) is not None
        is_note = _NOTE_TYPE.search(note_type) is not None if has_note_types else not is_container
        if is_note and cells.get(text):
            group_key = cells.get(group, "")
            notes.append(BoardNote(cells[text], group_names.get(group_key, group_key), place))
        elif not is_note and not is_container:
            other_types[note_type] += 1
    return Board(
        notes,
        (
            *map(without_tags, unread),
            *(
                ngettext(
                    "%(count)s row of the type “%(type)s”", "%(count)s rows of the type “%(type)s”", count
                )
                % {"count": count, "type": each or "–"}
                for each, count in other_types.items()
            ),
        ),
    )


def _first(heads: dict[str, str], names: tuple[str, ...]) -> str:
    """Return the first head that has one of these names; "" for none."""
    return next((heads[name] for name in names if name in heads), "")
