"""Writing the capabilities that a data product needs, and their levels."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.models import Operation
from core.services import artifacts, operation
from discovery.permissions import check_edit_discovery
from organizations.actors import Actor
from products.models import DataProduct
from technology.kinds.needs_reads_sharing import check_level
from technology.models import Capability, ProductNeed


def set_needs(
    *,
    actor: Actor,
    product: DataProduct,
    levels: Mapping[Capability, int | None],
    reasons: Mapping[Capability, str] | None = None,
) -> Operation:
    """Sets the level, 1 to 5, at which the product needs each of these capabilities; None removes the need.
    Needs of other capabilities stay.

    Raises Invalid for another level, and for a capability of another discovery than the product's.
    """
    check_edit_discovery(actor, product.discovery)
    for capability, level in levels.items():
        if capability.discovery_id != product.discovery_id:
            raise Invalid(_("That capability belongs to another discovery."))
        if level is not None:
            check_level(level)
    texts = reasons or {}
    with operation(actor, "need.changed", summary=product.name, place=product.discovery) as current:
        # In one order, so that two who write at once do not wait for each other.
        artifacts.locked(product)
        needs = {need.capability_id: need for need in ProductNeed.objects.filter(product=product)}
        for capability, level in levels.items():
            need = needs.get(capability.pk)
            if need is None:
                if level is not None:
                    artifacts.add(
                        ProductNeed,
                        product=product,
                        capability=capability,
                        level=level,
                        reason=texts.get(capability, ""),
                    )
            elif level is None:
                artifacts.trash(need)
            else:
                artifacts.change(need, level=level, reason=texts.get(capability, need.reason))
    return current
