"""Rules for parting two products that were merged."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from core.exceptions import Conflict
from core.models import Operation
from core.selectors.operations import standing
from products.design.merging.selectors import children
from products.models import DataProduct, InputPort
from products.registries import merged_rows

MERGED = "product.merged"


def check_may_be_parted(target: Operation) -> None:
    """Asked before a merge is undone, or done again: what was linked with the product since would be left
    between the two. Raises Conflict, which names who did what."""
    merge = target
    while merge.undoes is not None:
        merge = merge.undoes
    if merge.verb != MERGED:
        return
    both = set(DataProduct.history.filter(operation=merge).values_list("id", flat=True))
    fields = [(DataProduct, "id"), *((model, "product") for model in children())]
    for model, field in [*fields, *((rows.model, rows.field) for rows in merged_rows)]:
        later = _later(model, field, target, both)
        if later is not None:
            raise Conflict(
                _("%(who)s changed “%(what)s” afterwards. Undoing this would lose that change.")
                % {"who": later.operation.actor_label, "what": str(later.instance)[:80]}
            )


def _later(model: Any, field: str, target: Operation, products: set[int]) -> Any | None:
    concerns = Q(**{f"{field}__in": products})
    if model is InputPort:
        concerns |= Q(feeder__in=products)
    rows = model.history.filter(concerns, operation__gt=target.pk)
    operations = standing(rows.order_by().values_list("operation_id", "operation__undoes_id"))
    return (
        rows.filter(operation__in=operations).select_related("operation").order_by("-history_id").first()
        if operations
        else None
    )
