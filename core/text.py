"""Text that people typed, made safe to keep: what no keyboard means to send is dropped, nothing else is
touched."""

from __future__ import annotations

import re
import unicodedata

# Overrides, embeddings and isolates that are left open change the direction of the text that follows.
_DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_KEPT = frozenset("\n\t")
# The part of an e-mail address after the name. It begins at the sign, so that a long word costs one look.
_HOST_OF_ADDRESS = re.compile(
    r"(?<=[\w.+-])(?:@|&#0*64;|&#[xX]0*40;|&commat;)(?:[\w-]+\.)+[^\W\d_]{2,}", re.UNICODE
)


def clean_text(text: str) -> str:
    """`text` with line ends as \\n, without control characters (tab and line end stay) and without characters
    that change the writing direction. Right-to-left scripts, their marks and emoji are kept."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        character
        for character in text
        if character in _KEPT
        or (unicodedata.category(character) not in ("Cc", "Cs") and character not in _DIRECTION_CONTROLS)
    )


def is_visible(text: str) -> bool:
    """Whether there is anything to see: a letter, a digit, a sign, an emoji; not only spaces and joiners."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)


def without_addresses(page: str) -> str:
    """The page for strangers: of an e-mail address, in whichever text it stands, only the name is left."""
    return _HOST_OF_ADDRESS.sub("@…", page)


def spreadsheet_text(text: str) -> str:
    """`text` as a cell of a CSV file that no spreadsheet takes for a formula: what could be one begins with
    an apostrophe, which spreadsheets show as text."""
    # Some spreadsheets take the wide forms of the signs for the signs.
    first = unicodedata.normalize("NFKC", text.lstrip()[:1])
    if first in tuple("=+-@") or text[:1] in tuple("\t\r\n"):
        return f"'{text}"
    return text


def is_link(text: str) -> bool:
    """Whether a browser may follow `text` from a page of ours: an address on the web, or a page here, which
    begins with one slash."""
    if any(character.isspace() or unicodedata.category(character)[0] == "C" for character in text):
        return False
    if text.startswith("/"):
        return text[1:2] not in ("/", "\\")
    scheme, separator, rest = text.partition("://")
    return bool(separator) and scheme.lower() in ("http", "https") and rest[:1] not in ("", "/", "\\")
