"""What a room reads while it writes, scores and decides: help as long as it helps, and no false alarm."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from core.services import artifacts
from core.services.operations import operation
from live import Snapshot
from lvt.models import UseCase
from lvt.rounds.services import open_round, reveal
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room
from workshops.activities.regions import draw_answered, draw_clock, draw_main, draw_progress
from workshops.room.running.services import move_on, start_workshop

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]

INSTRUCTIONS = "Score each use case for yourself."


@pytest.fixture
def room() -> Room:
    made = scoring_room()
    with operation(SYSTEM, "test.instructed"):
        made.activity = artifacts.change(made.activity, instructions=INSTRUCTIONS)
    return made


def snapshot(room: Room, audience: str) -> Snapshot:
    return Snapshot(room.workshop.pk, 1, audience, frozenset())


def test_instructions_and_counts_end_with_the_reveal_and_return_with_a_new_round(room: Room) -> None:
    room.give(room.join("Ann"), 3)
    assert INSTRUCTIONS in draw_main(snapshot(room, "room"))
    assert "0 of 1" in draw_progress(snapshot(room, "stage"))

    reveal(actor=SYSTEM, round=room.round)

    assert INSTRUCTIONS not in draw_main(snapshot(room, "room"))
    for audience in ("room", "stage", "console"):
        assert "are done" not in draw_progress(snapshot(room, audience))
    open_round(actor=SYSTEM, activity=room.activity, use_cases=room.use_cases, method=room.method)
    assert INSTRUCTIONS in draw_main(snapshot(room, "room"))


def test_without_a_use_case_no_screen_counts_who_scored_or_asks_what_is_pursued() -> None:
    workshop = factories.workshop()
    for kind, title in (("scoring", "Score"), ("decide", "Decide")):
        factories.activity(workshop, kind, title)
    factories.participant(workshop, "Ann")
    start_workshop(actor=SYSTEM, workshop=workshop)
    screens = {name: Snapshot(workshop.pk, 1, name, frozenset()) for name in ("room", "stage", "console")}
    for seen in screens.values():
        assert "are done" not in draw_progress(seen)
        assert "are done" not in draw_answered(seen)

    track = workshop.tracks.get()
    move_on(actor=SYSTEM, track=track, from_activity=track.current)

    for seen in (Snapshot(workshop.pk, 2, name, frozenset()) for name in ("room", "stage")):
        assert "No use cases to decide on yet." in draw_main(seen)
    factories.make(UseCase, discovery=workshop.discovery, name="Early warning")
    assert "Which use cases do we pursue" in draw_main(Snapshot(workshop.pk, 3, "stage", frozenset()))


def test_a_round_for_one_use_case_does_not_claim_that_the_others_came_later(room: Room) -> None:
    room.give(room.join("Ann"), 3)
    reveal(actor=SYSTEM, round=room.round)
    open_round(actor=SYSTEM, activity=room.activity, use_cases=room.use_cases[:1], method=room.method)

    console = draw_main(snapshot(room, "console"))

    assert "added since" not in console
    assert f"Not in this round: {room.use_cases[1].name}" in console

    factories.make(UseCase, discovery=room.discovery, name="Written late")
    assert "1 use case was added since: Written late." in draw_main(snapshot(room, "console"))


def test_one_use_case_alone_has_a_total_and_no_certainty_of_its_place(room: Room) -> None:
    five = (("Ann", 3), ("Ben", 5), ("Cem", 4), ("Dana", 3), ("Eli", 5))
    for name, value in five:
        person = room.join(name)
        room.give_all(person, *[value] * 7)
        room.give_all(person, *[1] * 7, use_case=1)
    reveal(actor=SYSTEM, round=room.round)
    assert "of 100 simulations" in draw_main(snapshot(room, "stage"))

    alone = scoring_room("Only one")
    for name, value in five:
        alone.give_all(alone.join(name), *[value] * 7)
    reveal(actor=SYSTEM, round=alone.round)

    assert "of 100 simulations" not in draw_main(snapshot(alone, "stage"))


def test_before_the_first_card_the_stage_says_what_to_do_and_what_there_is(
    client_of: ClientOf,
) -> None:
    workshop = factories.workshop()
    activity = factories.activity(workshop, "write_use_cases", "Write", instructions="One <card> per idea")
    factories.make(UseCase, discovery=workshop.discovery, name="Early <b>warning</b>")
    facilitator = factories.access(workshop.discovery)
    client_of(facilitator).post(reverse("discovery:workshop_start", args=[workshop.code]))

    shot = Snapshot(workshop.pk, 1, "stage", frozenset())
    stage = draw_clock(shot) + draw_main(shot)

    assert "One &lt;card&gt; per idea" in stage
    assert "Early &lt;b&gt;warning&lt;/b&gt;" in stage
    factories.make(UseCase, discovery=workshop.discovery, activity=activity, name="From the room")
    for audience in ("stage", "room", "console"):
        drawn = draw_main(Snapshot(workshop.pk, 1, audience, frozenset()))
        assert drawn.count("From the room") == (1 if audience != "room" else 0), audience
        assert "Early" in drawn
