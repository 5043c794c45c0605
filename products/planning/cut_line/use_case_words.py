"""Sentences on the use cases of a cut line: what the shortlist lacks, and how many people scored."""

from collections.abc import Collection

from django.utils.translation import ngettext

from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from lvt.ranking_evidence.selectors import shared_basis
from lvt.shortlist.selectors import shortlist
from products.planning.cut_line.selectors import CutLine
from products.selectors.goal_coverage import ServedUseCase


@cached_per_request
def decided_cases(discovery: Discovery) -> frozenset[int]:
    """The primary keys of the use cases of the shortlist; none before a decision."""
    decided = shortlist(discovery)
    return frozenset(each.pk for each in decided.use_cases) if decided else frozenset()


def shortfall_words(line: CutLine, decided: Collection[int], *, first: ServedUseCase | None = None) -> str:
    """The number of new products that the `decided` use cases below the line still need, in a sentence; ""
    where none is below it, and where the only one is the `first` of the ranking: its own sentence tells."""
    waiting = [each for each in line.beyond if each.case.use_case.pk in decided]
    if all(each.case == first for each in waiting):
        return ""
    count = len({product.key for each in waiting for product in each.missing})
    words = ngettext(
        "The shortlist needs %(count)s more new data product.",
        "The shortlist needs %(count)s more new data products.",
        count,
    )
    return words % {"count": count}


def basis_words(line: CutLine) -> str:
    """The number of people behind the scores above and below the line, in a sentence; "" where they
    differ."""
    cases = (*line.use_cases, *(each.case for each in line.beyond))
    return shared_basis([each.ranked for each in cases if each.ranked is not None])
