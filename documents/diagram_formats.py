"""Drawings of boxes and arrows as files that people go on drawing with: draw.io (mxGraph XML), and CSV for
boards such as Miro, and Mermaid. Pure: texts in, text out; a box stands where its column and row are."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

from core.clean_text import csv_cell
from documents.dot import EDGE, INK, clean

_WIDTH, _HEIGHT, _APART, _BELOW = 200, 60, 120, 30
_SHAPES = {
    "hexagon": "shape=hexagon;perimeter=hexagonPerimeter2;fixedSize=1;",
    "rectangle": "rounded=0;",
    "rounded": "rounded=1;",
}


@dataclass(frozen=True, slots=True)
class BoardBox:
    """`id` stays the same when the drawing is made again, so that programs know the box again. `kind` says in
    a word what it is; `shape` is one of documents.marks.Shape, colors are six hexadecimal digits."""

    id: str
    text: str
    kind: str
    column: int
    row: int
    note: str = ""
    shape: str = "rectangle"
    fill: str = "#ffffff"
    stroke: str = INK
    ink: str = INK


@dataclass(frozen=True, slots=True)
class Board:
    """`arrows` are pairs of ids, from and to."""

    title: str
    boxes: tuple[BoardBox, ...]
    arrows: tuple[tuple[str, str], ...]


def drawio(board: Board) -> str:
    """An uncompressed file of draw.io with one page. https://www.drawio.com/doc/faq/save-file-formats"""
    file = ElementTree.Element("mxfile", host="Headwaters")
    page = ElementTree.SubElement(file, "diagram", id="page", name=clean(board.title)[:80] or "1")
    root = ElementTree.SubElement(ElementTree.SubElement(page, "mxGraphModel", grid="1"), "root")
    _add_cell(root, id="0")
    _add_cell(root, id="1", parent="0")
    for box in board.boxes:
        _add_box(root, box)
    style = f"edgeStyle=orthogonalEdgeStyle;rounded=1;html=0;strokeColor={EDGE};"
    for source, target in board.arrows:
        key = f"{source}>{target}"
        edge = _add_cell(root, id=key, style=style, edge="1", parent="1", source=source, target=target)
        ElementTree.SubElement(edge, "mxGeometry", {"relative": "1", "as": "geometry"})
    ElementTree.indent(file)
    return ElementTree.tostring(file, encoding="unicode") + "\n"


def _add_box(root: ElementTree.Element, box: BoardBox) -> None:
    """With `html=0` the words are text, whatever they look like."""
    words = "\n".join(filter(None, (clean(box.text), clean(box.note))))
    style = (
        f"{_SHAPES[box.shape]}whiteSpace=wrap;html=0;"
        f"fillColor={box.fill};strokeColor={box.stroke};fontColor={box.ink};"
    )
    cell = _add_cell(root, id=box.id, value=words, style=style, vertex="1", parent="1")
    place = {
        "x": str(box.column * (_WIDTH + _APART)),
        "y": str(box.row * (_HEIGHT + _BELOW)),
        "width": str(_WIDTH),
        "height": str(_HEIGHT),
        "as": "geometry",
    }
    ElementTree.SubElement(cell, "mxGeometry", place)


def _add_cell(root: ElementTree.Element, **attributes: str) -> ElementTree.Element:
    return ElementTree.SubElement(root, "mxCell", attributes)


COLUMNS = ("Text", "Kind", "Note", "Leads to", "Key")


def board_csv(board: Board) -> str:
    """A row for each box, since Miro makes a card or a sticky note of each line: its text first. What it
    leads to is given by name, because Miro knows no keys."""
    names = {box.id: box.text for box in board.boxes}
    leads: dict[str, list[str]] = {}
    for source, target in board.arrows:
        leads.setdefault(source, []).append(names[target])
    return csv_text(
        COLUMNS,
        ((box.text, box.kind, box.note, "\n".join(leads.get(box.id, ())), box.id) for box in board.boxes),
    )


def csv_text(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """CSV (RFC 4180) in UTF-8, in which no cell is a formula. Without a byte-order mark: programs that import
    it would take that for a part of the first column's name."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerows([csv_cell(cell) for cell in row] for row in (columns, *rows))
    return lines.getvalue()


# --- Mermaid --------------------------------------------------------------------------------------

_BRACKETS = {"hexagon": ("{{", "}}"), "rectangle": ("[", "]"), "rounded": ("(", ")")}
# All but letters with their accents, digits, spaces, the middle dot, and a hyphen after a letter or digit.
_MARKUP = re.compile(r"(?<!\w)-|[^\w ·-]|_")


def mermaid(board: Board) -> str:
    """A flowchart of Mermaid, from left to right."""
    names = {box.id: f"n{number}" for number, box in enumerate(board.boxes)}
    lines = ["flowchart LR"]
    for box in board.boxes:
        opening, closing = mermaid_brackets(box.shape)
        lines.append(f"  {names[box.id]}{opening}{mermaid_words(box.text, box.note)}{closing}")
    lines += [f"  {names[source]} --> {names[target]}" for source, target in board.arrows]
    return "\n".join(lines) + "\n"


def mermaid_brackets(shape: str) -> tuple[str, str]:
    """Brackets before and after the words of a node with this shape."""
    return _BRACKETS[shape]


def mermaid_words(*rows: str) -> str:
    """The words of a node, a row each: letters, digits, spaces and hyphens within words as they are, all else
    as entities of Mermaid. So nothing can be markup, not even that of Markdown.

    https://mermaid.js.org/syntax/flowchart.html, "Entity codes to escape characters".
    """
    inert = (_MARKUP.sub(lambda match: f"#{ord(match[0])};", clean(row)) for row in rows if row)
    return '"' + "<br/>".join(inert) + '"'
