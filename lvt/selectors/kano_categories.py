"""Categories of use cases by Kano's method, with their letters, better and worse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, gettext_lazy

from core.labels import Text
from documents import rounded_numbers
from documents.localized_numbers import percentage
from lvt import scoring_method
from lvt.kano import Category, most, questions
from lvt.methods.selectors import as_method
from lvt.models import Criterion, ScoringMethod

if TYPE_CHECKING:
    from lvt.selectors.ranking_results import RankedUseCase

# The letters are those of the source, in the order of its tables.
LETTERS: Mapping[Category, str] = {
    Category.ATTRACTIVE: "A",
    Category.ONE_DIMENSIONAL: "O",
    Category.MUST_BE: "M",
    Category.INDIFFERENT: "I",
    Category.REVERSE: "R",
    Category.QUESTIONABLE: "Q",
}
NAMES: Mapping[Category, Text] = {
    Category.ATTRACTIVE: gettext_lazy("Attractive"),
    Category.ONE_DIMENSIONAL: gettext_lazy("One-dimensional"),
    Category.MUST_BE: gettext_lazy("Must-be"),
    Category.INDIFFERENT: gettext_lazy("Indifferent"),
    Category.REVERSE: gettext_lazy("Reverse"),
    Category.QUESTIONABLE: gettext_lazy("Questionable"),
}


@dataclass(frozen=True, slots=True)
class Categories:
    """Counts of people by category for a use case: `counts` in the order of LETTERS. `better` and `worse` are
    in percent of those who count, "" where no one does."""

    ranked: RankedUseCase
    counts: tuple[int, ...]
    better: str
    worse: str

    @property
    def pairs(self) -> int:
        """The number of people who answered both questions."""
        return sum(self.counts)

    @property
    def words(self) -> str:
        """The category that most people find it in, "" where no one answered both questions."""
        return category_words(self.ranked.result.categories)


def category_words(counts: Mapping[Category, int]) -> str:
    """The category that most are in, by its letter and name: "M Must-be"; "" where there is none."""
    category = most(counts)
    return "" if category is None else f"{LETTERS[category]} {NAMES[category]}"


def counts_words(counts: Mapping[Category, int]) -> str:
    """The number of people in each category that has any, as "6 Attractive, 4 Must-be"."""
    return ", ".join(f"{counts[each]} {NAMES[each]}" for each in LETTERS if counts.get(each))


def heads() -> list[tuple[str, str]]:
    """The letters with their names, in the order of the counts."""
    return [(letter, str(NAMES[category])) for category, letter in LETTERS.items()]


def categories_of(ranking: Sequence[RankedUseCase]) -> list[Categories]:
    """The categories of use cases that were scored by Kano's method, in the order of these."""
    return [
        Categories(
            ranked,
            tuple(ranked.result.categories.get(category, 0) for category in LETTERS),
            *(percent(part) for part in better_and_worse(ranked) or (None, None)),
        )
        for ranked in ranking
    ]


def better_and_worse(ranked: RankedUseCase) -> tuple[Fraction, Fraction] | None:
    """Both coefficients, from 0 to 1; None where no one's answers count."""
    means = [one.mean for one in ranked.result.opinions]
    if len(means) != 2 or means[0] is None or means[1] is None:
        return None
    return means[0], means[1]


def criteria_shown(method: ScoringMethod) -> tuple[Criterion, ...]:
    """The criteria that a method's results show. Means of Kano's questions have no meaning; in their place
    are the yes or no that pairs of answers come to, under the keys of the questions, and never saved."""
    rows = tuple(method.criteria.all())
    if method.combination != scoring_method.Combination.KANO:
        return rows
    by_key: dict[scoring_method.Key, Criterion] = {row.pk: row for row in rows}
    pair = [by_key[each.key] for each in questions(as_method(method)) or ()]
    return tuple(
        Criterion(
            pk=row.pk,
            uuid=row.uuid,
            method=method,
            name=name,
            question=question,
            steps=_("0 No, 1 Yes"),
            scale_min=0,
            scale_max=1,
            part=row.part,
        )
        for row, (name, question) in zip(pair, _axis_names(), strict=False)
    )


def _axis_names() -> tuple[tuple[str, str], tuple[str, str]]:
    return (
        (
            _("Better with it"),
            _("Share of people it would please: attractive and one-dimensional, of all answers that count."),
        ),
        (
            _("Worse without it"),
            _("Share of people who would miss it: one-dimensional and must-be, of all answers that count."),
        ),
    )


def percent(share: Fraction | None) -> str:
    """A share as "60%"; "" for none."""
    return "" if share is None else percentage(rounded_numbers.percent(share))
