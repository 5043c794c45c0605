"""The life of a data product."""

from collections.abc import Mapping

from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Conflict
from core.transitions import Move
from products.models import DataProduct, ProductKind, ProductState

_RETIRE = Move(
    gettext_lazy("Retire"), gettext_lazy("No longer needed. Hidden on maps, but its record is kept.")
)

# From each state, the states that may follow. Buttons, services and the drawing in docs/ come from this
# table.
PRODUCT_TRANSITIONS: Mapping[ProductState, Mapping[ProductState, Move]] = {
    ProductState.PROPOSED: {
        ProductState.PLANNED: Move(
            gettext_lazy("Plan"), gettext_lazy("It’s worth the effort and has a place on the roadmap.")
        ),
        ProductState.RETIRED: Move(
            gettext_lazy("Drop"), gettext_lazy("It won’t be built. The reasons for proposing it are kept.")
        ),
    },
    ProductState.PLANNED: {
        ProductState.BUILDING: Move(
            gettext_lazy("Start building"), gettext_lazy("A team works on its first iteration.")
        ),
        ProductState.PROPOSED: Move(
            gettext_lazy("Back to proposals"), gettext_lazy("Not now. Something else comes first.")
        ),
        ProductState.RETIRED: _RETIRE,
    },
    ProductState.BUILDING: {
        ProductState.LIVE: Move(
            gettext_lazy("Go live"), gettext_lazy("Its first consumers use it, and its promises apply.")
        ),
        ProductState.PLANNED: Move(
            gettext_lazy("Back to planned"), gettext_lazy("No one is working on it at the moment.")
        ),
        ProductState.RETIRED: _RETIRE,
    },
    ProductState.LIVE: {
        ProductState.BUILDING: Move(
            gettext_lazy("Back to building"),
            gettext_lazy("It needs work before anyone can rely on it again."),
        ),
        ProductState.RETIRED: _RETIRE,
    },
    ProductState.RETIRED: {
        ProductState.PROPOSED: Move(
            gettext_lazy("Propose again"),
            gettext_lazy("Something has changed, so it’s worth a second look."),
        ),
    },
}


def check_may_be_aggregate(product: DataProduct) -> None:
    """Raises Conflict for a product that is not consumer-oriented: the question does not arise whether it is
    an aggregate."""
    if product.kind != ProductKind.CONSUMER_ORIENTED:
        raise Conflict(
            _("Already answered: the type of the data product is “%(kind)s”.")
            % {"kind": product.get_kind_display()}
        )


def check_product_transition(product: DataProduct, to: ProductState) -> None:
    """Raises Conflict unless the table allows it."""
    if to not in PRODUCT_TRANSITIONS[ProductState(product.state)]:
        raise Conflict(
            _("A data product that is “%(state)s” can’t become “%(to)s”.")
            % {"state": product.get_state_display(), "to": to.label}
        )
