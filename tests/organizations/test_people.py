"""People, teams and roles: kept by facilitators, within one organization, with undo."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from core.exceptions import Conflict, Invalid, NotAllowed, NotFound
from core.models import Operation
from core.services import kinds
from organizations.actors import Actor
from organizations.models import Domain, Person, Role, RoleAllocation, Team, TeamMembership
from organizations.organization.models import OrganizationRole
from organizations.people_and_teams.selectors import people_of
from tests import factories
from tests.factories import make
from tests.workshops.addresses import url
from workshops.services import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    return factories.organization()


@pytest.fixture
def facilitator(organization):
    return factories.member(organization, OrganizationRole.FACILITATOR)


@pytest.fixture
def actor(facilitator):
    return Actor.of_account(facilitator)


@pytest.fixture
def marta(actor, organization):
    return kinds.add(actor=actor, draft=Person(organization=organization, name="Marta Keller"))


def test_a_person_is_added_edited_deleted_and_brought_back(client_of, organization, facilitator):
    browser = client_of(facilitator)
    fields = {"name": "Marta Keller", "side": "business", "role_title": "Marketing Director", "email": ""}

    browser.post(url("person_add", organization), fields)
    person = Person.objects.get()
    browser.post(
        url("person_edit", organization, person.uuid), {**fields, "side": "it", "revision": person.revision}
    )
    person.refresh_from_db()
    assert person.side == "it"

    browser.post(url("person_delete", organization, person.uuid))
    assert not Person.objects.exists()
    browser.post(f"/operations/{Operation.objects.get(verb='person.deleted').uuid}/undo/")
    assert Person.objects.get().role_title == "Marketing Director"


def test_people_stand_by_name_whoever_was_added_first(organization):
    for name in ("Zoe Ito", "Ana Ruiz"):
        make(Person, organization=organization, name=name)
    assert [each.name for each in people_of(organization)] == ["Ana Ruiz", "Zoe Ito"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "x" * 10_000), ("side", "king"), ("email", "nobody"), ("account", "0")],
)
def test_wrong_values_are_refused_beside_the_field(client_of, organization, facilitator, field, value):
    fields = {"name": "Marta", "side": "business", "role_title": "", "email": "", "account": ""}

    answer = client_of(facilitator).post(url("person_add", organization), {**fields, field: value})

    assert answer.status_code == 422
    assert not Person.objects.exists()


def test_only_accounts_of_the_organization_can_be_linked(client_of, organization, facilitator):
    foreign = factories.user()

    answer = client_of(facilitator).post(
        url("person_add", organization), {"name": "Marta", "side": "it", "account": foreign.pk}
    )

    assert answer.status_code == 422


def test_a_deleted_person_leaves_team_and_role_and_comes_back_to_both(client_of, actor, organization, marta):
    team = kinds.add(actor=actor, draft=Team(organization=organization, name="Brand"))
    role = kinds.add(actor=actor, draft=Role(organization=organization, name="Owner"))
    kinds.add(actor=actor, draft=TeamMembership(team=team, person=marta))
    kinds.add(actor=actor, draft=RoleAllocation(role=role, person=marta, share=40))

    deleted = kinds.delete(actor=actor, artifact=marta)
    assert not TeamMembership.objects.exists()
    assert not RoleAllocation.objects.exists()

    client_of(actor.account).post(f"/operations/{deleted.uuid}/undo/")
    assert TeamMembership.objects.get().team == team
    assert RoleAllocation.objects.get().share == 40


def test_nobody_is_in_a_team_twice(actor, organization, marta):
    team = kinds.add(actor=actor, draft=Team(organization=organization, name="Brand"))
    kinds.add(actor=actor, draft=TeamMembership(team=team, person=marta))

    with pytest.raises(Conflict):
        kinds.add(actor=actor, draft=TeamMembership(team=team, person=marta))

    kinds.delete(actor=actor, artifact=TeamMembership.objects.get())
    kinds.add(actor=actor, draft=TeamMembership(team=team, person=marta))
    assert TeamMembership.objects.count() == 1


def test_nothing_of_another_organization_is_mixed_in(actor, organization, marta):
    foreign = factories.domain()
    stranger = factories.make(Person, organization=foreign.organization, name="Stranger")
    team = kinds.add(actor=actor, draft=Team(organization=organization, name="Brand"))
    role = kinds.add(actor=actor, draft=Role(organization=organization, name="Owner"))

    for wrong in (
        lambda: kinds.add(actor=actor, draft=Team(organization=organization, name="X", domain=foreign)),
        lambda: kinds.change(actor=actor, artifact=team, domain=foreign),
        lambda: kinds.add(actor=actor, draft=TeamMembership(team=team, person=stranger)),
        lambda: kinds.add(actor=actor, draft=RoleAllocation(role=role, person=stranger)),
        lambda: kinds.add(actor=actor, draft=RoleAllocation(role=role, person=marta, domain=foreign)),
        lambda: kinds.add(actor=actor, draft=RoleAllocation(role=role, person=marta, share=0)),
        lambda: kinds.add(actor=actor, draft=RoleAllocation(role=role, person=marta, share=101)),
    ):
        with pytest.raises(Invalid):
            wrong()


def test_a_team_that_is_sent_again_is_answered_as_the_first_time(client_of, organization, facilitator):
    browser, name = client_of(facilitator), "Brand"
    form = browser.get(url("team_add", organization)).context["form"]
    sent = {"uuid": str(form.initial["uuid"]), "name": name, "domain": "", "is_today": "on"}

    first, again = (browser.post(url("team_add", organization), sent) for _time in range(2))

    assert (first.status_code, again.status_code) == (303, 303)
    assert first.headers["Location"] == again.headers["Location"]
    assert Team.objects.get().name == name
    another = browser.post(url("team_add", organization), {**sent, "uuid": str(uuid4())})
    assert another.status_code == 422


def test_teams_and_roles_through_their_pages(client_of, organization, facilitator, marta):
    browser = client_of(facilitator)

    browser.post(url("team_add", organization), {"name": "Brand", "domain": "", "responsibilities": "Ads"})
    team = Team.objects.get()
    browser.post(url("team_member_add", organization, team.uuid), {"person": marta.pk})
    browser.post(url("role_add", organization), {"name": "Owner", "responsibilities": ""})
    role = Role.objects.get()
    browser.post(
        url("allocation_add", organization, role.uuid), {"person": marta.pk, "domain": "", "share": "40"}
    )
    text = browser.get(url("organization_people", organization)).content.decode()
    for expected in ("Brand", "Ads", "Owner", "40%", "Marta Keller"):
        assert expected in text

    browser.post(url("team_member_delete", organization, TeamMembership.objects.get().uuid))
    browser.post(url("allocation_delete", organization, RoleAllocation.objects.get().uuid))
    browser.post(url("team_delete", organization, team.uuid))
    browser.post(url("role_delete", organization, role.uuid))
    for model in (Team, Role, TeamMembership, RoleAllocation):
        assert not model.objects.exists()


def test_a_stale_edit_of_a_person_shows_both_versions(client_of, actor, facilitator, organization, marta):
    kinds.change(actor=actor, artifact=marta, side="it", name="Marta K.")

    answer = client_of(facilitator).post(
        url("person_edit", organization, marta.uuid),
        {"name": "Marta Mine", "side": "business", "revision": 1},
    )

    text = answer.content.decode()
    assert answer.status_code == 409
    for version in ("Marta K.", "Marta Mine", "IT", "Business"):
        assert version in text
    assert Person.objects.get().name == "Marta K."


def test_members_look_and_strangers_see_nothing(organization, marta):
    member = Actor.of_account(factories.member(organization))
    stranger = Actor.of_account(factories.user())

    with pytest.raises(NotAllowed):
        kinds.delete(actor=member, artifact=marta)
    with pytest.raises(NotFound):
        kinds.change(actor=stranger, artifact=marta, name="Mine")


def test_hostile_text_is_inert(client_of, actor, facilitator, organization):
    text = "<img src=x onerror=alert(1)>\"'=1+1"
    kinds.add(actor=actor, draft=Person(organization=organization, name=text, role_title=text))
    kinds.add(actor=actor, draft=Team(organization=organization, name=text, responsibilities=text))
    kinds.add(actor=actor, draft=Role(organization=organization, name=text, responsibilities=text))

    page = client_of(facilitator).get(url("organization_people", organization)).content.decode()

    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_the_database_refuses_what_no_form_lets_through(actor, organization, marta):
    team = kinds.add(actor=actor, draft=Team(organization=organization, name="Brand"))
    role = kinds.add(actor=actor, draft=Role(organization=organization, name="Owner"))
    kinds.add(actor=actor, draft=TeamMembership(team=team, person=marta))
    for model, fields in (
        (Person, {"organization": organization, "name": "X", "side": "king"}),
        (TeamMembership, {"team": team, "person": marta}),
        (RoleAllocation, {"role": role, "person": marta, "share": 0}),
        (RoleAllocation, {"role": role, "person": marta, "share": 101}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.make(model, **fields)


def test_the_page_asks_a_fixed_number_of_queries(
    client_of, actor, facilitator, organization, django_assert_max_num_queries
):
    team = kinds.add(actor=actor, draft=Team(organization=organization, name="Brand"))
    role = kinds.add(actor=actor, draft=Role(organization=organization, name="Owner"))
    for number in range(6):
        person = kinds.add(actor=actor, draft=Person(organization=organization, name=f"Person {number}"))
        kinds.add(actor=actor, draft=TeamMembership(team=team, person=person))
        kinds.add(actor=actor, draft=RoleAllocation(role=role, person=person))
    browser = client_of(facilitator)

    with django_assert_max_num_queries(13):
        browser.get(url("organization_people", organization))


def test_two_roles_of_one_name_are_refused_because_the_matrix_could_not_tell_them_apart(actor, organization):
    owner = kinds.add(actor=actor, draft=Role(organization=organization, name="Owner"))
    other = kinds.add(actor=actor, draft=Role(organization=organization, name="Steward"))

    with pytest.raises(Invalid, match="“owner” already exists"):
        kinds.add(actor=actor, draft=Role(organization=organization, name="owner"))
    with pytest.raises(Invalid, match="already exists"):
        kinds.change(actor=actor, artifact=other, name="OWNER")
    kinds.change(actor=actor, artifact=owner, name="owner")

    assert sorted(Role.objects.values_list("name", flat=True)) == ["Steward", "owner"]


def test_two_teams_of_one_domain_have_two_names_and_those_of_two_domains_may_share_one(actor, organization):
    domain = factories.make(Domain, organization=organization, name="Sales")
    kinds.add(actor=actor, draft=Team(organization=organization, name="Data"))
    team = kinds.add(actor=actor, draft=Team(organization=organization, name="Data", domain=domain))
    other = kinds.add(actor=actor, draft=Team(organization=organization, name="Field", domain=domain))

    with pytest.raises(Invalid, match="already exists"):
        kinds.add(actor=actor, draft=Team(organization=organization, name="data", domain=domain))
    with pytest.raises(Invalid, match="already exists"):
        kinds.change(actor=actor, artifact=other, name="Data")
    kinds.change(actor=actor, artifact=team, name="Data", responsibilities="More")

    assert Team.objects.filter(name="Data").count() == 2


def test_no_team_moves_to_where_another_has_its_name_and_no_undo_moves_it_back(actor, organization):
    domain = factories.make(Domain, organization=organization, name="Sales")
    everywhere = kinds.add(actor=actor, draft=Team(organization=organization, name="Data"))
    team = kinds.add(actor=actor, draft=Team(organization=organization, name="Data", domain=domain))
    with pytest.raises(Invalid, match="already exists"):
        kinds.change(actor=actor, artifact=team, domain=None)

    kinds.delete(actor=actor, artifact=everywhere)
    kinds.change(actor=actor, artifact=team, domain=None)
    moved = Operation.objects.latest("pk")
    kinds.add(actor=actor, draft=Team(organization=organization, name="Data", domain=domain))
    with pytest.raises(Conflict, match="There’s another “Data” now"):
        undo.undo(actor=actor, target=moved)


def test_a_taken_name_is_refused_in_the_form_and_what_was_typed_stays(client_of, organization, facilitator):
    factories.make(Role, organization=organization, name="Owner")

    answer = client_of(facilitator).post(
        url("role_add", organization),
        {"name": "Owner", "responsibilities": "Everything", "decision_rights": ""},
    )

    assert answer.status_code == 422
    assert "already exists" in answer.text
    assert "Everything" in answer.text


def test_a_share_of_time_is_at_least_one_percent_and_the_form_says_so(
    client_of, organization, facilitator, marta
):
    role = factories.make(Role, organization=organization, name="Owner")

    for share, words in (("-3", "Enter 1 or more"), ("101", "Enter 100 or less")):
        answer = client_of(facilitator).post(
            url("allocation_add", organization, role.uuid), {"person": marta.pk, "domain": "", "share": share}
        )
        assert answer.status_code == 422
        assert words in answer.text
