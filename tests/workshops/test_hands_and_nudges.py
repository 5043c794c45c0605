"""Who asks for attention in a room: raised hands, and those who are not done."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from core.exceptions import Conflict, NotFound
from core.models import Operation
from tests import factories
from tests.workshops.rooms import post, region, start_with, track_of, workshop_with_talks
from workshops.actors import RoomActor
from workshops.joining.participants import services as participants
from workshops.models import Participant
from workshops.room.hands_and_nudges import services as attention
from workshops.room.hands_and_nudges.selectors import NUDGE_LASTS, raised_hands, waiting_for
from workshops.room.running import services as running
from workshops.room.running.selectors import room_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    return workshop_with_talks("One", "Two")


# --- Hands ----------------------------------------------------------------------------------------


def test_hands_are_listed_in_the_order_they_went_up(actor, running_room, anna, ben, facilitator, client_of):
    phone = client_of(ben)
    raised = post(phone, "room_hand", running_room, {"on": "1"})
    assert 'aria-pressed="true"' in raised.content.decode()
    first = Participant.objects.get(pk=ben.pk).hand_raised_at
    post(client_of(anna), "room_hand", running_room, {"on": "1"})
    post(phone, "room_hand", running_room, {"on": "1"})

    state = room_state(running_room.pk)
    assert [person.label for person in raised_hands(state)] == ["Ben", "Anna"]
    assert Participant.objects.get(pk=ben.pk).hand_raised_at == first, "the place in the queue is kept"
    console = region("hands", running_room, "console")
    assert console.index("Ben") < console.index("Anna")
    assert "2 hands raised" in region("hands", running_room, "stage")
    assert "Ben" not in region("hands", running_room, "stage")

    client = client_of(facilitator)
    assert post(client, "workshop_hands_lower", running_room, {"uuid": str(ben.uuid)}).status_code == 204
    assert [person.label for person in raised_hands(room_state(running_room.pk))] == ["Anna"]
    assert post(client, "workshop_hands_lower", running_room).status_code == 204
    assert raised_hands(room_state(running_room.pk)) == []


def test_one_lowers_ones_own_hand_and_nobody_raises_one_outside(running_room, anna, client_of, actor):
    own = RoomActor.of_participant(anna)
    attention.set_hand(actor=own, workshop=running_room, up=True)
    assert attention.set_hand(actor=own, workshop=running_room, up=False).hand_raised_at is None
    with pytest.raises(NotFound):
        attention.set_hand(actor=actor, workshop=running_room, up=True)
    stranger = factories.participant(factories.workshop(running_room.discovery), "Elsewhere")
    with pytest.raises(NotFound):
        attention.set_hand(actor=RoomActor.of_participant(stranger), workshop=running_room, up=True)


def test_a_removed_person_holds_up_no_hand(actor, running_room, anna):
    attention.set_hand(actor=RoomActor.of_participant(anna), workshop=running_room, up=True)
    participants.remove_participant(actor=actor, participant=anna)
    assert raised_hands(room_state(running_room.pk)) == []


# --- Who is not done ------------------------------------------------------------------------------


def test_people_who_are_not_done_are_nudged_on_their_own_devices_alone(
    actor, running_room, anna, ben, facilitator, client_of
):
    activity = track_of(running_room).current
    running.set_done(actor=RoomActor.of_participant(anna), activity=activity, is_done=True)
    assert [person.label for person in waiting_for(running_room).people] == ["Ben"]
    client = client_of(facilitator)
    listed = client.get(reverse("discovery:console_waiting", args=[running_room.code])).content.decode()
    assert "Ben" in listed
    assert "Anna" not in listed

    assert post(client, "workshop_nudge", running_room).status_code == 204

    url = reverse("discovery:region", args=[running_room.code, "you"])
    assert "Are you nearly done?" in client_of(ben).get(url).content.decode()
    assert "Are you nearly done?" not in client_of(anna).get(url).content.decode()
    assert "nearly done" not in region("steering", running_room, "room")
    post(client_of(ben), "room_nudge_seen", running_room)
    assert "Are you nearly done?" not in client_of(ben).get(url).content.decode()


def test_a_nudge_that_nobody_read_is_over_after_a_while(actor, running_room, ben, client_of):
    attention.nudge(actor=actor, workshop=running_room, participant=ben)
    Participant.objects.filter(pk=ben.pk).update(nudged_at=timezone.now() - NUDGE_LASTS)
    url = reverse("discovery:region", args=[running_room.code, "you"])
    assert "nearly done" not in client_of(ben).get(url).content.decode()


def test_nobody_is_nudged_who_is_done(actor, running_room, anna):
    activity = track_of(running_room).current
    running.set_done(actor=RoomActor.of_participant(anna), activity=activity, is_done=True)
    with pytest.raises(Conflict, match="already done"):
        attention.nudge(actor=actor, workshop=running_room)
    with pytest.raises(Conflict, match="already done"):
        attention.nudge(actor=actor, workshop=running_room, participant=anna)


def test_in_an_anonymous_activity_nobody_is_named_and_everybody_is_nudged(
    actor, workshop, anna, facilitator, client_of
):
    bernard = factories.participant(workshop, "Bernard", "it")
    poll = factories.activity(workshop, "poll", "How sure are you?", is_anonymous=True)
    start_with(actor, workshop, poll)
    client = client_of(facilitator)

    listed = client.get(reverse("discovery:console_waiting", args=[workshop.code])).content.decode()
    assert "Anna" not in listed
    assert "Bernard" not in listed
    assert "2 people aren’t done" in listed
    with pytest.raises(Conflict):
        attention.nudge(actor=actor, workshop=workshop, participant=bernard)
    assert attention.nudge(actor=actor, workshop=workshop) == 2
    assert not Operation.objects.filter(verb="participant.nudged", summary__contains="Bernard").exists()


def test_a_raised_hand_ends_with_the_workshop(actor, running_room, anna, ben):
    for person in (anna, ben):
        attention.set_hand(actor=RoomActor.of_participant(person), workshop=running_room, up=True)
    attention.nudge(actor=actor, workshop=running_room)

    running.end_workshop(actor=actor, workshop=running_room)
    assert raised_hands(room_state(running_room.pk)) == []

    running.reopen_workshop(actor=actor, workshop=running_room)
    assert raised_hands(room_state(running_room.pk)) == []
    assert not Participant.objects.exclude(nudged_at=None).exists()
