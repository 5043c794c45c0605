"""The door of a room: locked, unlocked, and who was removed and is let in again."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.exceptions import NotAllowed
from discovery.discoveries.models import DiscoveryRole
from organizations.actors import Actor
from tests import factories
from tests.workshops.rooms import post, verbs, workshop_with_talks
from workshops.joining import invitation
from workshops.joining.participants import services as participants
from workshops.models import Workshop
from workshops.room.steering import services as steering
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    return workshop_with_talks("One", "Two")


def test_a_locked_room_lets_nobody_new_in_and_everybody_back(
    actor, running_room, anna, client, client_of, facilitator
):
    join = reverse("discovery:join", args=[running_room.code])
    form = {"display_name": "Lee", "side": "it", "join_key": "k1"}
    client.post(join, form)
    client.cookies.clear()
    assert post(client_of(facilitator), "workshop_lock", running_room, {"on": "1"}).status_code == 204

    for answer in (client.get(join), client.post(join, {**form, "join_key": "k2"})):
        assert answer.status_code == 403
        assert "The room is locked" in answer.content.decode()
    assert running_room.participants.count() == 2
    assert client_of(anna).get(reverse("discovery:room", args=[running_room.code])).status_code == 200
    assert client.post(join, form).status_code == 302, "the same form is the same person"
    client.cookies.clear()
    assert client.get(invitation.personal_link(anna)).status_code == 302
    assert running_room.participants.count() == 2

    post(client_of(facilitator), "workshop_lock", running_room)
    client.cookies.clear()
    assert client.post(join, {**form, "join_key": "k2"}).status_code == 302


def test_locking_is_undone(actor, running_room):
    locked = steering.set_locked(actor=actor, workshop=running_room, on=True)
    undo(actor=actor, target=locked)
    assert not Workshop.objects.get(pk=running_room.pk).is_locked


def test_the_removed_come_back_when_they_are_let_in_again(
    actor, running_room, facilitator, client, client_of
):
    join = reverse("discovery:join", args=[running_room.code])
    form = {"display_name": "Lee", "side": "it", "join_key": "k1"}
    client.post(join, form)
    lee = running_room.participants.get()
    participants.remove_participant(actor=actor, participant=lee)

    room = reverse("discovery:room", args=[running_room.code])
    assert client.get(room).headers["Location"] == join
    for answer in (client.get(join), client.post(join, form), client.post(join, {**form, "join_key": "k2"})):
        assert answer.status_code == 403
    assert "take" in client.get(join).content.decode()
    client.cookies.clear()
    assert client.post(join, form).status_code == 403, "without the cookie the form still names them"
    assert running_room.participants.count() == 1

    listed = client_of(facilitator).get(reverse("discovery:console_removed", args=[running_room.code]))
    assert "Lee" in listed.content.decode()
    post(client_of(facilitator), "participant_let_in", running_room, uuid=lee.uuid)
    assert client.post(join, form).status_code == 302
    assert client.get(room).status_code == 200
    assert running_room.participants.count() == 1
    assert verbs(running_room)[-1] == "participant.let_in"


def test_a_removed_account_does_not_join_as_somebody_new(actor, running_room):
    account = factories.access(running_room.discovery, DiscoveryRole.VIEWER)
    joining = {"workshop": running_room, "display_name": "Vic", "side": "it"}
    joined = participants.join(actor=Actor.of_account(account), **joining)
    participants.remove_participant(actor=actor, participant=joined)
    with pytest.raises(NotAllowed):
        participants.join(actor=Actor.of_account(account), **joining, join_key="another")
