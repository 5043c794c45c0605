"""The changes of a what-if in words. Pure: a coverage and results in, text out."""

from decimal import Decimal

from django.utils.translation import get_language, gettext as _, ngettext

from core.labels import quoted
from documents import rounded_numbers
from documents.localized_numbers import number
from lvt.models import Criterion
from lvt.scoring_method import WEIGHTLESS
from lvt.selectors.ranking_results import Results
from products.selectors.goal_coverage import Coverage, ServingProduct
from products.selectors.what_if_coverage import WhatIfChanges


def change_words(
    coverage: Coverage, results: Results, changes: WhatIfChanges, limit: int
) -> tuple[tuple[str, str], ...]:
    """Each change in words, with its name and value in an address, as "drop=<uuid>"."""
    pairs: list[tuple[str, str]] = []
    for each in coverage.products:
        uuid = str(each.product.uuid)
        if uuid in changes.dropped:
            pairs.append((_("%(product)s is left out") % {"product": each}, f"drop={uuid}"))
        elif uuid in changes.efforts:
            pairs.append((_takes(each, changes.efforts[uuid]), f"effort={uuid}:{changes.efforts[uuid]}"))
    pairs += [
        (_("Without %(goal)s") % {"goal": quoted(str(goal.goal))}, f"out={goal.goal.uuid}")
        for goal in coverage.goals
        if str(goal.goal.uuid) in changes.out
    ]
    for criterion, weight in changed_weights(results, changes):
        words = _("“%(criterion)s” is weighted %(then)s instead of %(now)s") % {
            "criterion": criterion.name,
            "then": number(rounded_numbers.as_typed(weight)),
            "now": number(rounded_numbers.as_typed(criterion.weight)),
        }
        pairs.append((words, f"{criterion.uuid}={weight}"))
    if changes.weeks is not None:
        weeks = number(rounded_numbers.as_typed(changes.weeks))
        words = ngettext(
            "there is %(weeks)s person-week", "there are %(weeks)s person-weeks", amount_of(changes.weeks)
        )
        pairs.append((words % {"weeks": weeks}, f"weeks={changes.weeks}"))
    elif changes.then is not None and changes.then != limit:
        numbers = {"then": changes.then, "now": limit}
        words = ngettext(
            "there is %(then)s new data product instead of %(now)s",
            "there are %(then)s new data products instead of %(now)s",
            changes.then,
        )
        pairs.append((words % numbers, f"then={changes.then}"))
    return tuple(pairs)


def changed_weights(results: Results, changes: WhatIfChanges) -> list[tuple[Criterion, Decimal]]:
    """The criteria that have another weight, with it; none where weights don't count."""
    if results.method.combination in WEIGHTLESS:
        return []
    weights = [(each, changes.weights.get(each.pk, each.weight)) for each in results.criteria]
    return [(each, weight) for each, weight in weights if weight != each.weight]


def amount_of(weeks: Decimal) -> int:
    """A whole number that has the plural of so many person-weeks: French has the singular for 1.5, too."""
    is_one = weeks < 2 if (get_language() or "").startswith("fr") else weeks == 1
    return 1 if is_one else 2


def _takes(each: ServingProduct, weeks: Decimal) -> str:
    words = {"product": each, "then": number(rounded_numbers.as_typed(weeks))}
    # The effort of a product of another discovery isn't told.
    if each.product.effort is None or not each.is_from_here:
        sentence = ngettext(
            "%(product)s takes %(then)s person-week",
            "%(product)s takes %(then)s person-weeks",
            amount_of(weeks),
        )
        return sentence % words
    words["now"] = number(rounded_numbers.as_typed(each.product.effort))
    sentence = ngettext(
        "%(product)s takes %(then)s person-week instead of %(now)s",
        "%(product)s takes %(then)s person-weeks instead of %(now)s",
        amount_of(weeks),
    )
    return sentence % words
