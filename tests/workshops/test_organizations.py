"""Organizations: who may keep members and domains, and which writes are always refused."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.exceptions import Conflict, NotAllowed, NotFound, Stale
from core.models import Operation
from discovery.models import Discovery, DiscoveryAccess
from organizations.actors import Actor
from organizations.models import Domain, Membership, Organization, SignInLink, User
from organizations.organization import services
from organizations.organization.models import OrganizationRole
from tests import factories
from tests.workshops.addresses import url
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    return factories.organization()


@pytest.fixture
def admin(organization):
    return factories.member(organization, OrganizationRole.ADMIN, name="Ada Admin")


@pytest.fixture
def acting(admin):
    return Actor.of_account(admin)


# --- Creating one ---------------------------------------------------------------------------------


def test_the_creator_of_an_organization_is_its_admin(client_of):
    user = factories.user()

    answer = client_of(user).post(reverse("discovery:organization_create"), {"name": "Aurelia Health"})

    organization = Organization.objects.get()
    assert answer["Location"] == url("organization_overview", organization)
    assert organization.slug == "aurelia-health"
    assert Membership.objects.get().role == OrganizationRole.ADMIN
    assert Membership.objects.get().user == user


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "x" * 10_000, "\x00", "\x07\x1b", "\u202e"])
def test_a_name_that_is_none_is_refused_beside_the_field(client_of, name):
    answer = client_of(factories.user()).post(reverse("discovery:organization_create"), {"name": name})

    assert answer.status_code == 422
    assert 'class="errorlist' in answer.content.decode()
    assert not Organization.objects.exists()


def test_addresses_are_unique_also_against_the_trash_and_our_own_words():
    actor = Actor.of_account(factories.user())
    slugs = [
        services.create_organization(actor=actor, name=name).slug
        for name in ("Acme", "Acme", "New", "日本", "日本")
    ]

    assert slugs == ["acme", "acme-2", "new-2", "organization", "organization-2"]


def test_nobody_cannot_create_one():
    with pytest.raises(NotAllowed):
        services.create_organization(actor=Actor.nobody(), name="Acme")


# --- Members --------------------------------------------------------------------------------------


def test_somebody_with_an_account_is_added_and_no_link_is_made(client_of, organization, admin):
    known = factories.user("Carla", email="carla@example.org", password="a long enough one")

    answer = client_of(admin).post(
        url("member_add", organization),
        {"email": "Carla@Example.org", "role": "member", "is_theirs": "on"},
    )

    assert answer.status_code == 303
    assert Membership.objects.get(user=known).role == OrganizationRole.MEMBER
    assert not SignInLink.objects.exists()


def test_somebody_new_gets_an_account_without_password_and_a_link_to_pass_on(client_of, organization, admin):
    answer = client_of(admin).post(
        url("member_add", organization),
        {"email": "new@example.org", "name": "Nora New", "role": "facilitator"},
    )

    user = User.objects.get(email="new@example.org")
    assert not user.has_usable_password()
    assert user.name == "Nora New"
    text = answer.content.decode()
    link = text.split('data-copy="')[1].split('"')[0]
    invited = client_of()
    invited.post("/sign-in/" + link.split("/sign-in/")[1])
    assert invited.session["_auth_user_id"] == str(user.pk)


def test_a_member_is_not_added_twice(client_of, organization, admin):
    answer = client_of(admin).post(url("member_add", organization), {"email": admin.email, "role": "member"})

    assert answer.status_code == 422
    assert "is already a member" in answer.content.decode()
    assert Membership.objects.count() == 1


def test_the_last_admin_can_neither_leave_nor_step_down(acting, admin, organization):
    membership = Membership.objects.get(user=admin)

    with pytest.raises(Conflict, match="last admin"):
        services.remove_member(actor=acting, membership=membership)
    with pytest.raises(Conflict, match="last admin"):
        services.change_member(actor=acting, membership=membership, role=OrganizationRole.MEMBER)

    factories.member(organization, OrganizationRole.ADMIN, is_active=False)
    with pytest.raises(Conflict, match="last admin"):
        services.remove_member(actor=acting, membership=membership)

    factories.member(organization, OrganizationRole.ADMIN)
    services.remove_member(actor=acting, membership=membership)
    assert not Membership.objects.filter(user=admin).exists()


def test_a_member_who_became_the_last_admin_meanwhile_stays(acting, admin, organization):
    """Somebody asked for it when the person was a member among others, and had to wait."""
    heir = Membership.objects.get(user=factories.member(organization, OrganizationRole.MEMBER, name="Heidi"))
    services.change_member(
        actor=acting, membership=Membership.objects.get(pk=heir.pk), role=OrganizationRole.ADMIN
    )
    own = Membership.objects.get(user=admin)
    services.change_member(actor=acting, membership=own, role=OrganizationRole.MEMBER)

    assert heir.role == OrganizationRole.MEMBER  # as it was read before
    with pytest.raises(Conflict, match="last admin"):
        services.remove_member(actor=factories.SYSTEM, membership=heir)
    with pytest.raises(Conflict, match="last admin"):
        services.change_member(actor=factories.SYSTEM, membership=heir, role=OrganizationRole.FACILITATOR)


def test_a_removed_member_loses_every_access_also_after_coming_back(acting, organization):
    discovery = factories.discovery(factories.domain(organization))
    user = factories.access(discovery)

    services.remove_member(actor=acting, membership=Membership.objects.get(user=user))
    assert not DiscoveryAccess.objects.filter(user=user).exists()

    services.add_member(actor=acting, organization=organization, email=user.email)
    assert not DiscoveryAccess.objects.filter(user=user).exists()


def test_no_undo_leads_around_the_rules_for_members(acting, organization):
    services.add_member(actor=acting, organization=organization, email="x@example.org")

    with pytest.raises(NotFound):
        undo(actor=acting, target=Operation.objects.get(verb="member.added"))


# --- Who may --------------------------------------------------------------------------------------


def test_a_stranger_finds_no_organization_and_a_member_may_not_change_it(client_of, organization):
    domain = factories.domain(organization)
    member = client_of(factories.member(organization))
    stranger = client_of(factories.member(factories.organization(), OrganizationRole.ADMIN))
    reads = ["organization_overview", "organization_members", "organization_people"]
    writes = [
        url("organization_edit", organization),
        url("member_add", organization),
        url("domain_add", organization),
        url("domain_edit", organization, domain.uuid),
        url("domain_delete", organization, domain.uuid),
        url("person_add", organization),
        url("team_add", organization),
        url("role_add", organization),
    ]

    for name in reads:
        assert stranger.get(url(name, organization)).status_code == 404
        assert member.get(url(name, organization)).status_code == 200
    for address in writes:
        assert stranger.post(address).status_code == 404
        assert member.post(address).status_code == 403
        assert client_of().post(address).status_code == 302


def test_services_check_for_themselves(organization):
    member = Actor.of_account(factories.member(organization))
    stranger = Actor.of_account(factories.user())

    with pytest.raises(NotAllowed):
        services.rename_organization(actor=member, organization=organization, name="Mine")
    with pytest.raises(NotFound):
        services.rename_organization(actor=stranger, organization=organization, name="Mine")


# --- Domains --------------------------------------------------------------------------------------


def test_a_facilitator_keeps_domains_and_only_an_admin_deletes_one(client_of, organization):
    facilitator = client_of(factories.member(organization, OrganizationRole.FACILITATOR))

    facilitator.post(url("domain_add", organization), {"name": "Commercial", "description": "Sells"})
    domain = Domain.objects.get()
    facilitator.post(
        url("domain_edit", organization, domain.uuid),
        {"name": "Sales", "description": "Sells", "revision": domain.revision},
    )

    domain.refresh_from_db()
    assert (domain.name, domain.slug) == ("Sales", "commercial")
    assert facilitator.post(url("domain_delete", organization, domain.uuid)).status_code == 403


@pytest.mark.parametrize("shown", ["home", "organization_overview", "process:organization_onboarding"])
def test_cancel_of_a_domain_leads_to_where_one_came_from(client_of, organization, admin, shown):
    client = client_of(admin)
    came_from = reverse("discovery:home") if shown == "home" else url(shown, organization)

    (address,) = re.findall(r'href="([^"]*domains/add/[^"]*)"', page_at(client, came_from))

    assert cancel_in(page_at(client, unescape(address))) == came_from
    added = client.post(unescape(address), {"name": "Commercial", "description": "Sells"})
    assert added.headers["Location"] == came_from


def test_cancel_leads_to_no_other_server(client_of, organization, admin):
    client = client_of(admin)
    for hostile in (
        "//other.example/",
        "https://other.example/",
        r"/\other.example/",
        "javascript:alert(1)",
        "x",
    ):
        address = f"{url('domain_add', organization)}?{urlencode({'back': hostile})}"
        assert cancel_in(page_at(client, address)) == url("organization_overview", organization)


def page_at(client, address):
    return client.get(address).content.decode()


def cancel_in(page):
    (address,) = re.findall(r'href="([^"]*)">Cancel<', page)
    return unescape(address)


def test_a_domain_goes_with_its_discoveries_and_comes_back_with_them(client_of, organization, admin):
    domain = factories.domain(organization)
    discovery = factories.discovery(domain)
    browser = client_of(admin)

    browser.post(url("domain_delete", organization, domain.uuid))

    assert not Domain.objects.exists()
    assert not Discovery.objects.exists()
    assert browser.get(f"/d/{discovery.slug}/").status_code == 404
    deleted = Operation.objects.get(verb="domain.deleted")
    toast = browser.get(url("organization_overview", organization)).content.decode()
    assert f'data-undo="/operations/{deleted.uuid}/undo/"' in toast

    browser.post(f"/operations/{deleted.uuid}/undo/")
    assert Domain.objects.get() == domain
    assert browser.get(f"/d/{discovery.slug}/").status_code == 200


def test_a_domain_is_not_deleted_under_a_live_workshop(acting, organization):
    domain = factories.domain(organization)
    factories.workshop(factories.discovery(domain), state="live")

    with pytest.raises(Conflict, match="is live"):
        services.delete_domain(actor=acting, domain=domain)
    assert Domain.objects.exists()


def test_a_domain_of_another_organization_is_not_found(client_of, organization, admin):
    foreign = factories.domain()

    assert client_of(admin).post(url("domain_delete", organization, foreign.uuid)).status_code == 404
    assert Domain.objects.filter(pk=foreign.pk).exists()


def test_a_stale_rename_shows_both_versions_and_then_goes_through(client_of, organization, admin, acting):
    browser = client_of(admin)
    services.rename_organization(actor=acting, organization=organization, name="Theirs & co")

    answer = browser.post(url("organization_edit", organization), {"name": "Mine", "revision": 1})

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs &amp; co" in text
    assert 'value="Mine"' in text
    assert "Ada Admin" in text
    assert Organization.objects.get().name == "Theirs & co"

    browser.post(url("organization_edit", organization), {"name": "Mine", "revision": 2})
    assert Organization.objects.get().name == "Mine"


def test_an_organization_says_whether_it_works_in_a_regulated_industry(
    client_of, organization, admin, acting
):
    browser = client_of(admin)
    form = browser.get(url("organization_edit", organization)).content.decode()
    assert 'name="is_regulated"' in form

    sent = {"name": organization.name, "revision": organization.revision, "is_regulated": "on"}
    browser.post(url("organization_edit", organization), sent)
    assert Organization.objects.get().is_regulated

    # Only renamed, by whom nobody asked: it stays what it was.
    services.rename_organization(actor=acting, organization=organization, name="B")
    assert Organization.objects.get().is_regulated

    again = Organization.objects.get()
    browser.post(url("organization_edit", organization), {"name": "B", "revision": again.revision})
    assert not Organization.objects.get().is_regulated


def test_a_new_organization_may_be_a_regulated_one(client_of):
    account = factories.user()
    client_of(account).post(reverse("discovery:organization_create"), {"name": "Bank", "is_regulated": "on"})
    assert Organization.objects.get(name="Bank").is_regulated


def test_a_form_without_a_revision_cannot_overwrite(client_of, organization, admin):
    answer = client_of(admin).post(url("organization_edit", organization), {"name": "Mine"})

    assert answer.status_code == 409
    assert Organization.objects.get().name != "Mine"


def test_a_service_notices_a_stale_revision(acting, organization):
    services.rename_organization(actor=acting, organization=organization, name="B")

    with pytest.raises(Stale):
        services.rename_organization(actor=acting, organization=organization, name="C", revision=1)


# --- Constraints ----------------------------------------------------------------------------------


def test_the_database_refuses_what_no_form_lets_through(organization, admin):
    other = factories.user()
    for model, fields in (
        (Membership, {"organization": organization, "user": admin}),
        (Membership, {"organization": organization, "user": other, "role": "king"}),
        (Domain, {"organization": organization, "name": "B", "slug": factories.domain(organization).slug}),
        (Organization, {"name": "B", "slug": organization.slug}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.make(model, **fields)


def test_member_lists_ask_a_fixed_number_of_queries(
    client_of, organization, admin, django_assert_max_num_queries
):
    for _number in range(6):
        factories.member(organization)
    browser = client_of(admin)

    with django_assert_max_num_queries(9):
        browser.get(url("organization_members", organization))
