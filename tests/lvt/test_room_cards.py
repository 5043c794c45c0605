"""Writing use-case cards in the room."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from live import Snapshot
from lvt.models import Goal, Hypothesis, UseCase
from lvt.room_cards import services as room_cards
from organizations.actors import Actor
from tests import factories
from tests.sending import HTMX
from workshops.activities.regions import draw_item, draw_items
from workshops.actors import RoomActor
from workshops.room.running import services as running
from workshops.room.running.selectors import progress_of, room_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    made = factories.workshop()
    factories.activity(made, "write_use_cases", "Write")
    factories.activity(made, "talk", "Talk")
    return made


@pytest.fixture
def facilitator(workshop):
    return Actor.of_account(factories.access(workshop.discovery))


@pytest.fixture
def room(workshop, facilitator):
    return running.start_workshop(actor=facilitator, workshop=workshop)


@pytest.fixture
def anna(workshop):
    return factories.participant(workshop, "Anna")


def writing(workshop):
    return workshop.tracks.get().activities.all()[0]


def write(client, workshop, **fields):
    return client.post(
        reverse("lvt:room_card_add", args=[workshop.code, writing(workshop).uuid]),
        {"name": "Early warning", "we_believe": "seeing churn early", **fields},
        headers={"Accept": "application/json"},
    )


def test_a_card_goes_on_the_wall_under_its_author(client_of, room, anna):
    goal = factories.make(Goal, discovery=room.discovery, title="Keep customers")
    bet = factories.make(Hypothesis, goal=goal, statement="Knowing earlier helps")

    response = write(client_of(anna), room, hypothesis=bet.pk)

    card = UseCase.objects.get()
    assert (card.author, card.hypothesis, card.activity) == (anna, bet, room_state(room.pk).current)
    assert card.authors == [str(anna.uuid)]
    assert response.json()["saved"] is True
    assert response.json()["message"] == "“Early warning” is on the board"
    mine = client_of(anna).get(reverse("discovery:region", args=[room.code, "mine"])).content.decode()
    assert "My cards" in mine
    board = client_of(anna).get(reverse("discovery:room", args=[room.code])).content.decode()
    assert f'data-item="{card.uuid}"' in board


def test_what_is_missing_is_said_and_what_was_written_stays(client_of, room, anna):
    response = write(client_of(anna), room, name="", we_believe="b" * 1001)

    assert response.status_code == 422
    assert set(response.json()["errors"]) == {"name", "we_believe"}
    assert "on the board yet" in response.json()["error"]
    assert not UseCase.objects.exists()


def test_a_card_that_is_sent_twice_is_one_card(client_of, room, anna):
    uuid = "5b1f6f6e-3f9e-4d6a-9a39-0c6d1c2f7e11"

    first = write(client_of(anna), room, uuid=uuid)
    again = write(client_of(anna), room, uuid=uuid)
    other = write(client_of(anna), room, uuid=uuid, name="Sent again")

    assert (first.status_code, again.status_code, other.status_code) == (200, 200, 409)
    assert [(card.name, str(card.uuid)) for card in UseCase.objects.all()] == [("Early warning", uuid)]
    ben = factories.participant(room, "Ben")
    # Any other answer would say that there is a card of somebody else.
    assert write(client_of(ben), room, uuid=uuid).status_code == 404
    assert write(client_of(ben), room, uuid="no uuid").status_code == 422
    assert UseCase.objects.count() == 1


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", '" onfocus="x', "=1+1", "{{ 7|add:7 }}"])
def test_hostile_cards_are_inert_on_every_wall(room, anna, text):
    room_cards.add_card(
        actor=RoomActor.of_participant(anna),
        activity=writing(room),
        name=text,
        we_believe=text,
    )

    for audience in ("room", "console", "stage"):
        board = draw_items(Snapshot(room.pk, 1, audience, frozenset()))
        assert "data-item" in board
        assert "<img" not in board
        assert '" onfocus' not in board
        assert "14" not in re.sub(r'data-item="[^"]+"', "", board)


def test_one_changed_card_sends_that_card(room, anna):
    actor = RoomActor.of_participant(anna)
    cards = [room_cards.add_card(actor=actor, activity=writing(room), name=f"Card {n}") for n in range(30)]
    snapshot = Snapshot(room.pk, 1, "room", frozenset())

    sent = draw_item(snapshot, str(cards[3].uuid))

    assert sent is not None
    assert "Card 3" in sent
    assert sent.count("data-item") == 1
    assert len(sent.encode()) < 1000
    room_cards.delete_card(actor=actor, use_case=cards[3])
    assert draw_item(snapshot, str(cards[3].uuid)) is None


def test_the_console_sees_how_many_cards_each_wrote(client_of, room, anna):
    write(client_of(anna), room)
    write(client_of(anna), room)

    progress = progress_of(room_state(room.pk))

    assert progress.partial == {str(anna.uuid): "2 cards"}
    assert progress.done == frozenset()


def test_nobody_writes_after_the_room_moved_on(client_of, room, anna, facilitator):
    track = room.tracks.select_related("current", "workshop").get()
    running.move_on(actor=facilitator, track=track, from_activity=track.current)

    response = write(client_of(anna), room)

    assert response.status_code == 409
    assert "moved on" in response.json()["error"]
    assert not UseCase.objects.exists()


def test_only_ones_own_cards_are_changed(client_of, room, anna):
    write(client_of(anna), room)
    card = UseCase.objects.get()
    ben = client_of(factories.participant(room, "Ben"))
    edit = reverse("lvt:room_card_edit", args=[room.code, card.uuid])

    assert ben.get(edit).status_code == 404
    assert ben.post(reverse("lvt:room_card_delete", args=[room.code, card.uuid])).status_code == 404
    client_of(anna).post(edit, {"name": "Earlier warning", "revision": card.revision}, headers=HTMX)

    card.refresh_from_db()
    assert card.name == "Earlier warning"


def test_a_card_that_an_editor_changed_meanwhile_shows_both_versions(client_of, room, anna):
    write(client_of(anna), room)
    card = UseCase.objects.get()
    editor = Actor.of_account(factories.access(room.discovery, DiscoveryRole.EDITOR))
    kinds.change(actor=editor, artifact=card, name="Theirs")

    response = client_of(anna).post(
        reverse("lvt:room_card_edit", args=[room.code, card.uuid]),
        {"name": "Mine", "revision": card.revision},
        headers=HTMX,
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert "Mine" in page
    assert "Theirs" in page


def test_a_deleted_card_can_be_brought_back(client_of, room, anna):
    client = client_of(anna)
    write(client, room)
    card = UseCase.objects.get()

    response = client.post(reverse("lvt:room_card_delete", args=[room.code, card.uuid]), headers=HTMX)

    assert not UseCase.objects.exists()
    assert "/undo/" in response["HX-Trigger"]


def test_at_the_end_each_sees_the_cards_that_they_wrote(client_of, room, anna):
    bo = factories.participant(room, "Bo", "it")
    write(client_of(anna), room)
    write(client_of(bo), room, name="Stock at a glance")
    running.end_workshop(actor=factories.SYSTEM, workshop=room)

    address = reverse("discovery:region", args=[room.code, "mine"])
    seen = client_of(anna).get(address).content.decode()

    assert "Early warning" in seen
    assert "Stock at a glance" not in seen
