"""Lines and cells that someone pasted from another program: without the bullets of lists, and without the
tags that boards write. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice

_TAB = 4
# Bullets that are no words: those of editors, of Word (in private letters of its symbol fonts) and of slides.
_SIGNS = "-*+•◦▪▫■□●○◆◇‣⁃∙·–—»›➢➤►▶▸✓✔✗☐☑☒→⇒\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc\uf071\uf076"
_ONLY_BULLETS = frozenset(_SIGNS) - frozenset("-*+·–—→⇒")
# What Word and slides put before a tab is a letter of a symbol font, or a number of several levels.
_BULLET = re.compile(
    rf"(?:[{re.escape(_SIGNS)}]\s+"
    r"|[•◦▪●■\uf0a7\uf0b7\uf0d8]"
    r"|[oO§Øüqv](?:\t|\s{3,})"
    r"|\(?\d{1,3}[.)]\s+|\(\d{1,3}\)\s+|\d{1,2}(?:\.\d{1,2})+[.)]?\t\s*"
    r"|\(?(?:[a-z]|[ivx]{1,5})\)\s+|(?:[a-zA-Z]|[ivxIVX]{1,5})\.\t\s*)"
    r"\s*(?:\[[ xX]?\]\s+)?"
    r"|\[[ xX]?\]\s+"
)
# The tags that boards and editors write around what people say; all others are words.
_BLOCKS = "p|br|div|ul|ol|li|h[1-6]|blockquote|pre|hr|table|thead|tbody|tr|td|th"
_INLINE = "strong|em|b|i|u|s|strike|del|ins|a|span|font|sub|sup|code|mark|small|big|o:p"
_ATTRIBUTES = r"""(?:\s+[\w:-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=]+))*\s*/?"""
_TAG = re.compile(rf"</?(?:(?P<block>{_BLOCKS})|{_INLINE}){_ATTRIBUTES}>", re.IGNORECASE)
_COMMENT, _COMMENT_ENDS, _LONGEST_COMMENT = "<!--", "-->", 2_000
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


# A line that says something; str.splitlines parts texts at each of these.
_SAYS = re.compile("[^\\s][^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*")
_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"


@dataclass(frozen=True, slots=True)
class PastedLine:
    """A line that says something: its number, its indentation in letters, and its words without a bullet."""

    number: int
    depth: int
    words: str


def pasted_lines(text: str) -> Iterator[PastedLine]:
    """The lines of a list."""
    for number, line in enumerate(text.splitlines(), 1):
        if words := without_bullet(line.strip()).expandtabs(_TAB).strip():
            expanded = line.expandtabs(_TAB)
            yield PastedLine(number, len(expanded) - len(expanded.lstrip()), words)


def has_more_lines(text: str, most: int) -> bool:
    """True if more than `most` lines have content, or there are ten times as many with the empty ones;
    counted without making anything of them."""
    if any(True for _each in islice(_SAYS.finditer(text), most, None)):
        return True
    return sum(map(text.count, _ENDS)) > 10 * most


def without_bullet(line: str) -> str:
    """The line without the bullet, number or box before it; a bullet alone is nothing."""
    match = _BULLET.match(f"{line} ")
    return line[match.end() :] if match else line


def without_bullet_sign(line: str) -> str:
    """The line without a bullet before it that is nothing else: "• Costs", but not "- 5" and "1. May"."""
    return without_bullet(line) if line[:1] in _ONLY_BULLETS or line[:2] == "o\t" else line


def without_tags(text: str) -> str:
    """The text that a board shows, on one line: without its tags, and with characters in the place of
    entities. Any other text in angle brackets stays."""
    bare = _TAG.sub(lambda match: "\n" if match["block"] else "", _without_comments(text))
    return " ".join(_ENTITY.sub(lambda match: unescape(match[0]), bare).split())


def _without_comments(text: str) -> str:
    """The text without comments of HTML; one that does not end soon is words. An expression would look for
    the end again at each beginning."""
    parts, at, end = [], 0, -1
    while (begins := text.find(_COMMENT, at)) >= 0:
        inside = begins + len(_COMMENT)
        if end < inside and (end := text.find(_COMMENT_ENDS, inside)) < 0:
            break
        is_comment = end - inside <= _LONGEST_COMMENT
        parts.append(text[at : begins if is_comment else inside])
        at = end + len(_COMMENT_ENDS) if is_comment else inside
    return "".join(parts) + text[at:]
