"""The discoveries of an organization that someone may view."""

from django.db.models import QuerySet

from discovery.models import Discovery, DiscoveryAccess
from organizations.actors import Actor
from organizations.models import Organization, OrganizationRole
from organizations.permissions import organization_role


def visible_discoveries(actor: Actor, organization: Organization) -> QuerySet[Discovery]:
    """The discoveries of the organization that the actor may look at, in no order."""
    rows = Discovery.objects.filter(domain__organization=organization, domain__deleted_at=None).order_by()
    if actor.is_trusted:
        return rows
    role = organization_role(actor, organization)
    if role is None:
        return rows.none()
    if role == OrganizationRole.ADMIN:
        return rows
    return rows.filter(pk__in=DiscoveryAccess.objects.filter(user=actor.account).values("discovery"))
