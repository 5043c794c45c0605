"""Several notes of a board, moved at once, and like notes for a group."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from core.exceptions import Conflict, NotFound
from core.models import Operation
from tests import factories
from tests.factories import SYSTEM
from tests.workshops.boards import board
from workshops.contributions.notes.selectors import MOST_LIKE, like_notes
from workshops.contributions.notes.services import remove_note
from workshops.models import Note, NoteGroup
from workshops.services.note_groups import move_notes, name_group
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


def test_several_notes_are_moved_at_once_and_moved_back_by_one_undo(client_of: ClientOf) -> None:
    room = board("One", "Two", "Three", "Four")
    one, two, three, four = Note.objects.order_by("pk")
    group = room.group("Pair", one)
    facilitator = factories.access(room.workshop.discovery)
    url = reverse("discovery:note_move", args=[room.workshop.code, room.activity.uuid])
    room.workshop.refresh_from_db()
    before = room.workshop.live_revision
    # One of them is there already, and one was deleted: neither counts.
    remove_note(actor=SYSTEM, note=four)
    chosen = f"{one.uuid} {two.uuid} {three.uuid} {four.uuid} {two.uuid}"
    answer = client_of(facilitator).post(url, {"note": chosen, "group": group.uuid})
    assert answer.status_code == 204
    assert "2 notes moved" in answer.headers["HX-Trigger"]
    assert set(group.notes.all()) == {one, two, three}
    room.workshop.refresh_from_db()
    assert room.workshop.live_revision == before + 2  # the removal, and one for all that were moved
    undo(actor=SYSTEM, target=Operation.objects.filter(verb="note.moved").latest("pk"))
    assert list(group.notes.all()) == [one]


def test_several_notes_make_a_group_or_none_at_all() -> None:
    room = board("One", "Two")
    notes = [note.uuid for note in Note.objects.order_by("pk")]
    new = uuid4()
    moved = move_notes(actor=SYSTEM, activity=room.activity, notes=notes, group=new, is_new=True)
    assert moved.notes == NoteGroup.objects.get(uuid=new).notes.count() == 2
    with pytest.raises(NotFound):
        move_notes(actor=SYSTEM, activity=room.activity, notes=notes, group=uuid4())
    assert Note.objects.filter(group__uuid=new).count() == 2
    # It is named at once; one undo takes back the move, and the group with it.
    name_group(actor=SYSTEM, activity=room.activity, group=new, name="Pair")
    assert moved.operation is not None
    undone = undo(actor=SYSTEM, target=moved.operation)
    assert not NoteGroup.objects.exists()
    assert Note.objects.filter(group=None).count() == 2
    undo(actor=SYSTEM, target=undone)
    assert NoteGroup.objects.get().notes.count() == 2
    undo(actor=SYSTEM, target=Operation.objects.filter(verb="operation.undone").latest("pk"))
    with pytest.raises(Conflict, match="These notes were deleted"):
        move_notes(actor=SYSTEM, activity=room.activity, notes=[uuid4(), uuid4()], group=None)


def test_undo_of_a_move_leaves_a_group_that_had_notes_before() -> None:
    room = board("One", "Two")
    one, two = Note.objects.order_by("pk")
    group = room.group("Reports", one)
    move_notes(actor=SYSTEM, activity=room.activity, notes=[one.uuid], group=None)
    moved = move_notes(actor=SYSTEM, activity=room.activity, notes=[two.uuid], group=group.uuid)
    assert moved.operation is not None
    undo(actor=SYSTEM, target=moved.operation)
    assert list(NoteGroup.objects.all()) == [group]
    assert not group.notes.exists()


def test_a_new_group_goes_with_the_last_of_its_moves_that_is_undone() -> None:
    room = board("One", "Two")
    one, two = Note.objects.order_by("pk")
    new = uuid4()
    moves = [
        move_notes(actor=SYSTEM, activity=room.activity, notes=[note.uuid], group=new, is_new=True)
        for note in (one, two)
    ]
    for move in moves:
        assert NoteGroup.objects.exists()
        assert move.operation is not None
        undo(actor=SYSTEM, target=move.operation)
    assert not NoteGroup.objects.exists()


def test_similar_notes_stay_where_they_were_put_meanwhile(client_of: ClientOf) -> None:
    room = board("Reports are late", "Reports come late", "Late reports")
    first, second, third = Note.objects.order_by("pk")
    group = room.group("Reports", first)
    other = room.group("Other", second)
    client = client_of(factories.access(room.workshop.discovery))
    url = reverse("discovery:note_move", args=[room.workshop.code, room.activity.uuid])
    sent = {"note": [f"{second.uuid} {third.uuid}"], "group": group.uuid, "suggested": "1"}
    answer = client.post(url, sent)
    assert "1 note moved" in answer.headers["HX-Trigger"]
    assert list(other.notes.all()) == [second]
    operations = Operation.objects.count()
    answer = client.post(url, sent)
    assert answer.status_code == 204
    toast = json.loads(answer.headers["HX-Trigger"])["toast"]
    assert toast["message"] == "0 notes moved"
    assert "undo" not in toast
    assert Operation.objects.count() == operations


@pytest.mark.parametrize("notes", ["", "   ", "not-a-note", "1 2"])
def test_a_move_of_nothing_is_refused_with_a_sentence(notes: str, client_of: ClientOf) -> None:
    room = board("One")
    facilitator = factories.access(room.workshop.discovery)
    url = reverse("discovery:note_move", args=[room.workshop.code, room.activity.uuid])
    answer = client_of(facilitator).post(url, {"note": notes, "group": uuid4(), "new": "1"})
    assert answer.status_code == 422
    assert not NoteGroup.objects.exists()


def test_a_group_offers_notes_like_its_own_while_the_room_groups(client_of: ClientOf) -> None:
    texts = ["Customers wait too long", "Long waits for customers", "Prices change every week"]
    room = board(
        *texts, "<b>Customers</b> wait for an answer", *(f"Customer {n} waits too long" for n in range(9))
    )
    group = room.group("", Note.objects.get(text=texts[0]))
    facilitator = factories.access(room.workshop.discovery)
    client = client_of(facilitator)
    url = reverse("discovery:note_group_tools", args=[room.workshop.code, group.uuid])
    offered = client.get(url).content.decode()
    like = like_notes(group)
    assert len(like) == MOST_LIKE
    assert texts[2] not in {note.text for note in like}
    assert all(f'value="{note.uuid}"' in offered for note in like)
    assert "<b>Customers" not in offered
    # They are added when the facilitator says so.
    assert group.notes.count() == 1
    move = reverse("discovery:note_move", args=[room.workshop.code, room.activity.uuid])
    answer = client.post(move, {"note": [like[0].uuid], "group": group.uuid, "suggested": "1"})
    assert "1 note moved" in answer.headers["HX-Trigger"]
    assert "dialog:close" in answer.headers["HX-Trigger"]
    assert group.notes.count() == 2
    room.go("vote")
    assert "Similar notes" not in client.get(url).content.decode()
