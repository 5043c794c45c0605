"""Sentences on places of a ranking that are close to each other, and on how sure a place is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, ngettext

from core.labels import listed
from documents import rounded_numbers
from documents.charts import RankingBar, ranking_bar
from documents.localized_numbers import number
from lvt import attendance_effect
from lvt.ranking_evidence.rules import Certainty

if TYPE_CHECKING:
    from lvt.selectors.ranking_results import RankedUseCase

# Totals that differ by less are said to be close: what is shown, one decimal, hardly tells them apart.
CLOSE = Fraction(1, 5)
# A sentence names so many that share a place; of more it counts the rest.
MOST_NAMES = 4


def close_words(ranking: Sequence[RankedUseCase]) -> Iterator[str]:
    """Sentences on places of a ranking, highest first, that are equal, or nearly so, or that swap when both
    sides weigh the same. Use cases without a place are left out."""
    rows = [each for each in ranking if each.rank is not None]
    before: RankedUseCase | None = None
    for _total, equals in groupby(rows, key=lambda each: each.result.total):
        same = list(equals)
        if before is not None:
            yield from _closeness(before, same[0])
        if len(same) > 1:
            yield _shared(same)
        before = same[-1]


def _shared(same: Sequence[RankedUseCase]) -> str:
    names = [each.use_case.name for each in same]
    if len(names) > MOST_NAMES:
        more = len(names) - MOST_NAMES + 1
        rest = ngettext("%(count)s more", "%(count)s more", more) % {"count": more}
        names = [*names[: MOST_NAMES - 1], rest]
    return _("%(names)s share place %(place)s.") % {"names": listed(names), "place": same[0].rank}


def _closeness(upper: RankedUseCase, lower: RankedUseCase) -> Iterator[str]:
    """Sentences on two that follow each other; none where they are clearly apart."""
    if upper.result.total is None or lower.result.total is None:
        return
    gap = upper.result.total - lower.result.total
    values = {
        "first": upper.use_case.name,
        "second": lower.use_case.name,
        "upper": upper.rank,
        "lower": lower.rank,
        "points": number(rounded_numbers.separation(gap)),
    }
    if (upper.balanced_rank or 0) > (lower.balanced_rank or 0):
        swap = _(
            "Places %(upper)s and %(lower)s (%(first)s and %(second)s) are %(points)s points "
            "apart. They swap if both sides are weighted equally."
        )
        yield swap % values
    elif gap < CLOSE:
        close = _("Places %(upper)s and %(lower)s (%(first)s and %(second)s) are %(points)s points apart.")
        yield close % values


def stability_words(ranks: attendance_effect.Stability, *, brief: bool = False) -> str:
    """A sentence on how sure a place is: also of the first, in which places it is in nine of ten rooms,
    unless the words are to be `brief`. A use case that mostly shares the first place isn't said to lead."""
    is_first = 2 * ranks.first >= ranks.of
    values = {"first": ranks.first, "of": ranks.of, "best": ranks.best, "worst": ranks.worst}
    if is_first and 2 * ranks.alone < ranks.first:
        return _("Tied for first place in %(first)s of %(of)s simulations") % values
    if is_first and (brief or ranks.best == ranks.worst):
        return _("First in %(first)s of %(of)s simulations") % values
    if is_first:
        words = _("First in %(first)s of %(of)s simulations, between places %(best)s and %(worst)s")
        return words % values
    if ranks.best == ranks.worst:
        return _("Place %(rank)s in at least 90 of 100 simulations") % {"rank": ranks.best}
    return _("Between places %(best)s and %(worst)s") % values


def untold_words(certainty: Certainty | None, *, is_of_all: bool = False) -> str:
    """The reason why nothing is told of how sure a place is, or all of them; "" where something is, or there
    is no place."""
    if certainty == Certainty.TOO_FEW and is_of_all:
        return _("Too few people to judge this order")
    if certainty == Certainty.TOO_FEW:
        return _("Too few people to judge this place")
    return _("Everyone gave the same answers") if certainty == Certainty.EQUAL else ""


def place_words(rank: int | None, sharing: int) -> str:
    """A place in a ranking: "3", or "3 (shared)" where `sharing`, the number of those in it, is above 1; ""
    for none."""
    if rank is None:
        return ""
    return _("%(place)s (shared)") % {"place": rank} if sharing > 1 else str(rank)


def display_score(value: Fraction | None) -> Decimal | None:
    """`value` for display, None stays None."""
    return None if value is None else rounded_numbers.score(value)


class ResampledPlace:
    """The certainty of a place in a ranking, from drawing the room again (lvt/attendance_effect.py)."""

    __slots__ = ()
    stability: attendance_effect.Stability | None

    @property
    def low(self) -> Decimal | None:
        """The lower end of the interval of its total; None if unknown."""
        return display_score(self.stability.low) if self.stability else None

    @property
    def high(self) -> Decimal | None:
        """The upper end of the interval of its total; None if unknown."""
        return display_score(self.stability.high) if self.stability else None

    @property
    def stability_words(self) -> str:
        """The certainty of its place, or the reason why there is none; "" without a place."""
        return stability_words(self.stability) if self.stability else self.untold

    @property
    def brief_stability_words(self) -> str:
        """Those that fit a row on a stage."""
        return stability_words(self.stability, brief=True) if self.stability else self.untold

    @property
    def untold(self) -> str:
        """The reason why nothing is told of how sure its place is; "" where there is none."""
        return ""

    def bar_of(self, total: Fraction | None, maximum: Fraction) -> RankingBar | None:
        """The total as a bar, out of the maximum, with its interval; None without a total."""
        if total is None or maximum <= 0:
            return None
        whisker = (float(self.stability.low), float(self.stability.high)) if self.stability else (None, None)
        return ranking_bar(float(total), float(maximum), *whisker)
