"""Setting aside pairs of products that are alike and not the same."""

from django.db.models import Q
from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.models import Operation
from core.services import artifacts, operation
from discovery.permissions import check_edit_discovery
from organizations.actors import Actor
from products.models import DataProduct, DistinctProducts


def set_aside(*, actor: Actor, first: DataProduct, second: DataProduct, reason: str) -> Operation:
    """The two are not the same, for the reason. Said again, the new reason counts.

    Raises Invalid without a reason, for one and the same product, and for two of different discoveries.
    """
    check_edit_discovery(actor, first.discovery)
    reason = reason.strip()
    if not reason:
        raise Invalid(_("Enter a reason why they differ."))
    if first.pk == second.pk or first.discovery_id != second.discovery_id:
        raise Invalid(_("Choose two different data products of the same discovery."))
    with operation(
        actor, "overlap.set_aside", summary=f"{first.name}, {second.name}", place=first.discovery
    ) as current:
        artifacts.locked(first.discovery)
        pair = DistinctProducts.objects.filter(
            Q(first=first, second=second) | Q(first=second, second=first)
        ).first()
        if pair is not None:
            artifacts.change(pair, reason=reason)
        else:
            artifacts.add(
                DistinctProducts, discovery=first.discovery, first=first, second=second, reason=reason
            )
    return current


def compare_again(*, actor: Actor, pair: DistinctProducts) -> Operation:
    """The two are compared like all others. Raises NotAllowed or NotFound."""
    check_edit_discovery(actor, pair.discovery)
    summary = f"{pair.first.name}, {pair.second.name}"
    with operation(actor, "overlap.compared_again", summary=summary, place=pair.discovery) as current:
        artifacts.trash(pair)
    return current
