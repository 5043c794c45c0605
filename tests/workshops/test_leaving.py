"""Next activity asks before the room leaves what people contributed and nobody revealed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.factories import SYSTEM
from tests.workshops.answering import answering
from tests.workshops.boards import board
from workshops.joining.participants.services import remove_participant
from workshops.models import Workshop

pytestmark = pytest.mark.django_db

ASKED = "1 person answered, but the room hasn’t seen the answer."


def next_activity(client: Client, workshop: Workshop, surface: str) -> str:
    """The button that goes to the next activity."""
    page = client.get(reverse(f"discovery:{surface}", args=[workshop.code])).content.decode()
    step = reverse("discovery:workshop_move", args=[workshop.code])
    return page.partition('data-key="ArrowRight"')[2].partition(">")[0].partition(f'hx-post="{step}"')[2]


@pytest.mark.parametrize("surface", ["console", "remote"])
def test_it_asks_until_the_answers_are_revealed(surface: str, client_of: Any) -> None:
    room = answering("roti")
    factories.activity(room.workshop, "check_in", "Before you go")
    facilitator = client_of(factories.access(room.workshop.discovery))

    assert "data-confirm" not in next_activity(facilitator, room.workshop, surface)
    room.answer(room.actor("Anna"), number=4, text="")
    assert ASKED in next_activity(facilitator, room.workshop, surface)
    room.go("revealed")
    assert "data-confirm" not in next_activity(facilitator, room.workshop, surface)


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_notes_are_unseen_while_people_write_and_votes_while_they_vote(
    is_anonymous: bool, client_of: Any
) -> None:
    room = board(is_anonymous=is_anonymous, dots=2)
    factories.activity(room.workshop, "check_in", "Before you go")
    facilitator = client_of(factories.access(room.workshop.discovery))
    room.join("Berta")
    author = room.actor("Anna")

    note = room.write(author, "No owner").row
    assert ASKED in next_activity(facilitator, room.workshop, "console")
    room.go("group")
    assert "data-confirm" not in next_activity(facilitator, room.workshop, "console")
    room.go("vote")
    assert "data-confirm" not in next_activity(facilitator, room.workshop, "console")
    room.vote(author, note.uuid, 2)
    assert ASKED in next_activity(facilitator, room.workshop, "console")
    room.go("results")
    assert "data-confirm" not in next_activity(facilitator, room.workshop, "console")


def test_what_the_room_sees_at_once_is_not_asked_about(client_of: Any) -> None:
    room = answering("check_in", {"form": "word", "at_once": True})
    factories.activity(room.workshop, "roti", "Before you go")
    facilitator = client_of(factories.access(room.workshop.discovery))

    room.answer(room.actor("Anna"), text="Curious")
    assert "data-confirm" not in next_activity(facilitator, room.workshop, "console")


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_what_people_wrote_who_were_removed_is_unseen_too(is_anonymous: bool, client_of: Any) -> None:
    room = board(is_anonymous=is_anonymous)
    factories.activity(room.workshop, "check_in", "Before you go")
    facilitator = client_of(factories.access(room.workshop.discovery))
    room.write(room.actor("Anna"), "No owner")
    for person in (room.join("Berta"), *room.workshop.participants.all()):
        remove_participant(actor=SYSTEM, participant=person)
    assert ASKED in next_activity(facilitator, room.workshop, "console")
