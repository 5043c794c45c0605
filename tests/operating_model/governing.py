"""What tests of roles, responsibilities and governance start from."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from operating_model.governance.kinds import End, ends
from operating_model.models import Body, Flow
from operating_model.shipped import PRODUCT_OWNER
from organizations.actors import Actor
from organizations.models import Membership, Person, Role, Team
from organizations.organization.models import OrganizationRole
from tests import factories
from tests.factories import make


def world() -> SimpleNamespace:
    """A discovery with an editor, a facilitator of its organization, three standard roles, two people and a
    team."""
    discovery: Discovery = factories.discovery()
    organization = discovery.domain.organization
    account = factories.access(discovery, DiscoveryRole.EDITOR, name="Eda Editor")
    leader = factories.access(discovery, DiscoveryRole.FACILITATOR, name="Fay Facilitator")
    membership = Membership.objects.get(organization=organization, user=leader)
    Membership.objects.filter(pk=membership.pk).update(role=OrganizationRole.FACILITATOR)

    def role(name: str, key: str) -> Role:
        return make(Role, organization=organization, name=name, key=key)

    return SimpleNamespace(
        discovery=discovery,
        organization=organization,
        account=account,
        editor=Actor.of_account(account),
        leader_account=leader,
        leader=Actor.of_account(leader),
        domain_owner=role("Domain owner", "domain_owner"),
        product_owner=role("Data product owner", PRODUCT_OWNER),
        architect=role("Domain architect", "domain_architect"),
        amara=make(Person, organization=organization, name="Amara Osei"),
        marta=make(Person, organization=organization, name="Marta Keller"),
        team=make(Team, organization=organization, name="Brand and campaigns", domain=discovery.domain),
    )


def add_body(*, actor: Actor, discovery: Discovery, **fields: Any) -> Body:
    """A new body of the discovery with these fields."""
    return kinds.add(actor=actor, draft=Body(discovery=discovery, **fields))


def add_flow(*, actor: Actor, discovery: Discovery, origin: End, end: End, **fields: Any) -> Flow:
    """Something that flows from a body or team to another."""
    fields |= ends("from", origin) | ends("to", end)
    return kinds.add(actor=actor, draft=Flow(discovery=discovery, **fields))
