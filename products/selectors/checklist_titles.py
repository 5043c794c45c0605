"""Titles of the checklists of data products (discovery.spotlight_headlines)."""

from collections.abc import Sequence

from discovery import spotlight_headlines
from products.design.checklist.selectors import Checklist


def checklists_title(lists: Sequence[Checklist]) -> str:
    """The title of these checklists, at least one: the data products that lack the most."""
    incomplete = sorted((each for each in lists if each.missing), key=lambda each: -len(each.missing))
    first = incomplete[0] if incomplete else lists[0]
    missing = len(first.missing)
    worst = [each.product.name for each in incomplete if len(each.missing) == missing]
    return spotlight_headlines.checklists(
        incomplete=len(incomplete), worst=worst, missing=missing, of=first.total
    )
