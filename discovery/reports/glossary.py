"""What the words of a report mean: of all that Headwaters knows, those that the report uses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.utils import translation
from django.utils.html import strip_tags

from core.labels import Text
from core.tables import read_table
from discovery.models import Discovery

KEY = "glossary"


@dataclass(frozen=True, slots=True)
class Term:
    """`also` are other forms in which it may stand in a text, `short` is its abbreviation."""

    name: Text
    short: str
    also: tuple[Text, ...]
    meaning: Text

    @property
    def title(self) -> str:
        """The name with its abbreviation."""
        return f"{self.name} ({self.short})" if self.short else str(self.name)

    @property
    def forms(self) -> tuple[str, ...]:
        """All forms in which it stands in a text."""
        return tuple(str(each) for each in (self.name, *self.also, self.short) if each)


TERMS: Final = read_table(Path(__file__).parent.parent / "tables" / "glossary.csv", Term)


def context(discovery: Discovery) -> dict[str, Any]:
    """All terms; `used_in` picks those of a report."""
    return {"terms": in_order(TERMS)}


def used_in(bodies: Iterable[str]) -> list[Term]:
    """The terms that stand in the HTML of a report, by the alphabet."""
    text = _folded(strip_tags(" ".join(bodies)))
    return in_order(term for term in TERMS if any(_stands(name, text) for name in term.forms))


def term(name: str) -> Term:
    """The term of this name or abbreviation in English. Raises KeyError for one that the glossary lacks."""
    with translation.override("en"):
        known = {form: each for each in TERMS for form in (str(each.name), each.short)}
    return known[name]


def in_order(terms: Iterable[Term]) -> list[Term]:
    return sorted(terms, key=lambda term: _folded(str(term.name)))


# Plurals and cases are spelled so; vowels that change, as in Fall and Fälle, are taken for the same.
_ENDINGS = "(?:s|e|es|en|n)?"
_VOWELS = str.maketrans("äöü", "aou")


def _stands(name: str, text: str) -> bool:
    """Whether the text, folded as `used_in` does, has the name in it."""
    return re.search(rf"\b{re.escape(_folded(name))}{_ENDINGS}\b", text) is not None


def _folded(text: str) -> str:
    return text.lower().translate(_VOWELS)
