"""Of the dots in a brainstorm only those count that have a place on the board."""

from __future__ import annotations

import pytest

from tests.factories import SYSTEM
from tests.workshops.boards import board
from workshops.contributions.notes.services import remove_note
from workshops.models import Note
from workshops.registries import activity_kinds

pytestmark = pytest.mark.django_db


def test_no_one_waits_for_dots_that_have_no_place() -> None:
    room, kind = board("One", "Two", dots=5, most=1), activity_kinds.get("brainstorm")
    one, two = Note.objects.values_list("uuid", flat=True)
    room.go("vote")
    ann = room.actor("Ann")
    mine = kind.mine(room.activity, ann)
    assert (mine["rules"].dots, mine["left"]) == (2, 2)
    room.vote(ann, one, 1)
    assert not kind.progress(room.activity, frozenset({ann.author})).done
    room.vote(ann, two, 1)
    assert kind.mine(room.activity, ann)["left"] == 0
    assert kind.progress(room.activity, frozenset({ann.author})).done == {ann.author}


def test_no_one_is_done_by_a_dot_on_a_deleted_note() -> None:
    room, kind = board("One", "Two", "Three", dots=3, most=1), activity_kinds.get("brainstorm")
    gone, kept, _third = Note.objects.select_related("activity__track__workshop__discovery").order_by("pk")
    room.go("vote")
    ann = room.actor("Ann")
    for note in (gone, kept):
        room.vote(ann, note.uuid, 1)
    gone.refresh_from_db()
    remove_note(actor=SYSTEM, note=gone)
    mine = kind.mine(room.activity, ann)
    assert (mine["given"], mine["left"]) == ({str(kept.uuid): 1}, 1)
    progress = kind.progress(room.activity, frozenset({ann.author}))
    assert (progress.done, progress.partial) == (frozenset(), {ann.author: "1 dot"})
