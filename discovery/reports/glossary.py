"""What the words of a report mean: of all that Headwaters knows, those that the report uses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy

from discovery.models import Discovery

KEY = "glossary"


@dataclass(frozen=True, slots=True)
class Term:
    """`also` are other forms in which it may stand in a text, `short` is its abbreviation."""

    name: str | Promise
    meaning: str | Promise
    also: tuple[str | Promise, ...] = ()
    short: str = ""

    @property
    def title(self) -> str:
        """The name with its abbreviation."""
        return f"{self.name} ({self.short})" if self.short else str(self.name)

    @property
    def forms(self) -> tuple[str, ...]:
        """All forms in which it stands in a text."""
        return tuple(str(each) for each in (self.name, *self.also, self.short) if each)


TERMS = (
    Term(
        gettext_lazy("Access policy"),
        gettext_lazy("Who may use a data product, by role and attribute; what no rule allows is denied."),
    ),
    Term(
        gettext_lazy("Aggregate"),
        gettext_lazy("Of a data product: it joins others, and feeds several in turn."),
    ),
    Term(
        gettext_lazy("Architectural quantum"),
        gettext_lazy(
            "The smallest part of an architecture that can be deployed by itself: a data product with its "
            "code, data, infrastructure and policies."
        ),
    ),
    Term(
        gettext_lazy("Bet"),
        gettext_lazy("Another word for a hypothesis: it may turn out wrong, and then stops being paid for."),
    ),
    Term(
        gettext_lazy("Consumer"),
        gettext_lazy("The users of a data product: people, a system, or another data product."),
    ),
    Term(
        gettext_lazy("Consumer-oriented"),
        gettext_lazy("Of a data product: shaped for what one use case needs."),
    ),
    Term(
        gettext_lazy("Cut line"),
        gettext_lazy("How many new data products are built first: those above it serve most for their cost."),
    ),
    Term(
        gettext_lazy("Data Mesh"),
        gettext_lazy(
            "A way to share analytical data at scale: domains own their data, data is a product, a platform"
            " serves all of them, and rules are agreed on together."
        ),
    ),
    Term(
        gettext_lazy("Data product"),
        gettext_lazy(
            "Data with an owner, a job and promises, that others can find and use without asking its makers."
        ),
    ),
    Term(
        gettext_lazy("Delta"),
        gettext_lazy("The difference between where the domain is and where it wants to be."),
    ),
    Term(
        gettext_lazy("Discovery"),
        gettext_lazy(
            "The weeks in which a domain finds out what data should do for it, with which products, people"
            " and technology."
        ),
    ),
    Term(
        gettext_lazy("Domain"),
        gettext_lazy("A part of the organization that owns a business capability and the data of it."),
    ),
    Term(
        gettext_lazy("Double diamond"),
        gettext_lazy("Two diamonds, each opens up before it closes in: first why and what, then how."),
    ),
    Term(
        gettext_lazy("EDGE"),
        gettext_lazy(
            "An operating model of six steps in a loop, from a vision over a portfolio of bets to value that "
            "is measured."
        ),
    ),
    Term(
        gettext_lazy("Error budget"),
        gettext_lazy("How often a promise may be broken within its window before something must be done."),
    ),
    Term(
        gettext_lazy("Fitness function"),
        gettext_lazy("A check, computed from what is recorded, whether a data product is what it should be."),
    ),
    Term(
        gettext_lazy("Hypothesis"),
        gettext_lazy("What we believe will bring a goal closer. It is tested before much is built on it."),
        (gettext_lazy("Hypotheses"),),
    ),
    Term(
        gettext_lazy("Initiative"),
        gettext_lazy("Work that shows whether a hypothesis holds."),
    ),
    Term(
        gettext_lazy("Input port"),
        gettext_lazy("Where a data product receives data, from a source or another data product."),
    ),
    Term(
        gettext_lazy("Integration source"),
        gettext_lazy("Brings data of several source systems together, and belongs to no domain alone."),
    ),
    Term(
        gettext_lazy("Lean Value Tree"),
        gettext_lazy("Vision, goals, hypotheses and initiatives as a tree: why work is done, at a glance."),
        (gettext_lazy("Value tree"),),
        short="LVT",
    ),
    Term(
        gettext_lazy("LVT extension"),
        gettext_lazy(
            "The Lean Value Tree continued down to data products: what each goal needs, and what it costs."
        ),
        (gettext_lazy("Value sheet"),),
    ),
    Term(
        gettext_lazy("Maturity"),
        gettext_lazy("How far a capability of the platform is, from 0 (nothing) to 5 (improves by itself)."),
    ),
    Term(
        gettext_lazy("Measure of success"),
        gettext_lazy("A number that says whether a goal, a hypothesis or an initiative gets there."),
        (gettext_lazy("Measure"), gettext_lazy("Measures of success")),
        short="MoS",
    ),
    Term(
        gettext_lazy("MVP checklist"),
        gettext_lazy(
            "What the first version of a data product (MVP, minimum viable product) must say about itself."
        ),
    ),
    Term(
        gettext_lazy("Output port"),
        gettext_lazy("Where a data product delivers data: a table, an API, files, a dashboard."),
    ),
    Term(
        gettext_lazy("Parking lot"),
        gettext_lazy("What came up, belongs elsewhere, and should not be forgotten."),
    ),
    Term(
        gettext_lazy("Platform capability"),
        gettext_lazy(
            "Something that a data platform can do for all teams, so that none builds it for itself."
        ),
        (gettext_lazy("Capabilities"),),
    ),
    Term(
        gettext_lazy("RACI"),
        gettext_lazy("Who is responsible for an activity, accountable, consulted and informed."),
    ),
    Term(
        gettext_lazy("Shared data product"),
        gettext_lazy("A data product that several use cases need."),
    ),
    Term(
        gettext_lazy("Shortlist"),
        gettext_lazy("The use cases that were chosen to be pursued."),
    ),
    Term(
        gettext_lazy("SLI"),
        gettext_lazy("Service level indicator: what is counted to see whether a promise is kept."),
    ),
    Term(
        gettext_lazy("SLO"),
        gettext_lazy("Service level objective: what a data product promises, in a number and a window."),
    ),
    Term(
        gettext_lazy("Source-oriented"),
        gettext_lazy("Of a data product: close to the system that its data comes from."),
    ),
    Term(
        gettext_lazy("Steward"),
        gettext_lazy("Looks after the meaning and quality of data in a domain."),
    ),
    Term(
        gettext_lazy("Stream"),
        gettext_lazy("One of three lines of work of a discovery: operating model, product, tech."),
    ),
    Term(
        gettext_lazy("Use case"),
        gettext_lazy("What somebody wants to do with data, and what they get out of it."),
    ),
)


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
