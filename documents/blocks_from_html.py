"""HTML of ours as plain blocks: headings, paragraphs, items of lists and rows of tables, without its looks.
For documents in which only the words count."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "summary": 6}
_LISTS = ("ul", "ol")
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "i", "label", "q", "s", "small", "span", "strong"}
    | {"sub", "sup", "time", "u"}
)
# Nothing that reads as content.
_LEFT_OUT = frozenset({"button", "form", "input", "script", "select", "style", "template", "textarea"})
_BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of the blocks after it; `level` is 1 for the highest."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text by itself."""

    text: str


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list; `depth` is 0 for a list by itself, 1 for one within its items."""

    text: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class TableRows:
    """A table: its `head`, empty without one, and its rows."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | ListItem | TableRows


def blocks_of(body: str) -> list[Block]:
    """The blocks of a fragment of HTML, in its order. What is hidden from screen readers is left out, and a
    drawing is its description."""
    root = html.fragment_fromstring(body, create_parent="div")
    return list(_blocks(root, 0))


def lines_of(body: str) -> list[str]:
    """The same, each block or row of a table as one line."""
    lines = []
    for block in blocks_of(body):
        if isinstance(block, TableRows):
            lines += [_BETWEEN.join(filter(None, row)) for row in block.rows]
        else:
            lines.append(block.text)
    return lines


def _blocks(element: html.HtmlElement, depth: int) -> Iterator[Block]:
    run: list[str] = [element.text or ""]
    for child in element:
        if _is_inline(child):
            run += [_between(child), _text(child)]
        elif _is_shown(child):
            yield from _paragraph(run)
            run = []
            yield from _block(child, depth)
        run.append(child.tail or "")
    yield from _paragraph(run)


def _block(element: html.HtmlElement, depth: int) -> Iterator[Block]:
    if element.tag in _LISTS:
        for each in filter(_is_shown, element.iterchildren("li")):
            yield from _item(each, depth)
    elif element.tag == "dl":
        yield from _terms(element, depth)
    elif element.tag == "table":
        yield from _table(element)
    elif element.tag in _HEADINGS:
        if text := _words(_text(element)):
            yield Heading(text, _HEADINGS[element.tag])
    else:
        yield from _blocks(element, depth)


def _item(element: html.HtmlElement, depth: int) -> Iterator[Block]:
    """The text of an item on one line, then the lists within it."""
    inside = list(_blocks(element, depth + 1))
    own = [each.text for each in inside if isinstance(each, Heading | Paragraph)]
    below = [each for each in inside if not isinstance(each, Heading | Paragraph)]
    if own:
        yield ListItem(_BETWEEN.join(own), depth)
    yield from below


def _terms(element: html.HtmlElement, depth: int) -> Iterator[Block]:
    term = ""
    for each in element.iter("dt", "dd"):
        text = _words(_text(each))
        if each.tag == "dt":
            term = text
        elif text:
            yield ListItem(f"{term}: {text}" if term else text, depth)


def _table(element: html.HtmlElement) -> Iterator[Block]:
    head: tuple[str, ...] = ()
    rows = []
    for row in filter(_is_shown, element.iter("tr")):
        cells = tuple(_words(_text(cell)) for cell in row.iterchildren("th", "td"))
        around = row.getparent()
        is_head = around is not None and around.tag == "thead"
        if is_head and not head:
            head = cells
        elif any(cells):
            rows.append(cells)
    if rows:
        yield TableRows(head, tuple(rows))


def _paragraph(run: list[str]) -> Iterator[Block]:
    if text := _words("".join(run)):
        yield Paragraph(text)


def _text(element: html.HtmlElement) -> str:
    """All words within the element, on one line."""
    if element.tag == "svg":
        return _described(element)
    if element.tag == "br":
        return " "
    if not _is_shown(element):
        return ""
    parts = [element.text or ""]
    for child in element:
        # Blocks within a cell or a heading are apart from each other.
        parts.append(_between(child) + _text(child) if _is_inline(child) else f" {_text(child)} ")
        parts.append(child.tail or "")
    # What is set off by its looks needs a sign.
    return "".join([*parts, ":"]) if "label" in (element.get("class") or "").split() else "".join(parts)


def _between(element: html.HtmlElement) -> str:
    """A blank between neighbors that only their places keep apart."""
    before = element.getprevious()
    return " " if before is not None and not before.tail else ""


def _described(element: html.HtmlElement) -> str:
    if element.get("aria-hidden") == "true":
        return ""
    return element.get("aria-label") or "".join(each.text or "" for each in element.iter("title", "{*}title"))


def _is_inline(element: html.HtmlElement) -> bool:
    """Return True if the element is part of a line; one that contains blocks is not."""
    if element.tag in ("svg", "br"):
        return True
    if element.tag not in _INLINE or not _is_shown(element):
        return False
    return not any(isinstance(each.tag, str) and each.tag in ("p", "div", *_LISTS) for each in element.iter())


def _is_shown(element: html.HtmlElement) -> bool:
    if not isinstance(element.tag, str) or element.tag in _LEFT_OUT:
        return False
    return element.get("aria-hidden") != "true" and element.get("hidden") is None


def _words(text: str) -> str:
    return " ".join(text.split())
