"""Markdown for pasting into a wiki, a chat or a ticket: what people typed stays as they typed it."""

import re
from collections.abc import Iterable, Sequence

from documents.blocks_from_html import Block, Heading, ListItem, Paragraph, TableRows

_SIGNS = re.compile(r"([\\`*_\[\]<>|~])")
# The lowest level of headings.
_LOWEST = 6
# What makes a heading or a list of a line that begins with it.
_STARTS = re.compile(r"^(?:([#+-])|(\d+)([.)]))(?=\s|$)")


def escaped(text: str) -> str:
    """A text on one line, none of whose signs mean anything."""
    line = _SIGNS.sub(r"\\\1", " ".join(text.split()))
    return _STARTS.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", line)


def heading(text: str, level: int) -> str:
    """A heading; 1 is the title of the document."""
    return f"{'#' * level} {escaped(text)}"


def item(text: str, depth: int = 0) -> str:
    """An item of a list, of text that is Markdown already."""
    return f"{'  ' * depth}- {text}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table, as many wikis and chats read it."""
    lines = [_row(head), _row(["---"] * len(head), is_plain=True)]
    return "\n".join([*lines, *(_row([*row, *[""] * (len(head) - len(row))]) for row in rows)])


def document(parts: Iterable[str]) -> str:
    """Parts apart from each other; items of one list follow each other."""
    text = ""
    previous = ""
    for part in filter(None, parts):
        is_list = _is_item(part) and _is_item(previous)
        text += part if not text else f"\n{part}" if is_list else f"\n\n{part}"
        previous = part
    return f"{text}\n" if text else ""


def of_blocks(blocks: Iterable[Block], level: int = 1) -> list[str]:
    """The parts of a document that say what the blocks say. The highest headings have this `level`, those
    below the next ones."""
    blocks = [*blocks]
    levels = sorted({block.level for block in blocks if isinstance(block, Heading)})
    parts: list[str] = []
    for block in blocks:
        match block:
            case Heading():
                parts.append(heading(block.text, min(level + levels.index(block.level), _LOWEST)))
            case Paragraph():
                parts.append(escaped(block.text))
            case ListItem():
                parts.append(item(escaped(block.text), block.depth))
            case TableRows() if block.head:
                parts.append(table(block.head, block.rows))
            case TableRows():
                parts += [item(escaped(" · ".join(filter(None, row)))) for row in block.rows]
    return parts


def _row(cells: Sequence[str], *, is_plain: bool = False) -> str:
    return f"| {' | '.join(cell if is_plain else escaped(cell) for cell in cells)} |"


def _is_item(part: str) -> bool:
    return part.lstrip(" ").startswith("- ")
