"""The names of a person who is to be forgotten, and texts without them. No Django.

A name of several words is found wherever it stands. One of a single word may be anybody's, or a word of the
language: it counts where it stands by itself, as in a field that names people, or between commas there.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

# What stands where an e-mail address stood, as in a document (docs/exchange.md).
NO_ADDRESS = "[address]"
# Between two words of a name in a page: drawings break their lines.
_BREAKS = r"<(?:/?(?:text|tspan|br|wbr|span|b|i|em|strong)\b[^<>]*)>"
_BETWEEN_IN_PAGE = rf"(?:\s|&nbsp;|&#160;|{_BREAKS})+"
_TAGS = re.compile(r"<[^<>]*>")
_SIGN_IN_PAGE = r"(?:@|&#0*64;|&#[xX]0*40;|&commat;)"
_APOSTROPHE_IN_PAGE = r"(?:'|&#x27;|&#0*39;|&apos;)"
# Around a name that stands by itself.
_BEFORE = r"[,;·(/&–—:\n“\"]\s*|\b(?:and|und|by|von)\s+"
_AFTER = r"(?=\s*(?:$|[,;·)(/&–—:\n”\"<]|(?:and|und)\b))"

# Between two words of a name in an address of the web, or in the name of an account elsewhere.
_IN_ADDRESS = r"(?:[._+~-]|%20|%2B)"
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "æ": "ae", "å": "aa"})
# A name of fewer letters may be initials, or anything.
_UNMISTAKABLE = 5

_NOT_PLAIN = re.compile(r"[^0-9A-Za-z]+")

Change = Callable[[str], str]


@dataclass(frozen=True)
class Names:
    """How a person is named: `full` names of several words, `short` ones of one, e-mail `addresses`; and the
    pseudonym that takes their place."""

    pseudonym: str
    full: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()

    @classmethod
    def of(cls, pseudonym: str, names: Iterable[str]) -> Names:
        """Sort the names by what they are. The longest full name comes first, so that "Jane Doe, Head of
        Sales" is replaced before "Jane Doe"."""
        known = {" ".join(name.split()) for name in names} - {"", pseudonym}
        addresses = {name for name in known if "@" in name and " " not in name}
        full = {name for name in known - addresses if " " in name}
        turned = {_turned(name) for name in full if name.count(" ") == 1 and "," not in name}
        longest_first = sorted(full | turned, key=lambda name: (-len(name), name))
        return cls(
            pseudonym, tuple(longest_first), tuple(sorted(known - addresses - full)), tuple(sorted(addresses))
        )

    @property
    def parts(self) -> tuple[str, ...]:
        """A part of each name that every database compares alike, "" for a name without one: a text without
        any of these holds none of the names."""
        names = (*self.full, *self.short, *self.addresses)
        return tuple(dict.fromkeys(max(_NOT_PLAIN.split(name), key=len) for name in names))

    # --- Texts ----------------------------------------------------------------------------------------

    def out_of_name(self, text: str) -> str:
        """What a field says that names people, without this person."""
        return self._out_of_short(self.out_of_text(text))

    def out_of_text(self, text: str) -> str:
        """What somebody wrote, without the full names and addresses of this person."""
        if self._addresses is not None:
            text = self._addresses.sub(NO_ADDRESS, text)
        if self._full is None:
            return text
        return self._out_of_addresses(self._full.sub(lambda _match: self.pseudonym, text))

    def out_of_words(self, text: str) -> str:
        """The same, and without the names of one word, wherever they stand as a word."""
        text = self.out_of_text(text)
        return text if self._words is None else self._words.sub(lambda _match: self.pseudonym, text)

    def out_of_page(self, page: str) -> str:
        """A page of HTML without this person, its elements as they were; also where it cut a name."""
        addresses, cut, full, short = self._page
        if addresses is not None:
            page = addresses.sub(NO_ADDRESS, page)
        if cut is not None:
            page = cut.sub(lambda match: self.pseudonym + "".join(_TAGS.findall(match.group())), page)
        if full is not None:
            page = full.sub(lambda match: self.pseudonym + "".join(_TAGS.findall(match.group())), page)
        page = self._out_of_addresses(page)
        return page if short is None else short.sub(self._named, page)

    def _out_of_addresses(self, text: str) -> str:
        """Without the full names as addresses spell them: “jane.doe”, “jane-doe”, “jane%20doe”."""
        if self._spelled_together is None:
            return text
        return self._spelled_together.sub(self.pseudonym.lower().replace(" ", "-"), text)

    def _out_of_short(self, text: str) -> str:
        return text if self._alone is None else self._alone.sub(self._named, text)

    def _named(self, match: re.Match[str]) -> str:
        return f"{match.group(1)}{self.pseudonym}"

    # --- Patterns -------------------------------------------------------------------------------------

    @cached_property
    def _addresses(self) -> re.Pattern[str] | None:
        return _pattern(rf"(?<![\w.+-]){_any(self.addresses, re.escape)}(?![\w-])", self.addresses)

    @cached_property
    def _full(self) -> re.Pattern[str] | None:
        return _pattern(rf"(?<!\w){_any(self.full, _spelled)}(?!\w)", self.full)

    @cached_property
    def _spelled_together(self) -> re.Pattern[str] | None:
        ways = tuple(way for name in self.full if (way := _together(name)))
        return _pattern(rf"(?<![^\W_])(?:{'|'.join(ways)})(?![^\W_])", ways)

    @cached_property
    def _words(self) -> re.Pattern[str] | None:
        return _pattern(rf"(?<!\w){_any(self.short, _spelled)}(?!\w)", self.short)

    @cached_property
    def _alone(self) -> re.Pattern[str] | None:
        return _pattern(rf"(^|{_BEFORE}){_any(self.short, _spelled)}{_AFTER}", self.short)

    @cached_property
    def _page(self) -> tuple[re.Pattern[str] | None, ...]:
        return (
            _pattern(rf"(?<![\w.+-]){_any(self.addresses, _address_in_page)}(?![\w-])", self.addresses),
            _pattern(rf"(?<!\w){_any(self.full, _cut_in_page)}\s*…", self.full),
            _pattern(rf"(?<!\w){_any(self.full, _spelled_in_page)}(?!\w)", self.full),
            _pattern(rf"(>\s*|{_BEFORE}){_any(self.short, _spelled_in_page)}{_AFTER}", self.short),
        )


def everywhere(value: Any, change: Change) -> Any:
    """A value of JSON with `change` made to each of its texts; keys of objects stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [everywhere(each, change) for each in value]
    if isinstance(value, dict):
        return {key: everywhere(each, change) for key, each in value.items()}
    return value


def _turned(name: str) -> str:
    """ "Jane Doe" as lists have it: "Doe, Jane"."""
    first, last = name.split()
    return f"{last}, {first}"


def _pattern(source: str, names: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(source, re.IGNORECASE) if names else None


def _any(names: tuple[str, ...], spelled: Change) -> str:
    """Any of the names, in both ways in which accents are kept."""
    composed = (unicodedata.normalize("NFC", name) for name in names)
    ways = dict.fromkeys(
        spelled(way) for name in composed for way in (name, unicodedata.normalize("NFD", name))
    )
    return f"(?:{'|'.join(ways)})"


def _spelled(name: str) -> str:
    return r"\s+".join(re.escape(word) for word in name.split())


def _together(name: str) -> str:
    """A pattern of the name in an address; "" for one that is too short to be nobody else's."""
    words = [plain for word in name.split() if (plain := word.strip(",.;()").lower())]
    if len(words) < 2 or sum(map(len, words)) < _UNMISTAKABLE:
        return ""
    return _IN_ADDRESS.join(f"(?:{'|'.join(map(re.escape, _ways(word)))})" for word in words)


def _ways(word: str) -> list[str]:
    """A word as addresses have it: as it is, in percent signs, and in letters of ASCII."""
    composed = unicodedata.normalize("NFC", word)
    folded = unicodedata.normalize("NFD", composed).encode("ascii", "ignore").decode()
    spelled = composed.translate(_SPELLED_OUT).encode("ascii", "ignore").decode()
    known = [composed, quote(composed), folded, spelled]
    bare = [re.sub(r"[^a-z0-9-]", "", each) for each in (folded, spelled)]
    return sorted({*known, *bare} - {""}, key=len, reverse=True)


def _spelled_in_page(name: str) -> str:
    words = (re.escape(html.escape(word, quote=False)) for word in name.split())
    return _BETWEEN_IN_PAGE.join(word.replace("'", _APOSTROPHE_IN_PAGE) for word in words)


def _cut_in_page(name: str) -> str:
    """A pattern of the name where a page cuts it off, after a letter of its second word at the earliest; the
    longest form first."""
    first = len(name.partition(" ")[0])
    ends = range(len(name) - 1, first + 1, -1)
    return "|".join(dict.fromkeys(_spelled_in_page(name[:end]) for end in ends)) or _spelled_in_page(name)


def _address_in_page(address: str) -> str:
    """A pattern of the address, whole or as pages for strangers show it (core.text.without_addresses)."""
    name, _sign, host = (re.escape(part) for part in html.escape(address, quote=False).partition("@"))
    return rf"{name}(?:{_SIGN_IN_PAGE}{host}|@…)"
