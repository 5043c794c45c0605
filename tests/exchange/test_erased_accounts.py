"""Forgetting a person who has an account: whose it is, and what other organizations keep."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.models import Operation
from core.services import artifacts
from core.services.operations import operation
from discovery.models import DiscoveryAccess
from exchange.erasure import services as erasure
from exchange.erasure.selectors import PersonRows, matches_of, names_of, selection_of, selection_of_account
from exchange.format.operations import columns_of
from handover.services.freezing import freeze
from lvt.models import Goal
from organizations.actors import Actor
from organizations.models import Membership, Person, User
from organizations.organization import services as organizations
from organizations.organization.models import OrganizationRole
from tests import factories
from tests.exchange.erasing import erase
from tests.factories import SYSTEM, make
from workshops.models import Participant
from workshops.services import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(organization):
    return Actor.of_account(
        factories.member(organization, OrganizationRole.ADMIN, name="Ada Admin", email="ada@example.org")
    )


def test_an_account_goes_with_its_last_organization(admin, organization, discovery):
    account = factories.access(discovery, name="Jane Doe", email="jane@example.org")
    with operation(SYSTEM, "workshop.handed_over", place=discovery):
        artifacts.add(Goal, discovery=discovery, title="G")
    with operation(Actor.of_account(account), "goal.added", place=discovery):
        artifacts.add(Goal, discovery=discovery, title="H")

    pseudonym = erase(admin, organization, "jane@example.org").pseudonym

    assert not User.objects.filter(pk=account.pk).exists()
    assert not Membership.history.filter(user_id=account.pk).exists()
    assert not DiscoveryAccess.history.filter(user_id=account.pk).exists()
    assert Operation.objects.get(verb="goal.added").actor_label == pseudonym


def test_an_account_that_belongs_elsewhere_stays_there(admin, organization):
    account = factories.member(organization, name="Jane Doe")
    other = factories.organization()
    make(Membership, organization=other, user=account)
    Person.objects.all().delete()
    listed = make(Person, organization=other, name="Jane Doe", account=account)

    erase(admin, organization, "Jane Doe")

    assert User.objects.get(pk=account.pk).name == "Jane Doe"
    assert list(Membership.everything.filter(user=account).values_list("organization", flat=True)) == [
        other.pk
    ]
    assert Person.objects.get(pk=listed.pk).name == "Jane Doe"


def signed_up(**fields):
    """An account that nobody invited, with another address of its own."""
    account = factories.user(**fields)
    EmailAddress.objects.create(user=account, email="private@example.net", verified=True)
    return account


def test_who_adds_an_account_to_an_organization_of_their_own_cannot_delete_it():
    """Anybody may make an organization and add any account to it, without asking its owner."""
    victim = signed_up(name="Jane Doe", email="jane@example.org", password="open sesame please")
    stranger = Actor.of_account(factories.user("Eve"))
    own = organizations.create_organization(actor=stranger, name="Trap")
    organizations.add_member(actor=stranger, organization=own, email="jane@example.org")

    erase(stranger, own, "jane@example.org")

    victim.refresh_from_db()
    assert (victim.name, victim.has_usable_password()) == ("Jane Doe", True)
    assert not Membership.everything.filter(user=victim).exists()


def test_an_account_that_came_by_an_invitation_goes_with_it(admin, organization):
    organizations.add_member(actor=admin, organization=organization, email="j@example.org", name="Jane Doe")
    erase(admin, organization, "Jane Doe")
    assert not User.objects.filter(email="j@example.org").exists()


def test_an_account_that_did_something_in_the_organization_goes_with_it(admin, organization):
    account = signed_up(name="Jane Doe")
    make(Membership, organization=organization, user=account)
    with operation(Actor.of_account(account), "domain.added", place=organization):
        factories.domain(organization)

    erase(admin, organization, "Jane Doe")

    assert not User.objects.filter(pk=account.pk).exists()


def test_an_organization_is_not_told_how_an_account_is_called_elsewhere(admin, organization):
    elsewhere = factories.discovery()
    account = signed_up(name="Jane Doe", email="jane@example.org")
    with operation(Actor.of_account(account), "goal.added", place=elsewhere) as done:
        artifacts.add(Goal, discovery=elsewhere, title="Hers")
    Operation.objects.filter(pk=done.pk).update(actor_label="Jane Maiden")
    make(Membership, organization=organization, user=account)

    chosen = selection_of(organization, [each.key for each in matches_of(organization, "Jane Doe")])
    known = erasure.look(actor=admin, organization=organization, selection=chosen).names

    assert known == ("Jane Doe", "jane@example.org")
    own = erasure.look(
        actor=Actor.of_account(account), selection=PersonRows(users=frozenset({account.pk}))
    ).names
    assert {"Jane Maiden", "private@example.net"} <= {*own}


def test_who_became_a_member_elsewhere_is_told_and_renamed_there_only(admin, organization):
    """These operations name no organization: their memberships do."""
    other = factories.organization()
    boss = Actor.of_account(factories.member(other, OrganizationRole.ADMIN, name="Jane Doe"))
    organizations.add_member(actor=boss, organization=other, email="joe@example.org", name="Joe Roe")
    organizations.add_member(actor=admin, organization=organization, email="j@example.org", name="Jane Doe")

    def said():
        added = Operation.objects.filter(verb="member.added", actor_kind="account").order_by("pk")
        return [(each.actor_label, each.actor_uuid, each.summary) for each in added]

    mine = ("Ada Admin", admin.uuid)
    typed = PersonRows(name="Joe Roe")
    assert not erasure.is_known(actor=admin, organization=organization, selection=typed)
    erasure.erase_person(actor=admin, organization=organization, selection=typed, texts=True)
    assert said() == [("Jane Doe", boss.uuid, "Joe Roe"), (*mine, "Jane Doe")]

    make(Membership, organization=organization, user=boss.account)
    pseudonym = erase(admin, organization, "Jane Doe").pseudonym
    assert said() == [("Jane Doe", boss.uuid, "Joe Roe"), (*mine, pseudonym)]

    pseudonym = erasure.delete_account(
        actor=Actor.of_account(joined := User.objects.get(email="joe@example.org")),
        account=joined,
        texts=True,
    ).pseudonym
    assert said()[0] == ("Jane Doe", boss.uuid, pseudonym)


def test_what_the_worker_was_asked_elsewhere_is_not_looked_through(admin, organization, discovery):
    asked = [(discovery, "Ask Jane Doe"), (factories.discovery(), "Ask Jane Doe, too")]
    for place, note in asked:
        freeze.enqueue(str(place.uuid), admin.account.pk, note, 1)

    pseudonym = erase(admin, organization, "Jane Doe").pseudonym

    notes = [each.args_kwargs["args"][2] for each in DBTaskResult.objects.all()]
    assert sorted(notes) == sorted([f"Ask {pseudonym}", "Ask Jane Doe, too"])


def test_what_handed_over_to_them_is_not_undone_to_them(admin, organization, discovery):
    account = factories.access(discovery, name="Jane Doe")
    room = factories.workshop(discovery)
    with operation(admin, "workshop.changed", place=discovery):
        artifacts.change(room, lead=account)
    with operation(admin, "workshop.changed", place=discovery) as back:
        artifacts.change(room, lead=admin.account)

    erase(admin, organization, "Jane Doe")
    undo.undo(actor=admin, target=back)

    room.refresh_from_db()
    assert room.lead_id is None


def test_a_person_who_deletes_their_account_is_forgotten_everywhere(organization, admin, discovery):
    account = factories.access(discovery, name="Jane Doe", email="jane@example.org")
    elsewhere = factories.workshop()
    guest = factories.participant(elsewhere, "J. Doe", account=account)

    made = erasure.delete_account(actor=Actor.of_account(account), account=account, texts=True)

    assert not User.objects.filter(email="jane@example.org").exists()
    assert Participant.objects.get(pk=guest.pk).display_name == made.pseudonym
    told = Operation.objects.filter(verb="person.erased")
    assert {(each.actor_label, each.actor_uuid) for each in told} == {(made.pseudonym, None)}


def test_a_deleted_account_is_named_nowhere_outside_of_the_organization(admin, organization):
    elsewhere = factories.discovery()
    account = factories.member(organization, name="Jane Doe")
    goal = make(Goal, discovery=elsewhere)
    with operation(Actor.of_account(account), "goal.changed", place=elsewhere) as done:
        artifacts.change(goal, title="Hers")

    erase(admin, organization, "Jane Doe")

    assert not User.objects.filter(pk=account.pk).exists()
    done.refresh_from_db()
    assert (done.actor_label, done.actor_uuid) == ("Jane Doe", None)


def test_a_nameless_account_is_known_by_what_older_versions_called_it(discovery):
    account = factories.access(discovery, name="", email="jane@example.org")
    called = replace(Actor.of_account(account), label="Somebody without a name (AB12)")
    with operation(called, "goal.added", place=discovery):
        artifacts.add(Goal, discovery=discovery, title="G")

    assert called.label in names_of(selection_of_account(account))


@pytest.mark.parametrize("kind", ["participant", "account"])
def test_a_file_cannot_say_what_an_account_is_called(admin, organization, discovery, kind):
    """A participant in it may have the uuid of an account; nothing that it "did" is the account's."""
    account = factories.member(organization, name="Jane Doe")
    make(Goal, discovery=discovery, title="Data Mesh for all")
    row = dict.fromkeys(("organization", "workshop"))
    row |= {"uuid": uuid4(), "at": timezone.now(), "verb": "goal.added", "summary": ""}
    row |= {"discovery": factories.discovery().uuid, "actor_participant": account.uuid}
    row |= {"actor_kind": kind, "actor_label": "Data Mesh"}
    Operation.objects.create(**columns_of(row, organization))

    erasure.delete_account(actor=Actor.of_account(account), account=account, texts=True)

    assert Goal.objects.get().title == "Data Mesh for all"
