"""Rights of people in a discovery. Rules about its state are in policies.py.

`check_x(actor, …)` raises NotFound for what the actor may not even see, NotAllowed for what they may see but
not do; the trusted actors (commands, imports) pass. The roles: an organization's admin may do everything in
it; its facilitators may start discoveries; a discovery is open to those with access to it, as facilitator,
editor or viewer; a guest belongs to one workshop.
"""

from typing import Any, Final

from django.db.models import QuerySet, Subquery
from django.utils.translation import gettext as _

from core.database_statements import PreparedQuery
from core.exceptions import NotAllowed, NotFound
from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery, DiscoveryAccess, DiscoveryRole
from discovery.registries import discovery_followers
from organizations.actors import Actor
from organizations.models import Membership, OrganizationRole, User
from organizations.permissions import allows

# What a role includes.
_INCLUDES = {
    DiscoveryRole.VIEWER: frozenset({DiscoveryRole.VIEWER}),
    DiscoveryRole.EDITOR: frozenset({DiscoveryRole.VIEWER, DiscoveryRole.EDITOR}),
    DiscoveryRole.FACILITATOR: frozenset(DiscoveryRole),
}


def _roles(discovery: int, organization: int, account: int) -> QuerySet[Any, Any]:
    """The roles of the account in the organization and in the discovery."""
    roles = DiscoveryAccess.objects.filter(discovery=discovery, user=account).values("role")
    memberships = Membership.objects.filter(organization=organization, user=account)
    return memberships.order_by().values_list("role", Subquery(roles))


_ROLES: Final = PreparedQuery(_roles, -1, -2, -3)


def discovery_role(actor: Actor, discovery: Discovery) -> DiscoveryRole | None:
    """The role of the actor's account in the discovery; an admin of its organization has all of it."""
    if actor.account is None or not actor.account.is_active:
        return None
    return _role_given(actor.account, discovery)


@cached_per_request
def _role_given(account: User, discovery: Discovery) -> DiscoveryRole | None:
    roles = _ROLES.tuples(discovery.pk, discovery.domain.organization_id, account.pk)
    if not roles:
        # Who left the organization has no access left, whatever the discovery says. The copy of a rehearsal
        # has no members: who may do something in the discovery that is rehearsed may do it there.
        originals = (follower.copied_from(discovery) for follower in discovery_followers)
        original = next((each for each in originals if each is not None), None)
        return None if original is None else _role_given(account, original)
    ((of_organization, of_discovery),) = roles
    if of_organization == OrganizationRole.ADMIN:
        return DiscoveryRole.FACILITATOR
    return DiscoveryRole(of_discovery) if of_discovery else None


def check_discovery(actor: Actor, discovery: Discovery, least_role: DiscoveryRole) -> None:
    """Raises NotFound for an actor without a role in the discovery, and NotAllowed for one whose role does
    not include `least_role`."""
    if actor.is_trusted:
        return
    role = discovery_role(actor, discovery)
    if role is None:
        raise NotFound(_("Discovery not found, or you don’t have access."))
    if least_role not in _INCLUDES[role]:
        raise NotAllowed(_("You can view this discovery, but you can’t change this."))


def check_see_discovery(actor: Actor, discovery: Discovery) -> None:
    """Raises NotFound for an actor without access, who must not learn that the discovery exists."""
    check_discovery(actor, discovery, DiscoveryRole.VIEWER)


def check_edit_discovery(actor: Actor, discovery: Discovery) -> None:
    """Check the right to change what pages write, such as the tree, data products and decisions: for editors
    and facilitators."""
    check_discovery(actor, discovery, DiscoveryRole.EDITOR)


def check_facilitate(actor: Actor, discovery: Discovery) -> None:
    """Workshops, access, methods, running the room: for facilitators."""
    check_discovery(actor, discovery, DiscoveryRole.FACILITATOR)


def may_edit(actor: Actor, discovery: Discovery) -> bool:
    """Return True if pages offer the actor what check_edit_discovery would let them do."""
    return allows(check_edit_discovery, actor, discovery)


def may_facilitate(actor: Actor, discovery: Discovery) -> bool:
    """Return True if pages offer the actor what check_facilitate would let them do."""
    return allows(check_facilitate, actor, discovery)
