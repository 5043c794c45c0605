"""Grouping without lost moves, dots within their limits, phases, and what comes out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from core.exceptions import Conflict, Invalid, NotFound, Stale
from core.services import artifacts
from core.services.operations import operation
from tests import factories
from tests.factories import SYSTEM
from tests.workshops.boards import Board, board
from workshops.actors import RoomActor
from workshops.contributions.notes.forms import BrainstormSettings
from workshops.contributions.notes.services import remove_note
from workshops.contributions.votes import selectors as votes
from workshops.models import ActivityCompletion, Note, NoteGroup, Vote
from workshops.registries import activity_kinds
from workshops.room.running.services import end_workshop
from workshops.selectors.unrevealed import unrevealed_in
from workshops.services.note_groups import dissolve_group, move_note, name_group
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


def kind() -> Any:
    return activity_kinds.get("brainstorm")


def drawn(room: Board, audience: str = "room") -> dict[str, str]:
    return {key: str(html) for key, html in kind().items(room.activity, audience)}


# --- Groups ---------------------------------------------------------------------------------------


def test_a_move_sent_twice_makes_one_group() -> None:
    room = board("One", "Two")
    one, two = Note.objects.order_by("pk")
    ann = room.actor("Ann")
    group = uuid4()
    for _time in range(2):
        move_note(actor=ann, activity=room.activity, note=one.uuid, group=group, is_new=True)
    move_note(actor=room.actor("Ben"), activity=room.activity, note=two.uuid, group=group)
    made = NoteGroup.objects.get()
    assert set(made.notes.all()) == {one, two}
    assert f'data-group="{group}"' in drawn(room)[str(one.uuid)]
    move_note(actor=ann, activity=room.activity, note=one.uuid, group=None)
    assert 'data-group=""' in drawn(room)[str(one.uuid)]


def test_only_the_facilitator_groups_where_the_settings_say_so(client_of: ClientOf) -> None:
    room = board("One", grouped_by="facilitators")
    note = Note.objects.get()
    with pytest.raises(Conflict, match="facilitator groups"):
        move_note(actor=room.actor("Ann"), activity=room.activity, note=note.uuid, group=uuid4(), is_new=True)
    assert "data-act" not in drawn(room)[str(note.uuid)]
    facilitator = factories.access(room.workshop.discovery)
    url = reverse("discovery:note_move", args=[room.workshop.code, room.activity.uuid])
    answer = client_of(facilitator).post(url, {"note": note.uuid, "group": uuid4(), "new": "1"})
    assert answer.status_code == 204
    assert NoteGroup.objects.count() == 1


def test_names_are_kept_and_never_overwritten_unseen() -> None:
    room = board("One")
    group = room.group("", Note.objects.get())
    ann, ben = room.actor("Ann"), room.actor("Ben")
    seen = group.revision
    name_group(actor=ann, activity=room.activity, group=group.uuid, name="Tools <b>", revision=seen)
    name_group(actor=ann, activity=room.activity, group=group.uuid, name="Tools <b>", revision=seen)
    with pytest.raises(Stale):
        name_group(actor=ben, activity=room.activity, group=group.uuid, name="Money", revision=seen)
    head = drawn(room, "stage")[str(group.uuid)]
    assert "Tools &lt;b&gt;" in head
    assert "<b>" not in head


def test_a_group_taken_apart_keeps_its_notes_and_comes_back_by_undo() -> None:
    room = board("One", "Two")
    one, two = Note.objects.order_by("pk")
    group = room.group("Pair", one, two)
    group.activity = room.activity
    done = dissolve_group(actor=SYSTEM, group=group)
    assert Note.objects.filter(group=None).count() == 2
    with pytest.raises(Conflict, match="ungrouped"):
        move_note(actor=room.actor("Ann"), activity=room.activity, note=one.uuid, group=group.uuid)
    undo(actor=SYSTEM, target=done)
    assert set(NoteGroup.objects.get().notes.all()) == {one, two}


def test_moving_waits_for_its_phase_and_for_existing_notes() -> None:
    room = board("One")
    note = Note.objects.get()
    ann = room.actor("Ann")
    for wrong in ({"note": uuid4(), "group": None}, {"note": note.uuid, "group": uuid4()}):
        with pytest.raises((Conflict, NotFound)):
            move_note(actor=ann, activity=room.activity, **wrong)
    room.go("vote")
    with pytest.raises(Conflict, match="isn’t grouping"):
        move_note(actor=ann, activity=room.activity, note=note.uuid, group=uuid4(), is_new=True)
    assert not NoteGroup.objects.exists()


# --- Dots -----------------------------------------------------------------------------------------


def test_dots_stay_within_both_limits_and_can_be_taken_back() -> None:
    room = board("One", "Two", "Three", dots=3, most=2)
    one, two, three = Note.objects.order_by("pk").values_list("uuid", flat=True)
    room.go("vote")
    ann = room.actor("Ann")
    room.vote(ann, one, 2)
    room.vote(ann, one, 2)  # sent twice
    with pytest.raises(Invalid, match="at most 2"):
        room.vote(ann, two, 3)
    room.vote(ann, two, 1)
    with pytest.raises(Conflict, match="all your 3 dots"):
        room.vote(ann, three, 1)
    room.vote(ann, one, 0)
    room.vote(ann, three, 2)
    assert votes.own_dots(room.activity, ann, {two, three}) == {str(two): 1, str(three): 2}
    assert votes.dots_by_author(room.activity, {two, three}) == {ann.author: 3}


def test_of_one_device_the_latest_tap_counts_in_whatever_order_it_arrives() -> None:
    room = board("One")
    (note,) = Note.objects.values_list("uuid", flat=True)
    room.go("vote")
    ann = room.actor("Ann")
    for dots, tap in ((1, 10), (2, 12), (0, 11)):
        room.vote(ann, note, dots, device="a1", tap=tap)
    assert Vote.objects.get().dots == 2


def test_two_devices_of_one_person_give_no_more_than_the_person_has() -> None:
    room = board("One", "Two", dots=1)
    one, two = Note.objects.values_list("uuid", flat=True)
    room.go("vote")
    ann = room.actor("Ann")
    room.vote(ann, one, 1, device="a1", tap=5)
    with pytest.raises(Conflict, match="given your 1 dot"):
        room.vote(ann, two, 1, device="b2", tap=6)


def test_what_is_in_a_group_is_voted_on_as_a_group_unless_every_note_is() -> None:
    for votes_on, item_is_note in (("both", False), ("notes", True)):
        room = board("In a group", "Alone", votes_on=votes_on)
        inside, alone = Note.objects.filter(activity=room.activity).order_by("pk")
        group = room.group("Pair", inside)
        room.go("vote")
        ann = room.actor("Ann")
        right, wrong = (inside.uuid, group.uuid) if item_is_note else (group.uuid, inside.uuid)
        room.vote(ann, right, 1)
        room.vote(ann, alone.uuid, 1)
        with pytest.raises(Conflict, match="no longer on the board"):
            room.vote(ann, wrong, 1)
        assert f'data-vote="{right}"' in "".join(drawn(room).values())
        assert f'data-vote="{wrong}"' not in "".join(drawn(room).values())
        room.go("results")
        assert [each.dots for each in votes.ranked(room.activity)] == [1, 1]


def test_dots_on_a_deleted_note_are_the_persons_again() -> None:
    room = board("Gone", "There", dots=1)
    gone, there = Note.objects.select_related("activity__track__workshop__discovery").order_by("pk")
    room.go("vote")
    ann = room.actor("Ann")
    room.vote(ann, gone.uuid, 1)
    gone.refresh_from_db()
    remove_note(actor=SYSTEM, note=gone)
    room.vote(ann, there.uuid, 1)
    with pytest.raises(Conflict):
        room.vote(ann, gone.uuid, 0)
    room.go("results")
    assert [(each.item.text, each.dots) for each in votes.ranked(room.activity)] == [("There", 1)]


def test_who_gave_more_dots_than_there_are_now_can_take_each_back() -> None:
    room = board("One", "Two", "Three", dots=5, most=3)
    one, two, three = Note.objects.order_by("pk").values_list("uuid", flat=True)
    room.go("vote")
    ann = room.actor("Ann")
    for note, dots in ((one, 3), (two, 1), (three, 1)):
        room.vote(ann, note, dots)
    with operation(SYSTEM, "test.lowered"):
        room.activity = artifacts.change(room.activity, settings={"dots": 1, "most": 1})
    room.vote(ann, one, 1)
    room.vote(ann, two, 0)
    with pytest.raises(Conflict, match="given your 1 dot"):
        room.vote(ann, two, 1)
    room.vote(ann, one, 0)
    assert votes.own_dots(room.activity, ann, {one, two, three}) == {str(three): 1}


def test_a_dot_for_a_deleted_note_says_so_though_all_dots_were_given() -> None:
    room = board("One", "Two", dots=1)
    one, two = Note.objects.select_related("activity__track__workshop__discovery").order_by("pk")
    room.go("vote")
    ann = room.actor("Ann")
    room.vote(ann, one.uuid, 1)
    for note in (one, two):
        note.refresh_from_db()
        remove_note(actor=SYSTEM, note=note)
    with pytest.raises(Conflict, match="no longer on the board"):
        room.vote(ann, two.uuid, 1)


def test_a_vote_after_the_end_gets_a_clear_answer(client_of: ClientOf) -> None:
    room = board("One")
    (note,) = Note.objects.values_list("uuid", flat=True)
    client = client_of(room.join("Ann"))
    url = reverse("discovery:board_vote", args=[room.workshop.code, room.activity.uuid])

    def tap(**fields: object) -> Any:
        sent = {"item": note, "dots": 1, "device": "a1", "tap": 1} | fields
        return client.post(url, sent, headers={"accept": "application/json"})

    assert "is over" in tap().json()["error"]  # before it began it is not open either
    room.go("vote")
    assert tap().json()["saved"] is True
    for wrong in ({"item": "x"}, {"dots": "-1"}, {"dots": "²"}, {"device": "<b>"}, {"tap": "9" * 17}):
        assert tap(**wrong).status_code == 422, wrong
    room.go("results")
    late = tap(dots=2)
    assert (late.status_code, "too late" in late.json()["error"]) == (409, True)
    assert Vote.objects.get().dots == 1
    with operation(SYSTEM, "test.moved"):
        artifacts.change(room.activity.track, current=None)
    assert "moved on" in tap().json()["error"]
    end_workshop(actor=SYSTEM, workshop=room.workshop)
    assert "has ended" in tap().json()["error"]


def test_a_dot_costs_as_few_statements_as_it_takes(
    client_of: ClientOf, django_assert_num_queries: Any
) -> None:
    room = board("One")
    (note,) = Note.objects.values_list("uuid", flat=True)
    room.go("vote")
    client = client_of(room.join("Ann"))
    url = reverse("discovery:board_vote", args=[room.workshop.code, room.activity.uuid])
    # Participant, workshop and activity; the upsert and the revision: between a savepoint and its release, or
    # at once.
    with django_assert_num_queries(2 if connection.vendor == "postgresql" else 5):
        assert client.post(url, {"item": note, "dots": 1}).status_code == 200


def test_nobody_sees_what_dots_are_for_before_the_results(client_of: ClientOf) -> None:
    room = board("Winner", "Loser")
    winner, _loser = Note.objects.order_by("pk").values_list("uuid", flat=True)
    ann, ben = room.join("Ann"), room.join("Ben")
    facilitator = factories.access(room.workshop.discovery)
    room.go("vote")
    code = room.workshop.code

    def pages() -> list[str]:
        answers = [
            client_of(ben).get(reverse("discovery:room", args=[code])),
            client_of(facilitator).get(reverse("discovery:stage", args=[code])),
        ]
        return [answer.content.decode().partition("<main")[2] for answer in answers]

    before = pages()
    items = [drawn(room, audience) for audience in ("console", "room", "stage")]
    room.vote(RoomActor.of_participant(ann), winner, 2)
    assert pages() == before
    assert [drawn(room, audience) for audience in ("console", "room", "stage")] == items
    came_out = kind().results(room.activity)
    assert came_out is not None
    assert [(each.item.text, each.dots) for each in came_out["ranking"]] == [("Winner", 0), ("Loser", 0)]
    assert "wasn’t finished" in render_to_string("workshops/activities/brainstorm/results.html", came_out)
    expected = frozenset({str(ann.uuid), str(ben.uuid)})
    assert kind().progress(room.activity, expected).partial == {str(ann.uuid): "2 dots"}
    own = client_of(ann).get(reverse("discovery:room", args=[code])).content.decode()
    assert f'data-given="{winner}"' in own
    room.go("results")
    phone, projector = pages()
    assert phone.index("Winner") < phone.index("Loser")
    assert "Winner" in projector
    assert "Loser" not in projector  # only what got a dot


# --- Phases and results ---------------------------------------------------------------------------


def buttons(room: Board) -> list[str]:
    room.activity.refresh_from_db()
    return [each.key for each in kind().next_phases(room.activity)]


def test_phases_may_be_skipped_and_groups_stay_once_voted_on() -> None:
    room = board()
    room.write(room.actor("Ann"), "One")
    assert buttons(room) == ["group", "vote"]
    room.go("vote")
    assert set(buttons(room)) == {"results", "group"}
    room.go("group")
    assert buttons(room) == ["vote", "results"]
    room.go("results")
    assert set(buttons(room)) == {"group", "vote"}
    room.go("vote")
    room.vote(room.actor("Ben"), Note.objects.get().uuid, 1)
    assert buttons(room) == ["results"]
    with pytest.raises(Conflict):
        room.go("group")
    room.go("results")
    assert buttons(room) == []


def test_a_person_done_with_writing_is_not_done_with_voting() -> None:
    room = board()
    ann = room.join("Ann")
    room.write(RoomActor.of_participant(ann), "One")
    ActivityCompletion.objects.create(activity=room.activity, participant=ann)
    expected = frozenset({str(ann.uuid)})
    assert kind().progress(room.activity, expected).done == expected
    room.go("vote")
    assert not kind().progress(room.activity, expected).done
    room.vote(RoomActor.of_participant(ann), Note.objects.get().uuid, 2)
    assert kind().progress(room.activity, expected).partial == {str(ann.uuid): "2 dots"}


def test_results_rank_groups_and_notes_by_their_dots() -> None:
    room = board("a", "b", "c", "d")
    a, b, c, d = Note.objects.order_by("pk")
    group = room.group("Both", a, b)
    room.go("vote")
    for name, given in (("Ann", {group.uuid: 2, c.uuid: 1}), ("Ben", {group.uuid: 1, d.uuid: 1})):
        person = room.actor(name)
        for item, dots in given.items():
            room.vote(person, item, dots)
    room.go("results")
    results = kind().results(room.activity)
    assert [(each.item.text, each.dots, each.people, each.place) for each in results["ranking"]] == [
        ("Both", 3, 2, 1),
        ("c", 1, 1, 2),
        ("d", 1, 1, 2),
    ]
    assert (results["voters"], results["note_count"]) == (2, 4)
    # Equal places are the same number on every screen, and it says how many voted.
    for template in ("console", "room", "stage"):
        screen = kind().screen(room.activity, template)
        drawn = render_to_string(
            f"workshops/activities/brainstorm/{template}.html",
            {**screen, "activity": room.activity, "workshop": room.workshop, "audience": template},
        )
        assert re.findall(r'board-place num">(\d*)<', drawn) == ["1", "2", "2"]
        assert "2 people voted." in drawn


def test_notes_that_were_never_revealed_are_counted_and_not_shown() -> None:
    room = board()
    room.write(room.actor("Ann"), "Hidden")
    with operation(SYSTEM, "test.ended"):
        room.activity = artifacts.change(room.activity, ended_at=room.workshop.created_at)
    assert kind().results(room.activity) is None
    assert unrevealed_in(room.activity) == "1 note"


# --- Settings -------------------------------------------------------------------------------------


def test_settings_have_defaults_and_say_what_does_not_fit() -> None:
    room = board()
    empty = BrainstormSettings({"settings-prompt": "Why?"}, activity=room.activity)
    assert empty.is_valid(), empty.errors
    assert empty.cleaned_data == {
        "prompt": "Why?",
        "notes_each": 50,
        "late_notes": False,
        "grouped_by": "everybody",
        "votes_on": "both",
        "dots": 5,
        "most": 2,
    }
    wrong = BrainstormSettings({"settings-dots": "2", "settings-most": "3"}, activity=room.activity)
    assert "most" in wrong.errors
