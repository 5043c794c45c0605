"""The sharing method of an output port, and the reason: one choice for each port."""

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.models import Operation
from core.services import artifacts, operation
from discovery.permissions import check_edit_discovery
from organizations.actors import Actor
from products.models import OutputPort
from technology.models import SharingChoice, SharingPattern


def choose_sharing(
    *,
    actor: Actor,
    port: OutputPort,
    pattern: str,
    reason: str,
    is_simple_reporting: bool | None = None,
    is_same_platform: bool | None = None,
    needs_locality: bool | None = None,
    cautions: str = "",
    revision: int | None = None,
) -> SharingChoice:
    """Sets the sharing method of the port, in place of an earlier choice. `revision` is the revision of the
    choice that the person saw, 0 for none.

    Raises Invalid for an unknown pattern and for a choice without a reason, Stale when someone else chose
    meanwhile.
    """
    discovery = port.product.discovery
    check_edit_discovery(actor, discovery)
    if pattern not in SharingPattern.values:
        raise Invalid(_("Unknown sharing method. Choose one from the list."))
    if not reason.strip():
        raise Invalid(_("Enter a reason, so people can check later whether it still applies."))
    values = {
        "pattern": pattern,
        "reason": reason,
        "is_simple_reporting": is_simple_reporting,
        # A consumer that only reports is not asked.
        "is_same_platform": None if is_simple_reporting else is_same_platform,
        # Nor is a consumer on the same platform.
        "needs_locality": None if is_simple_reporting or is_same_platform else needs_locality,
        "cautions": cautions if pattern == SharingPattern.COPY else "",
    }
    with operation(actor, "sharing.chosen", summary=_summary(port), place=discovery):
        artifacts.locked(port)  # so that two first choices come one after the other
        current = SharingChoice.objects.filter(port=port).first()
        if current is None:
            return artifacts.add(SharingChoice, port=port, **values)
        return artifacts.change(current, revision=revision, **values)


def withdraw_sharing(*, actor: Actor, choice: SharingChoice) -> Operation:
    """The choice goes to the trash. Raises NotAllowed or NotFound."""
    discovery = choice.port.product.discovery
    check_edit_discovery(actor, discovery)
    with operation(actor, "sharing.withdrawn", summary=_summary(choice.port), place=discovery) as current:
        artifacts.trash(choice)
    return current


def _summary(port: OutputPort) -> str:
    return f"{port.product.name}: {port.name}"
