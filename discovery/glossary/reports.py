"""Glossary of a report: of all terms in Headwaters, those that the report uses."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any, Final

from django.utils import translation
from django.utils.html import escape, strip_tags

from core.labels import Text, by_name
from core.selectors.request_cache import cached_per_request
from core.shipped_tables import read_table
from discovery.models import Discovery, GlossaryTerm

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
    def mark(self) -> str:
        """The beginning of a footnote: the abbreviation, or else the name."""
        return self.short or str(self.name)

    @property
    def note(self) -> str:
        """The explanation of the mark in a footnote."""
        return f"{self.name}. {self.meaning}" if self.short else str(self.meaning)

    @property
    def forms(self) -> tuple[str, ...]:
        """All forms that texts use, but for its abbreviation."""
        return tuple(str(each) for each in (self.name, *self.also))


TERMS: Final = read_table(Path(__file__).parent.parent / "tables" / "glossary.csv", Term)


def context(discovery: Discovery) -> dict[str, Any]:
    """All terms; `of` picks those of a report."""
    return {"terms": in_order(TERMS)}


def of(bodies: Sequence[str]) -> Callable[[Discovery], dict[str, Any] | None]:
    """The context of a glossary with the terms that the HTML of a report uses; None when it uses none."""

    def used(discovery: Discovery) -> dict[str, Any] | None:
        terms = used_in(bodies, own_terms(discovery))
        return {"terms": terms} if terms else None

    return used


@cached_per_request
def own_terms(discovery: Discovery) -> list[Term]:
    """The words that the discovery explains, by the alphabet."""
    rows = GlossaryTerm.objects.filter(discovery=discovery)
    return in_order(Term(row.name, row.short, (), row.meaning) for row in rows)


def used_in(bodies: Iterable[str], own: Sequence[Term] = ()) -> list[Term]:
    """The terms that the HTML of a report contains, by the alphabet: those of the method, and `own` ones,
    which replace a term of the method with the same name."""
    own_names = {_folded(str(term.name)) for term in own}
    others = [term for term in TERMS if _folded(str(term.name)) not in own_names]
    return in_order(standing_in(" ".join(bodies), [*own, *others]))


def standing_in(html: str, terms: Iterable[Term]) -> list[Term]:
    """Those of the terms that stand in the text of a page."""
    text = unescape(strip_tags(html.replace("<", " <")))
    folded = _folded(text)
    return [
        term
        for term in terms
        if any(_stands(name, folded) for name in term.forms) or (term.short and _is_short_for(term, text))
    ]


def footnotes(discovery: Discovery, texts: Iterable[str]) -> tuple[str, ...]:
    """Explanations of the discovery's own words in these texts: a line each, for a drawing."""
    text = " ".join(escape(each) for each in texts)
    return tuple(f"{term.mark}: {term.note}" for term in standing_in(text, own_terms(discovery)))


def term(name: str) -> Term:
    """The term of this name or abbreviation in English. Raises KeyError for one that the glossary lacks."""
    with translation.override("en"):
        terms_by_form = {form: each for each in TERMS for form in (str(each.name), each.short)}
    return terms_by_form[name]


def in_order(terms: Iterable[Term]) -> list[Term]:
    """The terms by name, without regard to case and accents."""
    return sorted(terms, key=lambda term: by_name(term.name))


# Plurals and cases are spelled so; vowels that change, as in Fall and Fälle, are taken for the same.
_ENDINGS = "(?:s|e|es|en|n)?"
_VOWELS = str.maketrans("äöü", "aou")


def _stands(name: str, text: str) -> bool:
    """Return True if the text, folded as in `used_in`, contains the name."""
    return re.search(rf"\b{re.escape(_folded(name))}{_ENDINGS}\b", text) is not None


def _is_short_for(term: Term, text: str) -> bool:
    """Return True if the text contains the abbreviation, in its own capitals: IT is not "it"."""
    return re.search(rf"(?<!\w){re.escape(term.short)}s?(?!\w)", text) is not None


def _folded(text: str) -> str:
    return text.lower().translate(_VOWELS)
