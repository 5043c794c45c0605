"""A what-if in a sentence: what can be served, and why the first place of the ranking isn't among it."""

from django.utils.translation import gettext as _, ngettext

from core.labels import listed
from documents import rounded_numbers
from documents.localized_numbers import number
from products.planning.cut_line.selectors import CutLine, WaitingUseCase
from products.planning.what_if.change_words import amount_of
from products.selectors.goal_coverage import ServedUseCase

# More names than these are a count.
_MOST_NAMES = 3


def served_words(line: CutLine, limit: int | None = None) -> str:
    """The use cases that the capacity serves. `limit` is the number of new data products that was asked for,
    which may be more than the `line` can use."""
    limit = line.limit if limit is None else limit
    names = [str(each) for each in line.use_cases]
    name_words = listed(names)
    if not names:
        name_words = _("no use case")
    elif len(names) > _MOST_NAMES:
        name_words = _("%(count)s use cases") % {"count": len(names)}
    if line.weeks is not None:
        words = ngettext(
            "With %(weeks)s person-week, %(served)s can be served.",
            "With %(weeks)s person-weeks, %(served)s can be served.",
            amount_of(line.weeks),
        )
        return words % {"weeks": number(rounded_numbers.as_typed(line.weeks)), "served": name_words}
    words = ngettext(
        "With %(count)s new data product, %(served)s can be served.",
        "With %(count)s new data products, %(served)s can be served.",
        limit,
    )
    if not limit:
        words = _("Without new data products, %(served)s can be served.")
    return words % {"count": limit, "served": name_words}


def first_place_words(
    line: CutLine, first: ServedUseCase | None, *, is_dark: bool, is_decided: bool = False
) -> str:
    """The reason why the `first` use case of the ranking isn't served; "" where it is. `is_dark`: it needs a
    product that is left out. `is_decided`: it is part of the shortlist."""
    if first is None or first in line.use_cases:
        return ""
    waiting = next((each for each in line.beyond if each.case == first), None)
    if is_dark:
        words = _("%(name)s, first in the ranking, needs a data product that is left out.")
    elif waiting is not None:
        return _missing_words(line, waiting, is_decided=is_decided)
    elif not first.products:
        words = _("%(name)s, first in the ranking, has no data products yet.")
    elif first in line.without_effort:
        words = _("%(name)s, first in the ranking, needs a data product without an effort estimate.")
    elif first.is_stopped:
        words = _("%(name)s, first in the ranking, is stopped.")
    else:
        return ""
    return words % {"name": first}


def _missing_words(line: CutLine, waiting: WaitingUseCase, *, is_decided: bool) -> str:
    keys = {each.key for each in line.build}
    needs = len(waiting.missing) + sum(each.key in keys for each in waiting.case.products)
    more = needs - line.limit
    if line.weeks is not None or more <= 0:
        words = (
            _("%(name)s, first in the ranking and on the shortlist, would also need %(missing)s.")
            if is_decided
            else _("%(name)s, first in the ranking, would also need %(missing)s.")
        )
        return words % {"name": waiting.case, "missing": listed([str(each) for each in waiting.missing])}
    words = (
        ngettext(
            "%(name)s, first in the ranking and on the shortlist, would need %(count)s more.",
            "%(name)s, first in the ranking and on the shortlist, would need %(count)s more.",
            more,
        )
        if is_decided
        else ngettext(
            "%(name)s, first in the ranking, would need %(count)s more.",
            "%(name)s, first in the ranking, would need %(count)s more.",
            more,
        )
    )
    return words % {"name": waiting.case, "count": more}
