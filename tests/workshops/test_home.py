"""The front page shows everybody what is theirs, and nothing of anybody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from discovery.discoveries.models import DiscoveryRole
from organizations.organization.models import OrganizationRole
from tests import factories
from workshops.organization_page.selectors import organizations_of
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db


def test_a_guest_finds_a_field_for_the_code_and_the_way_to_sign_in(client_of):
    text = client_of().get("/").content.decode()

    assert 'name="code"' in text
    assert f'action="{reverse("discovery:join_code")}"' in text
    assert reverse("account_login") in text


def test_somebody_new_is_offered_the_first_step(client_of):
    text = client_of(factories.user()).get("/").content.decode()

    assert "You don’t belong to an organization yet" in text
    assert reverse("discovery:organization_create") in text


def test_alice_sees_hers_bob_his_and_charlie_what_was_opened_to_him(client_of):
    acme = factories.organization("Acme Health")
    domain = factories.domain(acme, "Commercial")
    open_one = factories.discovery(domain, "Open discovery")
    factories.discovery(domain, "Closed discovery")
    bobs = factories.organization("Bobs Bank")
    factories.discovery(factories.domain(bobs, "Lending"), "Lending discovery")
    alice = factories.member(acme, OrganizationRole.ADMIN)
    bob = factories.member(bobs, OrganizationRole.ADMIN)
    charlie = factories.access(open_one, DiscoveryRole.VIEWER)

    def home(person):
        return client_of(person).get("/").content.decode()

    for expected in ("Acme Health", "Open discovery", "Closed discovery"):
        assert expected in home(alice)
        assert expected not in home(bob)
    assert "Lending" not in home(alice)
    assert "Lending discovery" in home(bob)
    assert "Open discovery" in home(charlie)
    assert "Closed discovery" not in home(charlie)


def test_a_former_member_sees_nothing_of_the_organization_though_the_access_is_still_there(client_of):
    discovery = factories.discovery()
    user = factories.user()
    factories.make(
        type(factories.access(discovery).discovery_accesses.get()),
        discovery=discovery,
        user=user,
        role=DiscoveryRole.EDITOR,
    )

    assert discovery.name not in client_of(user).get("/").content.decode()


def test_the_live_workshop_comes_first_then_the_next_one():
    discovery = factories.discovery()
    user = factories.access(discovery)
    planned = factories.workshop(discovery, "Planned")

    def shown():
        (organization,) = organizations_of(user)
        return organization.domains[0].discoveries[0]

    assert shown().workshop == planned
    live = factories.workshop(discovery, "Live", state=WorkshopState.LIVE)
    assert shown().workshop == live
    assert shown().is_live
    factories.workshop(discovery, "Held", state=WorkshopState.ENDED)
    assert shown().past == 1


def test_domains_without_a_discovery_are_one_list(client_of):
    organization = factories.organization()
    for name in ("Lending", "Payments", "Risk"):
        factories.domain(organization, name)
    factories.workshop(factories.discovery(organization.domains.get(name="Risk"), "Risk discovery"))
    admin = factories.member(organization, OrganizationRole.ADMIN)
    page = html.fromstring(client_of(admin).get("/").content.decode())
    [section] = page.xpath("//section[*[normalize-space() = 'Domains without a discovery of yours']]")
    assert [each.text_content() for each in section.cssselect("li > .grow")] == ["Lending", "Payments"]
    links = [" ".join(each.text_content().split()) for each in page.cssselect("a.start-discovery")]
    assert sorted(links) == [f"Start a discovery in {name}" for name in ("Lending", "Payments", "Risk")]
    plain = factories.member(organization, OrganizationRole.MEMBER, name="Mo Member")
    assert "Domains without a discovery of yours" not in client_of(plain).get("/").content.decode()


def test_the_next_workshop_leads_to_its_agenda_too(client_of):
    workshop = factories.workshop(starts_at=timezone.now() + timedelta(hours=1))
    facilitator = factories.access(workshop.discovery, DiscoveryRole.FACILITATOR)
    url = reverse("discovery:workshop", args=[workshop.discovery.slug, workshop.uuid])
    assert f'class="button" href="{url}">Agenda' in client_of(facilitator).get("/").content.decode()


def test_hostile_names_are_shown_as_they_are(client_of):
    name = "<script>alert(1)</script>\"'=1+1\u05d0"
    organization = factories.organization(name)
    domain = factories.domain(organization, name)
    factories.workshop(factories.discovery(domain, name), name)
    admin = factories.member(organization, OrganizationRole.ADMIN, name=name)

    for address in ("/", f"/organizations/{organization.slug}/"):
        text = client_of(admin).get(address).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_the_number_of_queries_does_not_grow(client_of, django_assert_max_num_queries):
    organization = factories.organization()
    admin = factories.member(organization, OrganizationRole.ADMIN)
    for _domain in range(3):
        domain = factories.domain(organization)
        for _discovery in range(3):
            factories.workshop(factories.discovery(domain))
    browser = client_of(admin)

    with django_assert_max_num_queries(8):
        browser.get("/")


def test_the_form_to_sign_up_has_the_rules_of_passwords_in_one_sentence(client_of, settings):
    settings.SIGNUP_OPEN = True
    text = client_of().get(reverse("account_signup")).content.decode()
    assert "At least 10 characters, no common password, and not your name or email address." in text
    assert "too similar" not in text
