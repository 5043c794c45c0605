"""Rules about the state of an organization. permissions.py checks the actor."""

from django.utils.translation import gettext as _

from core.exceptions import Conflict
from organizations.models import Membership, OrganizationRole


def check_leaves_an_admin(membership: Membership) -> None:
    """Raises Conflict for the last admin of an organization: no other member could give the role to
    anyone."""
    others = Membership.objects.filter(
        organization=membership.organization_id, role=OrganizationRole.ADMIN, user__is_active=True
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise Conflict(_("This is the last admin. Make someone else an admin first."))
