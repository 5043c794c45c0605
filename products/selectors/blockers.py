"""The work of apps above that data products wait for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from products.registries import Blocker, blockers


@cached_per_request
def blockers_of(discovery: Discovery) -> Mapping[int, Sequence[Blocker]]:
    """The blockers of each product that waits for some, by its primary key."""
    by_product: dict[int, list[Blocker]] = defaultdict(list)
    for each in blockers:
        for product, of_product in each.find(discovery).items():
            by_product[product].extend(of_product)
    return by_product


def blocked_until(of_product: Iterable[Blocker], delivers_on: date | None) -> date | None:
    """The last day of the blockers, if that's after the product delivers; None if it isn't planned."""
    until = last_day(of_product)
    return until if until and delivers_on and until > delivers_on else None


def last_day(of_product: Iterable[Blocker]) -> date | None:
    """The last day of the blockers; None without a day."""
    return max((each.until for each in of_product if each.until), default=None)


def with_last_day(words: str, until: date | None) -> str:
    """The words for something, and until when it's blocked, if it is."""
    if until is None:
        return words
    return _("%(name)s, blocked until %(date)s") % {
        "name": words,
        "date": date_format(until, "SHORT_DAY_FORMAT"),
    }
