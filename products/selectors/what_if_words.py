"""The changes of a what-if in words."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from documents import figures
from documents.spelling import number
from lvt.scoring_method import WEIGHTLESS
from lvt.selectors.results import Results
from products.selectors.coverage import Coverage, ServingProduct

if TYPE_CHECKING:
    from products.selectors.what_if import Changes


def words_and_parts(
    covered: Coverage, results: Results, changes: Changes, limit: int
) -> tuple[tuple[str, str], ...]:
    """Each change in words, with the name and value that say it in an address, as "drop=<uuid>"."""
    parts: list[tuple[str, str]] = []
    for each in covered.products:
        uuid = str(each.product.uuid)
        if uuid in changes.dropped:
            parts.append((_("%(product)s is dropped") % {"product": each}, f"drop={uuid}"))
        elif uuid in changes.efforts:
            parts.append((_takes(each, changes.efforts[uuid]), f"effort={uuid}:{changes.efforts[uuid]}"))
    parts += [
        (_("%(goal)s is left out") % {"goal": goal.goal}, f"out={goal.goal.uuid}")
        for goal in covered.goals
        if str(goal.goal.uuid) in changes.out
    ]
    weightless = results.method.combination in WEIGHTLESS
    for criterion in () if weightless else results.criteria:
        weight = changes.weights.get(criterion.pk, criterion.weight)
        if weight != criterion.weight:
            words = _("“%(criterion)s” is weighted %(then)s instead of %(now)s") % {
                "criterion": criterion.name,
                "then": number(figures.typed(weight)),
                "now": number(figures.typed(criterion.weight)),
            }
            parts.append((words, f"{criterion.uuid}={weight}"))
    if changes.weeks is not None:
        weeks = number(figures.typed(changes.weeks))
        parts.append((_("there are %(weeks)s person-weeks") % {"weeks": weeks}, f"weeks={changes.weeks}"))
    elif changes.then is not None and changes.then != limit:
        numbers = {"then": changes.then, "now": limit}
        words = _("there are %(then)s new data products instead of %(now)s") % numbers
        parts.append((words, f"then={changes.then}"))
    return tuple(parts)


def _takes(each: ServingProduct, weeks: Decimal) -> str:
    words = {"product": each, "then": number(figures.typed(weeks))}
    if each.product.effort is None:
        return _("%(product)s takes %(then)s person-weeks") % words
    words["now"] = number(figures.typed(each.product.effort))
    return _("%(product)s takes %(then)s person-weeks instead of %(now)s") % words
