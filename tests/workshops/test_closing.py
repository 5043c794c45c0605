"""The end of a workshop on a phone: what the room decided, and what a person takes with them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from live import Snapshot
from organizations.models import Person
from tests import factories
from tests.factories import SYSTEM
from workshops.activities.regions import draw_main
from workshops.actors import RoomActor
from workshops.agenda.services import delete_activity
from workshops.models import ActionItem, Activity, Note
from workshops.results.decisions.services import add_decision
from workshops.results.quick_captures import services as captures
from workshops.room.running import services as running

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    made = factories.workshop()
    board = factories.activity(made, "brainstorm", "What holds us back?")
    anonymous = factories.activity(made, "brainstorm", "Problems that we avoid", is_anonymous=True)
    running.start_workshop(actor=SYSTEM, workshop=made)
    anna = factories.participant(made, "Anna")
    bo = factories.participant(made, "Bo", "it")
    note(board, anna, "Orders travel by fax")
    note(board, bo, "Nobody owns the address")
    factories.make(Note, activity=anonymous, author="key of a device", text="Only a device knows")
    add_decision(
        actor=SYSTEM, discovery=made.discovery, workshop=made, title="We begin in May", reason="It pays."
    )
    for title, owner in (("Ask the plants", "anna"), ("Write the contract", "Bo"), ("Find a room", "")):
        captures.add(
            actor=SYSTEM,
            draft=ActionItem(discovery=made.discovery, workshop=made, title=title, owner_name=owner),
        )
    return made


def note(board: Activity, person, text: str) -> None:
    factories.make(
        Note, activity=board, author=RoomActor.of_participant(person).author, participant=person, text=text
    )


def anna_of(workshop):
    return workshop.participants.get(display_name="Anna")


def own_part(client_of, workshop, person) -> str:
    address = reverse("discovery:region", args=[workshop.code, "mine"])
    return client_of(person).get(address).content.decode()


def test_at_the_end_each_sees_their_own_actions_and_notes(client_of, workshop):
    running.end_workshop(actor=SYSTEM, workshop=workshop)

    seen = own_part(client_of, workshop, anna_of(workshop))

    assert "Ask the plants" in seen
    assert "Orders travel by fax" in seen
    assert "What holds us back?" in seen
    for others in ("Write the contract", "Find a room", "Nobody owns the address", "Only a device knows"):
        assert others not in seen


def test_at_the_end_a_board_that_was_deleted_shows_nothing(client_of, workshop):
    deleted = factories.activity(workshop, "brainstorm", "Asked by mistake")
    note(deleted, anna_of(workshop), "Written by mistake")
    delete_activity(actor=SYSTEM, activity=deleted)
    running.end_workshop(actor=SYSTEM, workshop=workshop)

    seen = own_part(client_of, workshop, anna_of(workshop))

    assert "Orders travel by fax" in seen
    assert "by mistake" not in seen


def test_at_the_end_a_board_that_the_room_never_reached_comes_last(client_of, workshop):
    anna = anna_of(workshop)
    note(factories.activity(workshop, "brainstorm", "Prepared at home"), anna, "Written at home")
    running.end_workshop(actor=SYSTEM, workshop=workshop)

    seen = own_part(client_of, workshop, anna_of(workshop))

    assert seen.index("Orders travel by fax") < seen.index("Written at home")


def take(workshop, title: str, **owner) -> None:
    captures.add(
        actor=SYSTEM, draft=ActionItem(discovery=workshop.discovery, workshop=workshop, title=title, **owner)
    )


def test_two_of_one_name_each_see_their_own_actions(client_of, workshop):
    first, second = anna_of(workshop), factories.participant(workshop, "Anna")
    take(workshop, "Ask the suppliers", owner_name="Anna (2)")
    running.end_workshop(actor=SYSTEM, workshop=workshop)

    seen = [own_part(client_of, workshop, anna) for anna in (first, second)]

    assert [("Ask the plants" in part, "Ask the suppliers" in part) for part in seen] == [
        (True, False),
        (False, True),
    ]


def test_an_action_of_an_account_is_seen_by_that_account_whatever_its_name(client_of, workshop):
    organization = workshop.discovery.domain.organization
    ines, namesake = factories.user("Ines Vega"), factories.user("Ines Vega")
    owner = factories.make(Person, organization=organization, name="Ines Vega", account=ines)
    take(workshop, "Sign the budget", owner=owner)
    joined = [
        factories.participant(workshop, "Boss", account=ines),
        factories.participant(workshop, "Ines Vega", account=namesake),
    ]
    running.end_workshop(actor=SYSTEM, workshop=workshop)

    assert ["Sign the budget" in own_part(client_of, workshop, person) for person in joined] == [True, False]


def test_a_guest_who_gives_the_name_of_an_account_does_not_see_its_actions(client_of, workshop):
    organization, ines = workshop.discovery.domain.organization, factories.user("Ines Vega")
    with_account = factories.make(Person, organization=organization, name="Ines Vega", account=ines)
    without_account = factories.make(Person, organization=organization, name="Ida Ruiz")
    take(workshop, "Sign the budget", owner=with_account)
    take(workshop, "Book the room", owner=without_account)
    guests = [factories.participant(workshop, name) for name in ("Ines Vega", "Ida Ruiz")]
    running.end_workshop(actor=SYSTEM, workshop=workshop)

    parts = [own_part(client_of, workshop, guest) for guest in guests]

    assert [("Sign the budget" in part, "Book the room" in part) for part in parts] == [
        (False, False),
        (False, True),
    ]


def test_before_the_end_nothing_of_it_is_shown(client_of, workshop):
    assert "Ask the plants" not in own_part(client_of, workshop, anna_of(workshop))


def test_at_the_end_a_phone_shows_what_the_room_decided(client_of, workshop):
    running.end_workshop(actor=SYSTEM, workshop=workshop)
    anna = anna_of(workshop)

    page = client_of(anna).get(reverse("discovery:room", args=[workshop.code])).content.decode()

    assert "We begin in May" in page
    assert "Ask the plants" in page


def test_at_the_end_the_stage_says_how_long_each_activity_took(workshop):
    board = workshop.tracks.get().activities.get(title="What holds us back?")
    assert board.minutes != 7
    Activity.objects.filter(pk=board.pk).update(started_at=board.started_at - timedelta(minutes=7))
    running.end_workshop(actor=SYSTEM, workshop=workshop)

    stage = draw_main(Snapshot(workshop.pk, 1, "stage", frozenset()))

    assert "Our activities" in stage
    assert "7 min" in stage
    assert f"{board.minutes} min" not in stage


@pytest.mark.parametrize("audience", ["stage", "room", "console"])
def test_at_the_end_no_decision_is_missing(workshop, audience):
    titles = [f"Decision {number:02}" for number in range(12)]
    for title in titles:
        add_decision(
            actor=SYSTEM, discovery=workshop.discovery, workshop=workshop, title=title, reason="It pays."
        )
    running.end_workshop(actor=SYSTEM, workshop=workshop)

    drawn = draw_main(Snapshot(workshop.pk, 1, audience, frozenset()))

    places = [drawn.find(title) for title in ("We begin in May", *titles)]
    assert -1 not in places
    assert places == sorted(places)
