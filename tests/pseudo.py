"""A language for tests, `xa`: each text 40% longer, accented and in brackets.

It is made as texts are looked up, so it has all of them, also those of libraries. What is seen without
brackets was never marked for translation, or was translated too early. It keeps what was looked up.
Tests in browsers start servers that have it (`tests/pseudo_settings.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any, Final

from django.conf import settings
from django.test import override_settings
from django.utils import formats
from django.utils.translation import trans_real

LANGUAGE: Final = "xa"
NAME: Final = "Pseudo"
OPENS: Final = "⟦"
CLOSES: Final = "⟧"
_ACCENTED: Final = str.maketrans("aceinosuyACEINOSUY", "áçéíñóšúýÁÇÉÍÑÓŠÚÝ")
_KEPT: Final = re.compile(r"%(?:\(\w+\))?[sd%]|\{\w*\}|<[^>]*>|&\w+;|https?://\S+")
_PADDING: Final = " ~óñé ~twó ~thréé ~fóúr"
SPOKEN: Final = frozenset({"alt", "aria-label", "aria-description", "placeholder", "title"})
"""Attributes that people read or hear."""
_SILENT: Final = frozenset({"script", "style", "template"})


def pseudo(text: str) -> str:
    """The text in the pseudo-language; placeholders and tags stay."""
    if not any(letter.isalpha() for letter in _KEPT.sub("", text)):
        return text
    at, said = 0, ""
    for kept in _KEPT.finditer(text):
        said += text[at : kept.start()].translate(_ACCENTED) + kept[0]
        at = kept.end()
    said += text[at:].translate(_ACCENTED)
    longer = round(0.4 * len(text))
    padding = (_PADDING * (longer // len(_PADDING) + 1))[:longer].rstrip()
    return f"{OPENS}{said}{padding}{CLOSES}"


class Pseudo(trans_real.DjangoTranslation):
    """What Django looks texts up in; `asked` are those that were, with
    their contexts before them."""

    def __init__(self) -> None:
        super().__init__("en")
        self.asked: set[tuple[str, str]] = set()

    def to_language(self) -> str:
        return LANGUAGE

    def gettext(self, message: str) -> str:
        context, _joint, text = message.rpartition("\x04")  # as gettext joins a context to its message
        self.asked.add((context, text))
        return pseudo(super().gettext(text)) if text else ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        context, _joint, singular = msgid1.rpartition("\x04")
        self.asked.add((context, singular))
        return pseudo(super().ngettext(singular, msgid2.rpartition("\x04")[2], n))


def install() -> Pseudo:
    """Put it where Django looks for catalogs and formats; its formats are the English ones."""
    made = Pseudo()
    vars(trans_real)["_translations"][LANGUAGE] = made
    vars(formats)["_format_modules_cache"][LANGUAGE] = list(formats.get_format_modules("en"))
    return made


@contextmanager
def pseudo_language() -> Iterator[Pseudo]:
    """Inside, `xa` is one of the languages of Headwaters."""
    with override_settings(LANGUAGES=[*settings.LANGUAGES, (LANGUAGE, NAME)]):
        # The settings emptied what is known of languages a moment ago.
        yield install()
    formats.reset_format_cache()


class _Reader(HTMLParser):
    """What people read or hear. The lines of a node of a drawing are one text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._silent = 0
        self._groups: list[bool] = []
        """Of the groups of a drawing that are open: which of them are nodes."""
        self._goes_on = False
        """Whether the next line belongs to the text before it."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        spoken = [value for name, value in attrs if name in SPOKEN and value]
        self.said += spoken
        if tag == "g":
            self._groups.append("data-node" in dict(attrs))
        if spoken or tag == "g":
            self._goes_on = False

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT
        if tag == "g":
            self._groups.pop()
            self._goes_on = False

    def handle_data(self, data: str) -> None:
        if self._silent or not data.strip():
            return
        if self._goes_on:
            self.said[-1] += f" {data.strip()}"
        else:
            self.said.append(data)
        self._goes_on = any(self._groups)


_INNERMOST: Final = re.compile(rf"{OPENS}[^{OPENS}{CLOSES}]*{CLOSES}")


def unmarked(text: str) -> str:
    """The text with a dot in place of all that is in brackets."""
    while text != (without := _INNERMOST.sub("·", text)):
        text = without
    return text


def unbracketed(html: str, typed: Any = ()) -> list[str]:
    """What people read in the HTML and no catalog could translate, without what was `typed`."""
    reader = _Reader()
    reader.feed(html)
    whole = "\x00".join(reader.said)
    for each in sorted(set(typed), key=len, reverse=True):
        if len(each) > 1:
            whole = whole.replace(each, "·")
    left = (re.sub(r"\s+", " ", part).strip(" ·\n") for part in unmarked(whole).split("\x00"))
    initials = re.compile(r"[A-Z]{2}")
    return [part for part in left if re.search(r"[^\W\d_]{2,}", part) and not initials.fullmatch(part)]
