"""Permissions in an organization. Rules about its state are in policies.py.

`check_x(actor, …)` raises NotFound for what the actor may not even see, NotAllowed for what they may see but
not do; the trusted actors (commands, imports) pass. An organization's admin may do everything in it; its
facilitators may start discoveries.
"""

from collections.abc import Callable
from typing import TypeVar

from django.utils.translation import gettext as _

from core.exceptions import NotAllowed, NotFound
from core.selectors.request_cache import cached_per_request
from organizations.actors import Actor
from organizations.models import Membership, Organization, OrganizationRole, User

T = TypeVar("T")


def allows(check: Callable[[Actor, T], object], actor: Actor, target: T) -> bool:
    """True if `check` lets the actor pass: for showing a button only to those who may press it."""
    try:
        check(actor, target)
    except (NotAllowed, NotFound):
        return False
    return True


def organization_role(actor: Actor, organization: Organization) -> OrganizationRole | None:
    """The role of the actor's account in the organization, None for strangers and guests."""
    if actor.account is None or not actor.account.is_active:
        return None
    return _role_of_member(actor.account, organization)


@cached_per_request
def _role_of_member(account: User, organization: Organization) -> OrganizationRole | None:
    membership = Membership.objects.filter(organization=organization, user=account).first()
    return OrganizationRole(membership.role) if membership else None


def check_see_organization(actor: Actor, organization: Organization) -> None:
    """Raises NotFound for an actor who is no member, and must not learn that the organization exists."""
    if not actor.is_trusted and organization_role(actor, organization) is None:
        raise NotFound(_("Organization not found, or you don’t have access."))


def check_administer_organization(actor: Actor, organization: Organization) -> None:
    """Its name, its members, deleting a domain: for admins. Raises NotAllowed or NotFound."""
    check_see_organization(actor, organization)
    if not actor.is_trusted and organization_role(actor, organization) != OrganizationRole.ADMIN:
        raise NotAllowed(_("Only an admin of %(organization)s can do this.") % {"organization": organization})


def check_start_discovery(actor: Actor, organization: Organization) -> None:
    """Discoveries, domains, people, teams and roles: for admins and facilitators of the organization. Raises
    NotAllowed or NotFound."""
    check_see_organization(actor, organization)
    allowed = (OrganizationRole.ADMIN, OrganizationRole.FACILITATOR)
    if not actor.is_trusted and organization_role(actor, organization) not in allowed:
        raise NotAllowed(
            _("Only facilitators of %(organization)s can do this.") % {"organization": organization}
        )


def check_issue_sign_in_link(actor: Actor, user: User) -> None:
    """A link signs its holder in. An admin may therefore issue one only for an account that no one else uses
    yet: without a password, never signed in, and in organizations of this admin alone. Raises NotAllowed or
    NotFound."""
    if actor.is_trusted:
        return
    memberships = list(Membership.objects.filter(user=user).select_related("organization"))
    for membership in memberships:
        check_administer_organization(actor, membership.organization)
    if not memberships or user.has_usable_password() or user.last_login is not None:
        raise NotAllowed(_("This person already has an account and signs in with it."))
