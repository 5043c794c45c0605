"""Decisions of an organization on the bets of all its discoveries."""

from core.services import artifacts, operation
from organizations.actors import Actor
from organizations.models import Organization
from organizations.permissions import check_administer_organization


def limit_bets(
    *, actor: Actor, organization: Organization, wip_limit: int | None, revision: int | None = None
) -> Organization:
    """So many bets of all discoveries may be in progress at once; None for no limit. The portfolio warns
    above it. Raises NotAllowed, and Stale when someone changed the organization since `revision`."""
    check_administer_organization(actor, organization)
    with operation(actor, "organization.limited", summary=organization.name, place=organization):
        return artifacts.change(organization, revision=revision, wip_limit=wip_limit)
