"""Finds the names of a person in texts, and replaces them. Without Django.

A name of several words is replaced anywhere. A single word may be another person's name, or a word of the
language: it is replaced only if it is separate, in a field that names people, or between commas there.
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
class PersonNames:
    """The names of a person: `full` ones of several words, `short` ones of one, email `addresses`, and their
    pseudonym."""

    pseudonym: str
    full: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()

    @classmethod
    def of(cls, pseudonym: str, names: Iterable[str]) -> PersonNames:
        """Return the names by type. The longest full name comes first, so that "Jane Doe, Head of Sales" is
        replaced before "Jane Doe"."""
        cleaned = {" ".join(name.split()) for name in names} - {"", pseudonym}
        addresses = {name for name in cleaned if "@" in name and " " not in name}
        full_names = {name for name in cleaned - addresses if " " in name}
        reversed_names = {_reversed(name) for name in full_names if name.count(" ") == 1 and "," not in name}
        longest_first = sorted(full_names | reversed_names, key=lambda name: (-len(name), name))
        return cls(
            pseudonym,
            tuple(longest_first),
            tuple(sorted(cleaned - addresses - full_names)),
            tuple(sorted(addresses)),
        )

    @property
    def parts(self) -> tuple[str, ...]:
        """A part of each name that every database compares alike, "" for a name without one. A text without
        any of these contains no name."""
        names = (*self.full, *self.short, *self.addresses)
        return tuple(dict.fromkeys(max(_NOT_PLAIN.split(name), key=len) for name in names))

    # --- Texts ----------------------------------------------------------------------------------------

    def out_of_name(self, text: str) -> str:
        """Return the text of a field that names people, without this person."""
        return self._out_of_short(self.out_of_text(text))

    def out_of_text(self, text: str) -> str:
        """Return a text of a person without the full names and addresses of this person."""
        if self._addresses is not None:
            text = self._addresses.sub(NO_ADDRESS, text)
        if self._full is None:
            return text
        return self._out_of_addresses(self._full.sub(lambda _match: self.pseudonym, text))

    def out_of_words(self, text: str) -> str:
        """Return the same, also without names of one word where they are a separate word."""
        text = self.out_of_text(text)
        return text if self._words is None else self._words.sub(lambda _match: self.pseudonym, text)

    def out_of_page(self, page: str) -> str:
        """Return a page of HTML without this person, also where it truncates a name. Its elements stay."""
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
        """Return the text without full names in the form of addresses: “jane.doe”, “jane-doe”,
        “jane%20doe”."""
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
        return _pattern(rf"(?<!\w){_any(self.full, _name_pattern)}(?!\w)", self.full)

    @cached_property
    def _spelled_together(self) -> re.Pattern[str] | None:
        ways = tuple(way for name in self.full if (way := _address_pattern(name)))
        return _pattern(rf"(?<![^\W_])(?:{'|'.join(ways)})(?![^\W_])", ways)

    @cached_property
    def _words(self) -> re.Pattern[str] | None:
        return _pattern(rf"(?<!\w){_any(self.short, _name_pattern)}(?!\w)", self.short)

    @cached_property
    def _alone(self) -> re.Pattern[str] | None:
        return _pattern(rf"(^|{_BEFORE}){_any(self.short, _name_pattern)}{_AFTER}", self.short)

    @cached_property
    def _page(self) -> tuple[re.Pattern[str] | None, ...]:
        return (
            _pattern(rf"(?<![\w.+-]){_any(self.addresses, _address_in_page)}(?![\w-])", self.addresses),
            _pattern(rf"(?<!\w){_any(self.full, _truncated_pattern)}\s*…", self.full),
            _pattern(rf"(?<!\w){_any(self.full, _page_pattern)}(?!\w)", self.full),
            _pattern(rf"(>\s*|{_BEFORE}){_any(self.short, _page_pattern)}{_AFTER}", self.short),
        )


def everywhere(value: Any, change: Change) -> Any:
    """Return a JSON value with `change` applied to each of its texts; keys of objects stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [everywhere(each, change) for each in value]
    if isinstance(value, dict):
        return {key: everywhere(each, change) for key, each in value.items()}
    return value


def _reversed(name: str) -> str:
    """ "Jane Doe" as lists have it: "Doe, Jane"."""
    first, last = name.split()
    return f"{last}, {first}"


def _pattern(source: str, names: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(source, re.IGNORECASE) if names else None


def _any(names: tuple[str, ...], pattern_of: Change) -> str:
    """Return a pattern of all names, with composed and decomposed accents."""
    composed = (unicodedata.normalize("NFC", name) for name in names)
    patterns = dict.fromkeys(
        pattern_of(variant) for name in composed for variant in (name, unicodedata.normalize("NFD", name))
    )
    return f"(?:{'|'.join(patterns)})"


def _name_pattern(name: str) -> str:
    return r"\s+".join(re.escape(word) for word in name.split())


def _address_pattern(name: str) -> str:
    """Return a pattern of the name in an address; "" for a name that is too short."""
    words = [plain for word in name.split() if (plain := word.strip(",.;()").lower())]
    if len(words) < 2 or sum(map(len, words)) < _UNMISTAKABLE:
        return ""
    return _IN_ADDRESS.join(f"(?:{'|'.join(map(re.escape, _variants(word)))})" for word in words)


def _variants(word: str) -> list[str]:
    """Return the spellings of a word in addresses: unchanged, percent-encoded, and in ASCII."""
    composed = unicodedata.normalize("NFC", word)
    folded = unicodedata.normalize("NFD", composed).encode("ascii", "ignore").decode()
    spelled = composed.translate(_SPELLED_OUT).encode("ascii", "ignore").decode()
    variants = [composed, quote(composed), folded, spelled]
    plain_variants = [re.sub(r"[^a-z0-9-]", "", each) for each in (folded, spelled)]
    return sorted({*variants, *plain_variants} - {""}, key=len, reverse=True)


def _page_pattern(name: str) -> str:
    words = (re.escape(html.escape(word, quote=False)) for word in name.split())
    return _BETWEEN_IN_PAGE.join(word.replace("'", _APOSTROPHE_IN_PAGE) for word in words)


def _truncated_pattern(name: str) -> str:
    """Return a pattern of the name truncated by a page, from the second letter of its second word; the
    longest form first."""
    first = len(name.partition(" ")[0])
    ends = range(len(name) - 1, first + 1, -1)
    return "|".join(dict.fromkeys(_page_pattern(name[:end]) for end in ends)) or _page_pattern(name)


def _address_in_page(address: str) -> str:
    """Return a pattern of the address, complete or as pages for guests show it
    (core.clean_text.without_addresses)."""
    name, _sign, host = (re.escape(part) for part in html.escape(address, quote=False).partition("@"))
    return rf"{name}(?:{_SIGN_IN_PAGE}{host}|@…)"
