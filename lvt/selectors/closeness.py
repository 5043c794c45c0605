"""How close two places of a ranking are, and how surely one is held, in sentences."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from documents import figures
from documents.spelling import number
from lvt import stability

if TYPE_CHECKING:
    from lvt.selectors.results import RankedUseCase

# Totals that differ by less are said to be close: what is shown, one decimal, hardly tells them apart.
CLOSE = Fraction(1, 5)


def closeness(upper: RankedUseCase, lower: RankedUseCase) -> str:
    """What is to be said about two that follow each other; "" where they lie clearly apart."""
    if upper.result.total is None or lower.result.total is None:
        return ""
    said: dict[str, object] = {
        "first": upper.use_case.name,
        "second": lower.use_case.name,
        "upper": upper.rank,
        "lower": lower.rank,
    }
    gap = upper.result.total - lower.result.total
    if not gap:
        return _("%(first)s and %(second)s share place %(upper)s.") % said
    said["points"] = number(figures.separation(gap))
    if (upper.balanced_rank or 0) > (lower.balanced_rank or 0):
        swap = _(
            "%(points)s points separate places %(upper)s and %(lower)s (%(first)s and %(second)s), and they "
            "swap when both sides weigh the same."
        )
        return swap % said
    if gap < CLOSE:
        close = _("%(points)s points separate places %(upper)s and %(lower)s (%(first)s and %(second)s).")
        return close % said
    return ""


def stability_words(ranks: stability.Stability) -> str:
    """How surely something has its place, in a sentence: also of the first, in which places it is in nine of
    ten rooms."""
    if 2 * ranks.first >= ranks.of:
        said = {"first": ranks.first, "of": ranks.of, "best": ranks.best, "worst": ranks.worst}
        if ranks.best == ranks.worst:
            return _("First in %(first)s of %(of)s rooms like this one") % said
        words = _("First in %(first)s of %(of)s rooms like this one, between places %(best)s and %(worst)s")
        return words % said
    if ranks.best == ranks.worst:
        return _("Nearly always in place %(rank)s") % {"rank": ranks.best}
    return _("Between places %(best)s and %(worst)s") % {"best": ranks.best, "worst": ranks.worst}
