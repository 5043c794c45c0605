"""Words and boxes for Graphviz: whatever people typed becomes inert text in DOT.

Pure: text in, DOT out. `diagrams.py` draws it. Put no URL into DOT: `dot` writes URLs raw, so that a quote
in one becomes an attribute. Links are added to the drawing afterwards, by the name of the node.
"""

import html
import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import graphviz

PAPER = "#ffffff"
INK = "#17212b"
INK_2 = "#4a5560"
INK_3 = "#5f6972"
LINE = "#c9c3b4"
EDGE = "#9aa3ab"
SUNKEN = "#f2f0ea"
# What stands out because it is wrong or missing.
WRONG = "#b3261e"

# The two voices: what the tool says, and what people said. The names are those inside the font files;
# without the comma the 4 would be taken for a size.
SANS = "Inter"
SERIF = "Source Serif 4,"

# The smallest words of a drawing, in points. On paper a drawing may shrink until these are at the least
# size that is read without effort (paper.SMALLEST_WORDS); so they are hardly smaller than the others.
SMALL = 10

# A space above centered lines, in parts of their size, puts their letters in the middle of a node.
_LOWER = 0.18

# Invisible marks that change the direction of the text that follows them.
_BIDIRECTIONAL = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Spaces that break a line; those that hold a number and its unit together stay.
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_NOT_XML = frozenset("\ufffe\uffff")


def drawing(name: str, *, direction: str, between: str, between_ranks: str) -> graphviz.Digraph:
    """An empty drawing in the look of all maps, laid out in `direction` ("LR", "BT"), with so many inches
    `between` nodes and ranks."""
    empty = graphviz.Digraph(name)
    empty.attr(
        rankdir=direction,
        newrank="true",
        nodesep=between,
        ranksep=between_ranks,
        bgcolor="transparent",
        pad="0.1",
        fontname=SANS,
        fontsize="11",  # WORDS of static/js/map.js
    )
    empty.attr("node", fontname=SANS, fontsize="11", height="0.5")
    empty.attr(
        "edge",
        color=EDGE,
        arrowsize="0.6",
        penwidth="1.1",
        fontname=SANS,
        fontsize=f"{SMALL}",
        fontcolor=INK_2,
    )
    return empty


def put_notes(drawing: graphviz.Digraph, notes: Sequence[str]) -> None:
    """Write the notes below the drawing, one below the other from the left."""
    if notes:
        lines = [line for note in notes for line in wrapped(note, width=110, lines=3)]
        text_of_notes = r"\l" + "".join(
            rf"{graphviz.escape(html.escape(line, quote=False))}\l" for line in lines
        )
        drawing.attr(label=text_of_notes, labelloc="b", labeljust="l", fontsize=f"{SMALL}", fontcolor=INK_2)


def clean(text: str) -> str:
    """`text` on one line, without control characters and others that a drawing cannot hold."""
    # Most texts are printable, and then they hold none of these.
    if not text.replace("\u00a0", " ").isprintable():
        text = "".join(filter(_can_be_held, text))
    return _SPACES.sub(" ", text).strip()


def _can_be_held(character: str) -> bool:
    return character.isspace() or (
        unicodedata.category(character) not in {"Cc", "Cs", "Cn"}
        and character not in _BIDIRECTIONAL
        and character not in _NOT_XML
    )


def wrapped(text: str, width: int = 28, lines: int = 6) -> list[str]:
    """`text` broken into at most `lines` lines of about `width` letters; one that is longer ends with "…"."""
    # Not more than can be shown is looked at, so that a text of any length costs the same.
    start = clean(text[: width * lines * 4])
    return textwrap.wrap(start, width, max_lines=lines, placeholder=" …", break_long_words=True) or [""]


def label(text: str, width: int = 28, lines: int = 6) -> str:
    """A plain label for a node or an edge, centered."""
    return r"\n".join(
        str(graphviz.escape(html.escape(line, quote=False))) for line in wrapped(text, width, lines)
    )


@dataclass(frozen=True, slots=True)
class Words:
    """One paragraph of a card or a node: `size` in points, `width` in letters, `face` is SANS or SERIF."""

    text: str
    size: float = SMALL
    face: str = SANS
    color: str = INK
    bold: bool = False
    width: int = 30
    lines: int = 6


def card(
    words: Iterable[Words],
    *,
    border: str = LINE,
    fill: str = PAPER,
    thickness: float = 1,
    line: str = "solid",
    rounded: bool = True,
    size: tuple[float, float] | None = None,
) -> str:
    """The label of a node of shape "plain": a card with its paragraphs left-aligned under each other.

    `border` and `fill` are colors of six hexadecimal digits, `line` is solid, dashed or dotted. Points are
    the unit of `thickness` and of the least `size` (width and height). A card with a size and a border has as
    much room above its words as below.
    """
    least = f' WIDTH="{size[0]:.0f}" HEIGHT="{size[1]:.0f}"' if size else ""
    alignment = ' ALIGN="LEFT"' if size else ""
    looks = (("rounded", rounded), (line, line != "solid"))
    styles = ",".join(name for name, is_set in looks if is_set)
    style = f' STYLE="{styles}"' if styles else ""
    # `dot` begins at the top, whatever VALIGN says, and above the letters there is less room than below.
    rows = '<TR><TD HEIGHT="5" CELLPADDING="0"></TD></TR>' if size and thickness else ""
    rows += "".join(_row(paragraph) for paragraph in words if clean(paragraph.text[:400]))
    return (
        f'<<TABLE BORDER="{thickness:g}" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3" COLOR="{border}"'
        f' BGCOLOR="{fill}"{style}{least}><TR><TD CELLPADDING="5"{alignment}>'
        '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0"'
        f' CELLPADDING="2">{rows or "<TR><TD> </TD></TR>"}</TABLE></TD></TR></TABLE>>'
    )


def middle(words: Iterable[Words]) -> str:
    """The label of a node of any shape: its paragraphs centered under each other."""
    paragraphs = (
        f'<FONT FACE="{each.face}" POINT-SIZE="{each.size:g}" COLOR="{each.color}">'
        f"{_bold('<BR/>'.join(map(_inert, wrapped(each.text, each.width, each.lines))), each.bold)}</FONT>"
        for each in words
        if clean(each.text[:400])
    )
    return f"<{'<BR/>'.join(paragraphs) or ' '}>"


def rows(lines: Iterable[tuple[Words, float]], *, width: float = 0) -> str:
    """The label of a node of any shape: lines below each other, each so high in points. They are centered; in
    a label of this least `width` they begin at its left. Words without text are a space."""
    lines = [*lines]
    if not width and lines:  # letters are above the middle of their lines
        lines.insert(0, (Words(""), lines[0][0].size * _LOWER))
    side = ' ALIGN="LEFT"' if width else ""
    least = f' WIDTH="{width:.0f}"' if width else ""
    cells = (f'<TD HEIGHT="{high:.0f}"{side}>{_font(words)}</TD>' for words, high in lines if high >= 1)
    return _bare_table("</TR><TR>".join(cells), least)


def beside(*labels: str, apart: float) -> str:
    """One label with these of rows() beside each other, so far apart in points."""
    space = f'<TD WIDTH="{apart:.0f}"></TD>'
    return _bare_table(space.join(f"<TD>{label[1:-1]}</TD>" for label in labels))


def _bare_table(cells: str, least: str = "") -> str:
    look = f'BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"{least}'
    return f"<<TABLE {look}><TR>{cells}</TR></TABLE>>"


def _font(words: Words) -> str:
    if not words.text:
        return ""
    inside = _bold(_inert(words.text), words.bold)
    return f'<FONT FACE="{words.face}" POINT-SIZE="{words.size:g}" COLOR="{words.color}">{inside}</FONT>'


def _bold(text: str, is_bold: bool) -> str:
    return f"<B>{text}</B>" if is_bold else text


def _row(words: Words) -> str:
    lines = '<BR ALIGN="LEFT"/>'.join(_inert(line) for line in wrapped(words.text, words.width, words.lines))
    return (
        f'<TR><TD ALIGN="LEFT" BALIGN="LEFT"><FONT FACE="{words.face}" POINT-SIZE="{words.size:g}"'
        f' COLOR="{words.color}">{_bold(lines, words.bold)}</FONT></TD></TR>'
    )


def _inert(line: str) -> str:
    # `dot` puts names in place of \N, \G and the like here too, although it says otherwise.
    return html.escape(line).replace("\\", "\\\\")


def tree(name: str) -> graphviz.Digraph:
    """An empty graph that grows from left to right, with cards as nodes."""
    graph = graphviz.Digraph(name)
    graph.attr(
        rankdir="LR", bgcolor="transparent", pad="0.05", nodesep="0.16", ranksep="0.42", newrank="true"
    )
    graph.attr("node", shape="plain", fontname=SANS, fontsize="10", fontcolor=INK)
    graph.attr("edge", color=EDGE, penwidth="1", arrowhead="none", fontname=SANS, fontsize=f"{SMALL}")
    return graph
