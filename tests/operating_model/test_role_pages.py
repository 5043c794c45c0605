"""The pages of roles: standard ones, who fills them with how much time, support and incentives."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from core.selectors.request_cache import one_reading
from core.services import artifacts
from core.services.operations import operation
from operating_model.models import Agreement
from operating_model.roles.selectors import loads_of, roles_of
from operating_model.shipped import STANDARD_ROLES
from organizations.models import Role, RoleAllocation
from tests import factories
from tests.factories import SYSTEM, make
from tests.operating_model.governing import world
from tests.sending import HTMX
from workshops.registries import spotlights

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return world()


def url(at, name, *args):
    return reverse(f"operating_model:{name}", args=[at.discovery.slug, *args])


def test_standard_roles_are_added_with_one_press_and_taken_back(at, client_of):
    client = client_of(at.leader_account)
    answer = client.post(url(at, "role_standard"), headers=HTMX)
    assert answer.status_code == 200
    assert Role.objects.count() == len(STANDARD_ROLES)
    text = answer.content.decode()
    assert "Platform team" in text
    assert f"{len(STANDARD_ROLES)} roles are open" in text
    assert "Add the standard roles" not in text
    again = client.post(url(at, "role_standard"), headers=HTMX)
    assert again.status_code == 409


def test_a_person_with_too_much_work_stands_out(at, client_of):
    client = client_of(at.leader_account)
    add = url(at, "allocation_add", at.domain_owner.uuid)
    assert (
        client.post(add, {"person": at.amara.pk, "domain": "", "share": "70"}, headers=HTMX).status_code
        == 200
    )
    page = client.get(url(at, "roles")).content.decode()
    assert "70% of their time" in page
    assert "2 roles are open" in page
    add = url(at, "allocation_add", at.architect.uuid)
    client.post(add, {"person": at.amara.pk, "domain": at.discovery.domain_id, "share": "40"}, headers=HTMX)
    page = client.get(url(at, "roles")).content.decode()
    assert "110% of their time: 10% too much" in page
    assert "1 person is overallocated" in page
    allocation = RoleAllocation.objects.get(role=at.architect)
    edit = url(at, "allocation_edit", allocation.uuid)
    sent = {"person": at.amara.pk, "domain": "", "share": "30", "revision": str(allocation.revision)}
    assert client.post(edit, sent, headers=HTMX).status_code == 200
    assert "100% of their time" in client.get(url(at, "roles")).content.decode()
    client.post(url(at, "allocation_delete", allocation.uuid), headers=HTMX)
    assert RoleAllocation.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"person": "", "share": "20"}, "This field is required"),
        ({"share": "101"}, "Enter 100 or less"),
        ({"share": "0"}, "Enter 1 or more"),
        ({"share": "much"}, "whole number"),
        ({"share": "20", "domain": "", "person": "twice"}, "already fills this role there"),
    ],
)
def test_what_is_wrong_stands_beside_the_field(at, client_of, sent, words):
    make(RoleAllocation, role=at.domain_owner, person=at.amara, share=20)
    client = client_of(at.leader_account)
    data = {"person": at.marta.pk, "domain": "", **sent}
    if data["person"] == "twice":
        data["person"] = at.amara.pk
    answer = client.post(url(at, "allocation_add", at.domain_owner.uuid), data, headers=HTMX)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert RoleAllocation.objects.count() == 1


def test_editors_look_at_roles_and_facilitators_of_the_organization_change_them(at, client_of):
    client = client_of(at.account)
    page = client.get(url(at, "roles")).content.decode()
    assert "Its facilitators change them" in page
    assert "Add a role of your own" not in page
    for name, args in (
        ("role_standard", ()),
        ("role_add", ()),
        ("role_edit", (at.architect.uuid,)),
        ("role_delete", (at.architect.uuid,)),
        ("allocation_add", (at.architect.uuid,)),
    ):
        assert client.post(url(at, name, *args), {"name": "x"}).status_code == 403


def test_a_role_of_their_own_with_what_it_may_decide(at, client_of):
    client = client_of(at.leader_account)
    client.post(
        url(at, "role_add"),
        {"name": "<b>Translator</b>", "responsibilities": "Explains", "decision_rights": "Words"},
        headers=HTMX,
    )
    role = Role.objects.get(decision_rights="Words")
    page = client.get(url(at, "roles")).content.decode()
    assert "&lt;b&gt;Translator&lt;/b&gt;" in page
    answer = client.post(
        url(at, "role_edit", role.uuid), {"name": "", "revision": role.revision}, headers=HTMX
    )
    assert answer.status_code == 422
    client.post(url(at, "role_delete", role.uuid), headers=HTMX)
    assert not Role.objects.filter(pk=role.pk).exists()


def test_support_and_incentives_are_agreed_per_person(at, client_of):
    make(RoleAllocation, role=at.domain_owner, person=at.amara, share=20)
    client = client_of(at.account)
    edit = url(at, "agreement_edit", at.amara.uuid)
    assert "No agreement with 1 person" in client.get(url(at, "roles")).content.decode()
    nothing = client.post(edit, {"support": "", "incentives": ""}, headers=HTMX)
    assert nothing.status_code == 422
    assert "Enter support, incentives or both" in nothing.content.decode()
    # What is too long is said all the same: one error, beside that field.
    too_long = client.post(edit, {"support": "", "incentives": "x" * 2001}, headers=HTMX)
    assert [*too_long.context["form"].errors] == ["incentives"]
    sent = {"support": "A coach", "incentives": "A goal of hers", "agreed_on": "2026-11-20"}
    assert client.post(edit, sent, headers=HTMX).status_code == 200
    agreement = Agreement.objects.get()
    assert agreement.agreed_on == date(2026, 11, 20)
    assert "A coach" in client.get(url(at, "roles")).content.decode()
    # Somebody who opened the form before it was written sees what is saved.
    late = client.post(edit, {**sent, "support": "Time", "revision": "99"}, headers=HTMX)
    assert late.status_code == 409
    assert "A coach" in late.content.decode()
    client.post(url(at, "agreement_delete", agreement.uuid), headers=HTMX)
    assert not Agreement.objects.exists()


def test_a_role_in_a_domain_that_was_deleted_takes_no_time_anywhere(at, client_of):
    elsewhere = factories.domain(at.organization, "Elsewhere")
    make(RoleAllocation, role=at.architect, person=at.amara, share=80)
    make(RoleAllocation, role=at.domain_owner, person=at.amara, share=40, domain=elsewhere)
    page = reverse("discovery:organization_people", args=[at.organization.slug])

    def said():
        roles = roles_of(at.discovery)
        (line,) = (each for each in roles.lines if each.role == at.domain_owner)
        text = client_of(at.account).get(page).content.decode()
        return [load.share for load in roles.overloaded], line.elsewhere, "120% of their time" in text

    assert said() == ([120], 1, True)
    with operation(SYSTEM, "test.deleted"):
        artifacts.trash(elsewhere)
    assert said() == ([], 0, False)


def test_the_page_of_the_organization_says_who_has_too_much(at, client_of):
    make(RoleAllocation, role=at.domain_owner, person=at.amara, share=80)
    make(RoleAllocation, role=at.architect, person=at.amara, share=40)
    make(RoleAllocation, role=at.architect, person=at.marta, share=100)
    page = client_of(at.account).get(reverse("discovery:organization_people", args=[at.organization.slug]))
    text = page.content.decode()
    assert "120% of their time" in text
    assert "100% of their time" not in text


def test_who_is_only_supported_counts_in_no_allocation_of_the_same_reading(at):
    make(Agreement, discovery=at.discovery, person=at.amara, support="A coach")
    with one_reading():
        before = {*loads_of(at.organization)}
        assert at.amara in {line.person for line in roles_of(at.discovery).people}
        assert {*loads_of(at.organization)} == before == set()


def test_the_stage_shows_open_roles_above_the_others(at):
    spotlight, uuid = spotlights.get("roles"), str(at.discovery.uuid)
    open_roles = [line.role for line in roles_of(at.discovery).lines if not line.is_filled]
    context = spotlight.context(at.discovery, uuid) or {}
    assert [line.role for line in context["open_lines"]] == open_roles[:2]
    for role in open_roles:
        make(RoleAllocation, role=role, person=at.amara, share=5)
    context = spotlight.context(at.discovery, uuid) or {}
    assert context["open_lines"] == []
    assert len(context["lines"]) == len(roles_of(at.discovery).lines)
