"""The life of a request for access."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Conflict, Invalid
from core.models import Artifact
from core.transitions import Move
from products.models import AccessRequest, OutputPort, ProductState, RequestState

# From each state, the states that may follow. The form, services and the drawing in docs/ come from this
# table.
REQUEST_TRANSITIONS: Mapping[RequestState, Mapping[RequestState, Move]] = {
    RequestState.ASKED: {
        RequestState.GRANTED: Move(
            gettext_lazy("Grant"),
            gettext_lazy("Adds a rule that grants access, and adds them as a consumer."),
        ),
        RequestState.REFUSED: Move(gettext_lazy("Refuse"), gettext_lazy("Your answer gives the reason.")),
    },
    RequestState.GRANTED: {
        RequestState.ENDED: Move(
            gettext_lazy("End the access"), gettext_lazy("Removes the rule that grants access.")
        ),
    },
    RequestState.REFUSED: {},
    RequestState.ENDED: {},
}


def check_may_be_asked_for(port: OutputPort) -> None:
    """Raises Invalid for a port of a product that is retired: no one gets access to it any more."""
    if port.product.state == ProductState.RETIRED:
        message = _("%(name)s is retired, so access can’t be granted anymore. Your text is still here.")
        raise Invalid(message % {"name": port.product.name})


def check_may_be_set_back(artifact: Artifact, before: Mapping[str, Any] | None) -> None:
    """Asked before an undo sets something back. Raises Conflict for access to a retired product, which was
    ended since or not granted yet."""
    if not isinstance(artifact, AccessRequest) or before is None:
        return
    if before["state"] == RequestState.GRANTED != artifact.state:
        product = artifact.port.product
        if product.state == ProductState.RETIRED:
            message = _("%(name)s is retired, so access can’t be granted anymore.")
            raise Conflict(message % {"name": product.name})


def check_request_transition(request: AccessRequest, to: RequestState) -> None:
    """Raises Conflict unless the table allows it."""
    if to not in REQUEST_TRANSITIONS[RequestState(request.state)]:
        raise Conflict(
            _("A request that is “%(state)s” can’t become “%(to)s”.")
            % {"state": request.get_state_display(), "to": to.label}
        )


def check_answer(
    request: AccessRequest, to: RequestState, answer: str, until: date | None, today: date
) -> None:
    """Raises Invalid for a refusal without a reason, and for access that is over before it begins."""
    if to == RequestState.REFUSED and not answer.strip():
        raise Invalid(_("Enter a reason. The person who asked will see it."), "answer")
    if to == RequestState.GRANTED:
        check_may_be_asked_for(request.port)
        if until is not None and until < today:
            raise Invalid(_("The end date of the access can’t be in the past."), "expires_on")
