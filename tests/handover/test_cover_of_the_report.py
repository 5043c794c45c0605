"""The cover of the report names those who commissioned the discovery, and those who facilitated it."""

from __future__ import annotations

import pytest

from discovery.models import Discovery, DiscoveryRole
from handover.reports.cover import people_of_cover
from organizations.models import Person, Role, RoleAllocation
from tests import factories
from tests.demo import demo_discovery, put_demo
from tests.factories import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def discovery() -> Discovery:
    return factories.discovery()


def test_without_anyone_the_cover_names_no_one(discovery: Discovery) -> None:
    people = people_of_cover(discovery)
    assert (people.sponsors, people.facilitators) == ("", "")


def test_sponsors_of_the_domain_and_facilitators_are_named_each_once(discovery: Discovery) -> None:
    organization = discovery.domain.organization
    sponsor = make(Role, organization=organization, key="executive_sponsor", name="Executive sponsor")
    other = make(Role, organization=organization, key="domain_owner", name="Domain owner")
    ana, ben = (make(Person, organization=organization, name=name) for name in ("Ana", "Ben"))
    for role, person in ((sponsor, ana), (sponsor, ana), (other, ben)):
        make(RoleAllocation, role=role, person=person, domain=discovery.domain, share=10)
    facilitator = factories.access(discovery, role=DiscoveryRole.FACILITATOR)
    factories.access(discovery, role=DiscoveryRole.VIEWER)

    people = people_of_cover(discovery)

    assert people.sponsors == "Ana"
    assert people.facilitators == facilitator.name


def test_the_demo_has_a_sponsor(db: None) -> None:
    put_demo()
    assert people_of_cover(demo_discovery()).sponsors == "Henrik Vos"
