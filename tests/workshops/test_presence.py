"""Here, away or left: one definition, and every surface of a live room counts by it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, strategies as st

import live
from live import Snapshot
from tests import factories
from tests.factories import SYSTEM
from tests.workshops.boards import Board, board
from workshops.activities import console_regions, regions
from workshops.activities.steering_regions import draw_remote
from workshops.activity_progress import Progress
from workshops.actors import RoomActor
from workshops.joining.participants.services import remove_participant
from workshops.models import Participant, Track
from workshops.results.decisions.services import add_decision
from workshops.room import presence
from workshops.room.breakouts import services as breakouts
from workshops.room.hands_and_nudges.selectors import waiting_for
from workshops.room.presence import Presence
from workshops.room.running import services as running
from workshops.room.running.selectors import here_in
from workshops.room.steering.services import show_in_spotlight, stop_spotlight

PEOPLE = ("Ana", "Bo", "Chidi", "Dana", "Emil")
SETS = st.sets(st.sampled_from("abcdefgh"))


# --- The definition -------------------------------------------------------------------------------


def test_three_ways_to_be_in_a_room() -> None:
    assert presence.presence("ana", {"ana"}) is Presence.HERE
    assert presence.presence("bo", {"ana"}) is Presence.AWAY
    assert presence.presence("bo", {"ana"}, needs_device=False) is Presence.HERE
    assert presence.presence("bo", set()) is Presence.HERE, "no device tells anything"
    for connected in ({"ana"}, set()):
        assert presence.presence("ana", connected, has_left=True) is Presence.LEFT


@given(SETS, SETS, SETS)
def test_n_of_m_is_never_more_than_m(joined: set[str], connected: set[str], done: set[str]) -> None:
    here = presence.here([(uuid, True) for uuid in joined], connected)
    progress = Progress(done=frozenset(done & joined), of=len(joined)).among(here)
    assert progress.finished <= progress.of <= len(joined)
    assert progress.of >= len(here)
    unnamed = Progress.counted(len(done), joined).among(here)
    assert unnamed.finished <= unnamed.of <= len(joined)


# --- Every surface --------------------------------------------------------------------------------


@pytest.fixture
def room(db: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Five people at a brainstorm and somebody without a device; Ana and Bo are here, Chidi is done and
    away."""
    room = board(minutes=10)
    people = {name: room.join(name) for name in PEOPLE}
    factories.participant(room.workshop, "Fay", is_proxy=True)
    for name in ("Ana", "Chidi"):
        running.set_done(actor=RoomActor.of_participant(people[name]), activity=room.activity, is_done=True)
    connected = frozenset(str(people[name].uuid) for name in ("Ana", "Bo"))
    monkeypatch.setattr(live, "connected", lambda _workshop: connected)
    return room, people, connected


def shot(room: Board, audience: str, connected: Iterable[str]) -> Snapshot:
    return Snapshot(room.workshop.pk, 1, audience, frozenset(connected))


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_every_surface_counts_the_same_people(room: Any) -> None:
    board_, _people, connected = room
    # Ana, Bo and Fay are here; Chidi is done and away; Dana and Emil are away.
    for audience in ("room", "stage", "observer", "console", "remote"):
        drawn = words(regions.draw_progress(shot(board_, audience, connected)))
        assert "2 of 4 are done" in drawn, audience
    for audience in ("stage", "observer"):
        drawn = words(regions.draw_answered(shot(board_, audience, connected)))
        assert "2 of 4" in drawn
        assert "done · 2 away" in drawn
    people = words(console_regions.draw_people(shot(board_, "console", connected)))
    assert "3 here, 3 away, 2 done" in people
    assert people.count("Away") == 2
    assert people.count("Done, away") == 1
    for draw in (regions.draw_main, regions.draw_progress):
        assert "2 of 4 are not done." in str(draw(shot(board_, "console", connected)))
    assert "2 of 4 are not done." in draw_remote(shot(board_, "remote", connected))
    waiting = waiting_for(board_.workshop)
    assert [each.label for each in waiting.people] == ["Bo", "Fay"]
    assert here_in([board_.workshop])[board_.workshop.pk] == 3


def test_the_reveal_does_not_deny_what_people_gave(room: Any) -> None:
    board_, people, connected = room
    running.set_done(actor=RoomActor.of_participant(people["Ana"]), activity=board_.activity, is_done=False)
    running.set_done(actor=RoomActor.of_participant(people["Chidi"]), activity=board_.activity, is_done=False)
    board_.write(RoomActor.of_participant(people["Bo"]), "Too late")
    for draw in (regions.draw_main, regions.draw_progress):
        asked = str(draw(shot(board_, "console", connected)))
        assert "1 of 3 has begun." in asked
        assert "not done." not in asked


def test_who_is_here_is_counted_where_nobody_gets_done(room: Any) -> None:
    board_, _people, connected = room
    welcome = factories.activity(board_.workshop, "welcome", "Welcome", position=5)
    running.move_cursor(
        actor=SYSTEM, track=board_.activity.track, from_activity=board_.activity, to_activity=welcome
    )
    for audience in ("room", "stage", "observer", "console", "remote"):
        assert "3 people here, 3 away" in words(regions.draw_progress(shot(board_, audience, connected)))
        assert "6 people here" in words(regions.draw_progress(shot(board_, audience, ())))
    arrived = regions.draw_arrivals(shot(board_, "stage", connected))
    assert "3 away" in words(arrived)
    assert sum(map(int, re.findall(r'<b class="num">(\d+)</b>', arrived))) == 3


def test_below_a_spotlight_the_stage_says_who_is_here(room: Any) -> None:
    """It shows something that no one answers; phones and console go on with their count."""
    board_, _people, connected = room
    decision = add_decision(
        actor=SYSTEM, discovery=board_.workshop.discovery, workshop=board_.workshop, title="Go", reason="Why"
    )
    show_in_spotlight(actor=SYSTEM, workshop=board_.workshop, kind="decision", uuid=decision.uuid)
    for audience in ("stage", "observer"):
        drawn = regions.draw_progress(shot(board_, audience, connected))
        assert words(drawn) == "3 people here, 3 away"
        (region,) = (each for each in live.regions_for(audience) if each.key == "progress")
        assert "steering" in region.topics
    for audience in ("room", "console", "remote"):
        assert "2 of 4 are done" in words(regions.draw_progress(shot(board_, audience, connected)))

    stop_spotlight(actor=SYSTEM, workshop=board_.workshop)
    assert "2 of 4 are done" in words(regions.draw_progress(shot(board_, "stage", connected)))


def test_who_left_counts_nowhere(room: Any) -> None:
    board_, people, connected = room
    remove_participant(actor=SYSTEM, participant=people["Bo"])
    assert "2 of 3 are done" in words(regions.draw_progress(shot(board_, "stage", connected)))
    assert here_in([board_.workshop])[board_.workshop.pk] == 2


# --- Breakout rooms -------------------------------------------------------------------------------


def placed(room: Board) -> set[str]:
    there = Participant.objects.filter(workshop=room.workshop).exclude(track=None)
    return set(there.values_list("display_name", flat=True))


def test_rooms_are_dealt_out_to_who_is_here_and_to_others_on_return(room: Any) -> None:
    board_, people, _connected = room
    apart = factories.activity(board_.workshop, "breakout", "Apart", position=6)
    for name in ("One", "Two"):
        breakouts.add_room(actor=SYSTEM, activity=apart, name=name)
    running.move_cursor(
        actor=SYSTEM, track=board_.activity.track, from_activity=board_.activity, to_activity=apart
    )
    assert placed(board_) == {"Ana", "Bo", "Fay"}
    drawn = words(regions.draw_main(shot(board_, "console", _connected)))
    assert "3 people have no room. They’ll get one when they return." in drawn

    breakouts.place_if_returning(board_.workshop.pk, str(people["Dana"].uuid))
    assert placed(board_) == {"Ana", "Bo", "Dana", "Fay"}
    # Once more, and somebody who is there already: nothing moves.
    before = dict(Participant.objects.values_list("display_name", "track"))
    for name in ("Dana", "Ana"):
        breakouts.place_if_returning(board_.workshop.pk, str(people[name].uuid))
    assert dict(Participant.objects.values_list("display_name", "track")) == before

    # Dealt out again: who is away gives the place up, and gets one on return.
    assert breakouts.deal_out(actor=SYSTEM, activity=apart) == 3
    assert placed(board_) == {"Ana", "Bo", "Fay"}
    # Somebody who comes for the first time is placed before their device is connected.
    breakouts.place_newcomer(board_.join("Gus"))
    assert "Gus" in placed(board_)
    assert Track.objects.filter(breakout=apart).count() == 2


def test_who_is_placed_by_hand_waits_for_a_hand(room: Any) -> None:
    board_, people, _connected = room
    apart = factories.activity(
        board_.workshop, "breakout", "Apart", position=6, settings={"assignment": "hand"}
    )
    breakouts.add_room(actor=SYSTEM, activity=apart, name="One")
    running.move_cursor(
        actor=SYSTEM, track=board_.activity.track, from_activity=board_.activity, to_activity=apart
    )
    breakouts.place_if_returning(board_.workshop.pk, str(people["Dana"].uuid))
    assert placed(board_) == set()
