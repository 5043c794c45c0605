"""When two names look the same, and how alike two names are. Pure.

Every check that a name is taken asks `looks`: no two things have names that a reader cannot tell apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cache, lru_cache
from typing import Final, TypeVar

from confusable_homoglyphs import confusables
from rapidfuzz import fuzz

T = TypeVar("T")

# From this on two names are perhaps one: a slip of the finger in a name of ten letters.
NEARLY: Final = 0.9

# Letters without a shape that are no format characters (Cf): Unicode's Default_Ignorable_Code_Point, and
# an empty pattern of Braille.
_WITHOUT_SHAPE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)
_NUMBERS = re.compile(r"\d+")


@lru_cache(maxsize=8192)
def looks(name: str) -> str:
    """What a reader sees of the name: two names of equal looks are the same name.

    Compatible forms are one (NFKC), letters without a shape are left out, letters of other scripts that look
    like Latin ones are those (the prototypes of Unicode Technical Standard 39, "confusables"), case makes no
    difference, and space is one blank between words. Letters of one script stay apart: "Phase 1" is not
    "Phase l".
    """
    plain = unicodedata.normalize("NFKC", name)
    shaped = "".join(
        letter for letter in _WITHOUT_SHAPE.sub("", plain) if unicodedata.category(letter) != "Cf"
    )
    # Capitals have look-alikes of their own, and small letters others: both are asked.
    return _folded(_folded(shaped))


def _folded(text: str) -> str:
    latin = "".join(_as_latin(letter) for letter in unicodedata.normalize("NFD", text))
    return " ".join(unicodedata.normalize("NFKC", latin.casefold()).split())


@cache
def _as_latin(letter: str) -> str:
    """The letter or sign of ASCII that this one looks like; itself where there is none. Digits stay."""
    if letter.isascii() or letter.isdigit():
        return letter
    for prototype in confusables.confusables_data.get(letter, ()):
        shape = str(prototype["c"])
        if len(shape) == 1 and shape.isascii() and not shape.isdigit():
            # The prototype of every upright stroke is "l", also that of capitals that look like "I".
            return "I" if shape == "l" and letter.isupper() else shape
    return letter


def is_same(first: str, second: str) -> bool:
    """Whether nobody could tell the two names apart."""
    return looks(first) == looks(second)


@lru_cache(maxsize=8192)
def bare(name: str) -> str:
    """What is left of a name without case, signs, plural and the order of its words: "E-mail Platforms" and
    "platform email" are the same."""
    words = _words(name.replace("-", "").replace("\N{NON-BREAKING HYPHEN}", ""))
    return " ".join(sorted(words)) or looks(name)


@lru_cache(maxsize=8192)
def _joined(name: str) -> str:
    """The words one after another, without what stands between them: "Smart-meter readings" and "smart meter
    reading" are the same."""
    return "".join(_words(name)) or looks(name)


def _words(name: str) -> list[str]:
    signs = "".join(letter if letter.isalnum() else " " for letter in looks(name))
    return [word[:-1] if word.endswith("s") and len(word) > 3 else word for word in signs.split()]


def similarity(first: str, second: str) -> float:
    """How alike two names are, from 0 to 1; 1 for those that differ only in case, signs, plural or the order
    of their words.

    The share of letters that stay when one is made of the other by putting in and leaving out (the normalized
    indel similarity of rapidfuzz), the larger of two: for the names in one piece, and for their sorted words.
    Names that count differently, such as "Plant 1" and "Plant 2", are different things: half of it counts.
    """
    if bare(first) == bare(second) or _joined(first) == _joined(second):
        return 1.0
    nearest = max(fuzz.ratio(_joined(first), _joined(second)), fuzz.ratio(bare(first), bare(second))) / 100
    return nearest / 2 if _counted(first) != _counted(second) else nearest


def _counted(name: str) -> list[str]:
    return _NUMBERS.findall(looks(name))


def perhaps_same(first: str, second: str) -> bool:
    """Whether somebody should say if the two names mean one thing."""
    return similarity(first, second) >= NEARLY


def nearest(name: str, known: Iterable[T], *, named: Callable[[T], str]) -> list[T]:
    """What of the known is perhaps called `name`, the nearest first; equal ones in their order."""
    near = [(similarity(name, named(each)), each) for each in known]
    return [each for share, each in sorted(near, key=lambda pair: -pair[0]) if share >= NEARLY]


def alike(
    rows: Sequence[T], *, key: Callable[[T], Hashable], named: Callable[[T], str]
) -> dict[Hashable, tuple[T, ...]]:
    """For each row with a name that another row perhaps has, by its key: those others, in their order."""
    near: dict[Hashable, list[T]] = {}
    for place, row in enumerate(rows):
        for other in rows[place + 1 :]:
            if perhaps_same(named(row), named(other)):
                near.setdefault(key(row), []).append(other)
                near.setdefault(key(other), []).append(row)
    order = {key(row): place for place, row in enumerate(rows)}
    return {here: tuple(sorted(others, key=lambda each: order[key(each)])) for here, others in near.items()}
