"""Comparison of names by their looks and their words. Pure.

Every check that a name is taken asks `looks`: no two things have names that a reader cannot tell apart.
"""

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import combinations
from typing import Final, NamedTuple, TypeVar

from confusable_homoglyphs import utils as confusable_homoglyphs

T = TypeVar("T")

# From this on two names are perhaps one: a slip of the finger in a name of ten letters.
NEARLY: Final = 0.9

# Invisible letters that are not format characters (Cf): Unicode's Default_Ignorable_Code_Point, and
# an empty pattern of Braille.
_WITHOUT_SHAPE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)
_NUMBERS = re.compile(r"\d+")
# A run of letters and digits, as words_of splits a name.
_WRITTEN = re.compile(r"[^\W_]+")
_HYPHENS = re.compile("[-\u2010\u2011]")
# From this class of Unicode on, a mark stands above, below or on its letter.
_ABOVE: Final = 200
# Letters with a stroke, which Unicode does not take apart.
_STROKES = str.maketrans("łøđħŧ", "lodht")
# Two letters written as one, which alphabets place as two.
_JOINED = str.maketrans({"æ": "ae", "œ": "oe", "þ": "th"})
# Comes after each letter.
_LAST: Final = "\uffff"
_OWN_LETTERS: Final[Mapping[str, tuple[str, ...]]] = {"es": ("n\u0303",)}
"""By language, taken apart: letters with a mark that have a place of their own, after the plain letter."""


@lru_cache(maxsize=8192)
def looks(name: str) -> str:
    """The name as a reader sees it: two names of equal looks are the same name.

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
    shape = _prototypes().get(letter, letter)
    # The prototype of every upright stroke is "l", also that of capitals that look like "I".
    return "I" if shape == "l" and letter.isupper() else shape


@cache
def _prototypes() -> Mapping[str, str]:
    """Each letter or sign that looks like one of ASCII other than a digit, with that one."""
    # The table is read by itself and let go: a process that keeps all of it takes 9 MB more.
    shapes: dict[str, str] = {}
    for letter, prototypes in confusable_homoglyphs.load("confusables.json").items():
        if plain := [shape for each in prototypes if _is_plain(shape := str(each["c"]))]:
            shapes[letter] = plain[0]
    return shapes


def _is_plain(shape: str) -> bool:
    return len(shape) == 1 and shape.isascii() and not shape.isdigit()


def is_same(first: str, second: str) -> bool:
    """True if no one could tell the two names apart."""
    return looks(first) == looks(second)


class Spelling(NamedTuple):
    """A name as it is compared: its sorted words, its words in one piece, and the numbers in it."""

    bare: str
    joined: str
    numbers: tuple[str, ...]


@lru_cache(maxsize=8192)
def spelled(name: str) -> Spelling:
    """The words without case, signs, accents, plural and order: "E-mail Platforms" and "platform email" are
    the same; and in one piece, so that "Smart-meter readings" and "smart meter reading" are, too."""
    sorted_words = " ".join(sorted(words_of(_HYPHENS.sub("", name)))) or looks(name)
    return Spelling(
        sorted_words, "".join(words_of(name)) or looks(name), tuple(_NUMBERS.findall(looks(name)))
    )


def _without_accents(text: str) -> str:
    # Marks above and below letters. Others, such as vowel signs, are as much as letters.
    bare = (letter for letter in unicodedata.normalize("NFD", text) if unicodedata.combining(letter) < _ABOVE)
    return unicodedata.normalize("NFC", "".join(bare)).translate(_STROKES)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """The text as people look it up: without case and accents, with a straight apostrophe, and one blank
    between words."""
    normalized = unicodedata.normalize("NFKC", text).replace("’", "'")
    return " ".join(_without_accents(normalized.casefold()).split())


@lru_cache(maxsize=8192)
def alphabetical(name: str, language: str = "") -> tuple[str, str, str]:
    """A key that sorts names as a dictionary of the language does: "Élan" beside "Elan", and in Spanish "ñ"
    after "n". Accents, signs and case count only among names that are otherwise equal."""
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", name).casefold())
    spelled_out = letters
    for own in _OWN_LETTERS.get(language, ()):
        spelled_out = spelled_out.replace(own, own[0] + _LAST)
    plain_letters = _without_accents(spelled_out).translate(_JOINED)
    words = "".join(
        letter if letter == _LAST or unicodedata.category(letter)[0] in "LMN" else " "
        for letter in plain_letters
    )
    return " ".join(words.split()), letters, name


def words_of(name: str) -> list[str]:
    """The words of a name or a sentence in their order, without case, signs, accents and plural."""
    signs = "".join(letter if letter.isalnum() else " " for letter in _without_accents(looks(name)))
    return [word[:-1] if word.endswith("s") and len(word) > 3 else word for word in signs.split()]


def as_written(name: str) -> dict[Hashable, str]:
    """The words of a name or a sentence as they are first written there, by what `words_of` makes of them."""
    spellings, words = _WRITTEN.findall(name), words_of(name)
    if len(spellings) != len(words):  # letters that fall apart without their accents
        return {word: each for each in reversed(spellings) for word in words_of(each)}
    return dict(zip(reversed(words), reversed(spellings), strict=True))


def similarity(first: str, second: str) -> float:
    """Similarity of two names, from 0 to 1; 1 for those that differ only in case, signs, accents, plural or
    the order of their words.

    The share of letters that stay when one is made of the other by putting in and leaving out (the normalized
    indel similarity of rapidfuzz), the larger of two: for the names in one piece, and for their sorted words.
    Names that count differently, such as "Plant 1" and "Plant 2", are different things: half of it counts.
    """
    return likeness(spelled(first), spelled(second))


def likeness(first: Spelling, second: Spelling) -> float:
    """The similarity of two names that are spelled already."""
    from rapidfuzz import fuzz  # loaded on first use: it takes 3 MB

    if first.bare == second.bare or first.joined == second.joined:
        return 1.0
    nearest = max(fuzz.ratio(first.joined, second.joined), fuzz.ratio(first.bare, second.bare)) / 100
    return nearest / 2 if first.numbers != second.numbers else nearest


def perhaps_same(first: str, second: str) -> bool:
    """True if a person should decide whether the two names mean one thing."""
    return similarity(first, second) >= NEARLY


def nearest(name: str, candidates: Iterable[T], *, name_of: Callable[[T], str]) -> list[T]:
    """Candidates that are perhaps called `name`, the nearest first; equal ones in their order."""
    near = [(similarity(name, name_of(each)), each) for each in candidates]
    return [each for share, each in sorted(near, key=lambda pair: -pair[0]) if share >= NEARLY]


def alike(
    rows: Sequence[T], *, key: Callable[[T], Hashable], name_of: Callable[[T], str]
) -> dict[Hashable, tuple[T, ...]]:
    """For each row with a name that another row perhaps has, by its key: those others, in their order."""
    near: dict[Hashable, list[T]] = {}
    forms = [(row, spelled(name_of(row))) for row in rows]
    for (row, here), (other, there) in combinations(forms, 2):
        if likeness(here, there) >= NEARLY:
            near.setdefault(key(row), []).append(other)
            near.setdefault(key(other), []).append(row)
    order = {key(row): place for place, row in enumerate(rows)}
    return {here: tuple(sorted(others, key=lambda each: order[key(each)])) for here, others in near.items()}
