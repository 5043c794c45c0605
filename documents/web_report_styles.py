"""The styles of a report that is one web page: those of paper, what a screen needs beside them, and the fonts
themselves."""

import base64
import re
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.safestring import SafeString, mark_safe

from documents.assets import SCHEME, STYLES
from documents.pango_fonts import FONTS

SCREEN = "css/report-web.css"
_FACE = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)
_RANGE = re.compile(r"U\+([0-9A-Fa-f]+)(?:-([0-9A-Fa-f]+))?")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def styles_for(text: str) -> SafeString:
    """The style sheet of a page with this `text`: of the fonts, the files that have letters of it.

    Raises LookupError when a style sheet or font is missing.
    """
    sheet = _COMMENT.sub("", _static_file(STYLES).decode())
    letters = {ord(letter) for letter in set(text)}

    def face(match: re.Match[str]) -> str:
        rule = match[0]
        name = next((each for each in FONTS if each in rule), "")
        is_needed = "latin-wght" in rule or any(
            int(first, 16) <= letter <= int(last or first, 16)
            for first, last in _RANGE.findall(rule)
            for letter in letters
        )
        return rule.replace(f"{SCHEME}{name}", _font(name)) if name and is_needed else ""

    # Our own style sheets: nothing that anyone typed is in them.
    return mark_safe(_FACE.sub(face, sheet) + _COMMENT.sub("", _static_file(SCREEN).decode()))  # noqa: S308  our files


def paper_styles() -> SafeString:
    """The style sheet of paper, to stand in a document itself: the fonts stay where they are."""
    return mark_safe(_COMMENT.sub("", _static_file(STYLES).decode()))  # noqa: S308  our file


@lru_cache(maxsize=len(FONTS))
def _font(name: str) -> str:
    return f"data:font/woff2;base64,{base64.b64encode(_static_file(name)).decode()}"


def _static_file(name: str) -> bytes:
    path = finders.find(name)
    if not isinstance(path, str):
        raise LookupError(f"there is no static file {name}")
    return Path(path).read_bytes()
