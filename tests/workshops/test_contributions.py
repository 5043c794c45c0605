"""What holds for all that people send by the protocol of contributions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager
from inspect import unwrap
from uuid import uuid4

import pytest
from django.urls import reverse

from core.models import Operation
from tests.architecture.entries import addresses
from tests.architecture.test_kinds import CONTRIBUTIONS
from tests.workshops.answering import answering
from tests.workshops.boards import board
from workshops.contributions.answers.activity import AnswerKind
from workshops.contributions.notes.services import delete_note
from workshops.registries import activity_kinds
from workshops.web.contribution_pages import OfferPages

pytestmark = pytest.mark.django_db

# All that take contributions; an answer is changed, not sent once.
KINDS = [key for key in CONTRIBUTIONS if not isinstance(activity_kinds.get(key), AnswerKind)]


def _decided() -> dict[str, dict[str, str]]:
    """By kind of activity the names of the addresses at which its console decides on what people propose."""
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for name, _route, pattern in addresses():
        view = unwrap(pattern.callback)
        pages = getattr(view, "__self__", None)
        if isinstance(pages, OfferPages):
            names[pages.activity][view.__name__] = name
    return names


DECIDED = _decided()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_sent_again_is_saved_when_the_room_went_on_and_nobody_else_hears_of_it(kind: str) -> None:
    contribution = CONTRIBUTIONS[kind]
    room = answering(kind, contribution.settings)
    contribution.ground(room)
    ann, ben = room.join("Ann"), room.join("Ben")
    fields = {**contribution.fields, "uuid": str(uuid4())}
    fields = {name: str(value).format(text="Said once") for name, value in fields.items()}
    assert room.send(ann, contribution.path, **fields)[0] == 200
    written = Operation.objects.count()
    assert room.send(ben, contribution.path, **fields)[0] == 404
    room.workshop.tracks.update(current=None)
    assert room.send(ann, contribution.path, **fields)[0] == 200
    assert room.send(ann, contribution.path, **{**fields, "uuid": str(uuid4())})[0] == 409
    assert Operation.objects.count() == written


@pytest.mark.parametrize("kind", KINDS)
def test_other_words_under_the_same_uuid_are_not_said_to_be_saved(kind: str) -> None:
    """A phone that lost the answer sends what its owner changed meanwhile: it is told what is saved, and
    gives the words back."""
    contribution = CONTRIBUTIONS[kind]
    room = answering(kind, contribution.settings)
    contribution.ground(room)
    ann = room.join("Ann")
    fields = {**contribution.fields, "uuid": str(uuid4())}
    first, other = (
        {name: str(value).format(text=text) for name, value in fields.items()}
        for text in ("Said once", "Said otherwise")
    )
    assert room.send(ann, contribution.path, **first)[0] == 200
    written = Operation.objects.count()

    status, said = room.send(ann, contribution.path, **other)

    assert (status, Operation.objects.count()) == (409, written)
    assert "“Said once” is saved" in said["error"]
    assert room.send(ann, contribution.path, **first)[0] == 200


def test_each_offer_has_addresses_at_which_it_is_decided() -> None:
    offered = {pages.activity for pages in OfferPages.__subclasses__()}
    assert offered == {kind for kind, names in DECIDED.items() if {"accept", "decline"} <= {*names}}


@pytest.mark.parametrize("kind", DECIDED)
def test_an_older_console_declines_nothing_that_was_taken_up(kind: str) -> None:
    """What it became stays, and its author would read that it was declined."""
    contribution = CONTRIBUTIONS[kind]
    room = answering(kind, {**contribution.settings, "take_up": "list"})
    contribution.ground(room)
    fields = {**contribution.fields, "uuid": str(uuid4())}
    fields = {name: str(value).format(text="Said once") for name, value in fields.items()}
    assert room.send(room.join("Ann"), contribution.path, **fields)[0] == 200
    if contribution.reveal:
        room.go(contribution.reveal)
    where = [room.workshop.code, fields["uuid"]]
    took_up, declined = (reverse(DECIDED[kind][action], args=where) for action in ("accept", "decline"))
    console, headers = room.console(), {"Accept": "application/json"}
    assert console.post(took_up, headers=headers).status_code == 204
    written = Operation.objects.count()

    refused = console.post(declined, headers=headers)

    assert (refused.status_code, Operation.objects.count()) == (409, written)
    assert "already" in refused.json()["error"]


def test_what_is_taken_back_again_costs_no_more_than_the_first_time(
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    """Phones whose answer was lost send it again, and the room waits for each of them."""
    room = board()
    ann = room.actor("Ann")
    note = room.write(ann, "Too many tools").row
    for _twice in range(2):
        with django_assert_max_num_queries(12):
            delete_note(actor=ann, activity=room.activity, uuid=note.uuid)
    assert [each.verb for each in Operation.objects.filter(verb__startswith="note")] == [
        "note.deleted",
        "note.added",
    ]
