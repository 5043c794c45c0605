"""The reveal builds up: the third place, the second, the first, how sure the order is, what to talk about.
What is still to come is in no answer to anybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import TimeMachineFixture

from core.exceptions import Conflict, NotAllowed, NotFound
from core.models import Operation
from discovery.discoveries.models import DiscoveryRole
from lvt.models import ScoringRound
from lvt.rounds.selectors import current_results, results_after, round_results
from lvt.rounds.services import open_round, reveal, show_next
from lvt.scoring.models import RoundState
from lvt.selectors.ranking_reveal_steps import SoFar, so_far
from organizations.actors import Actor
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room
from tests.lvt.test_hidden import everything_shown, settled
from workshops.actors import RoomActor
from workshops.room.running.services import end_workshop, move_cursor
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
# Each step has an operation of its own, which the history names by its uuid and its time.
OWN = re.compile(r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|datetime="[^"]*"')
NAMES = ("Ash", "Birch", "Cedar", "Douglas fir", "Elm")


@pytest.fixture
def room() -> Room:
    """Five use cases, of which business and IT score the first one highest."""
    made = scoring_room(*NAMES)
    score(made, 5, 4, 3, 2, 1)
    return made


def score(room: Room, *values: int) -> None:
    """What three people give to each use case; IT is of another mind about the first one."""
    people = [
        room.workshop.participants.filter(side=side).first() or room.join(f"Of {side}", side)
        for side in ("business", "it", "other")
    ]
    for place, value in enumerate(values):
        for person in people:
            room.give_all(person, *[value] * 7, use_case=place)
    room.give(people[1], 0)


def step(room: Room) -> ScoringRound:
    current = ScoringRound.objects.get(pk=room.round.pk)
    current.activity = room.activity
    return show_next(actor=SYSTEM, round=current, steps=current.steps_shown)


def seen(room: Room) -> SoFar:
    current = ScoringRound.objects.get(pk=room.round.pk)
    current.activity = room.activity
    shown = so_far(current)
    assert shown is not None
    return shown


def names(shown: SoFar) -> list[str]:
    return [each.use_case.name for each in shown.results.ranking]


# --- The steps ------------------------------------------------------------------------------------


def test_the_ranking_builds_up_from_the_last_place_to_what_to_talk_about(room: Room) -> None:
    for first, button in (
        (3, "Show third place"),
        (2, "Show second place"),
        (1, "Show first place"),
        (0, "Show how certain the ranking is"),
    ):
        assert step(room).state == RoundState.REVEALING
        shown = seen(room)
        assert names(shown) == list(NAMES[first:])
        assert len(shown.to_come) == first
        assert shown.button == button
        assert not any(each.stability for each in shown.results.ranking)
        assert shown.results.talk_first is None
    step(room)
    shown = seen(room)
    assert all(each.stability_words for each in shown.results.ranking)
    assert shown.results.talk_first is None
    assert shown.button == "Show what to discuss first"

    revealed = step(room)
    assert revealed.state == RoundState.REVEALED
    revealed.activity = room.activity
    assert results_after(revealed).talk_first is not None


def test_equal_use_cases_are_shown_together() -> None:
    room = scoring_room("Ash", "Birch", "Cedar")
    room.give_all(room.join("Ann"), *[3] * 7)
    for place in (1, 2):
        room.give_all(room.workshop.participants.get(), *[3] * 7, use_case=place)

    step(room)

    assert [each.rank for each in seen(room).results.ranking] == [1, 1, 1]
    assert seen(room).button == "Show how certain the ranking is"


def test_one_use_case_has_no_order_that_builds_up() -> None:
    room = scoring_room("Ash")
    room.give(room.join("Ann"), 3)

    assert step(room).state == RoundState.REVEALED


def test_bars_end_at_the_best_that_was_shown_where_there_is_no_bound(room: Room) -> None:
    type(room.method).objects.filter(pk=room.method.pk).update(combination="ratio")
    room.method.criteria.filter(name="Effort").update(part="cost")
    step(room)

    best = seen(room).results.ranking[0]
    assert best.highest is None
    assert best.maximum == best.result.total


# --- What is still to come ------------------------------------------------------------------------


@pytest.mark.sweep(sample="tests/lvt/test_reveal.py")
def test_what_is_still_to_come_changes_no_answer(
    room: Room, client_of: ClientOf, time_machine: TimeMachineFixture
) -> None:
    """Ash and Birch change places: nobody can tell before the second place is shown."""
    clients = {
        "facilitator": client_of(factories.access(room.discovery)),
        "viewer": client_of(factories.access(room.discovery, DiscoveryRole.VIEWER)),
        "guest": client_of(room.join("Someone else", "it")),
    }

    # History is told by the minute: none begins between the first two looks.
    time_machine.move_to((timezone.now() + timedelta(minutes=1)).replace(second=0))

    def shown_after(steps: int, *values: int) -> dict[str, str]:
        with transaction.atomic():
            score(room, *values)
            for _step in range(steps):
                step(room)
            answers = everything_shown(room, clients)
            transaction.set_rollback(True)
        return {where: settled(OWN.sub("", text)) for where, text in answers.items()}

    before, after = (shown_after(2, *values, 3, 2, 1) for values in ((5, 4), (4, 5)))
    assert before.keys() == after.keys()
    assert [where for where in before if before[where] != after[where]] == []
    assert "Cedar" in before["the stage"]
    assert not any(
        name in before[f"the {look}"] for name in NAMES[:2] for look in ("console", "room", "stage")
    )

    before, after = (shown_after(3, *values, 3, 2, 1) for values in ((5, 4), (4, 5)))
    assert {"the console", "the room", "the stage"} <= {
        each for each in before if before[each] != after[each]
    }


def test_results_are_refused_until_all_of_it_was_shown(room: Room) -> None:
    current = step(room)
    current.activity = room.activity

    for results in (round_results, results_after):
        with pytest.raises(Conflict, match="hidden"):
            results(current)
    assert current_results(room.discovery) is None


def test_phones_compare_with_the_room_when_it_has_seen_the_order(room: Room, client_of: ClientOf) -> None:
    ann = room.join("Ann")
    own = f"/w/{room.workshop.code}/regions/mine/"
    step(room)
    waiting = client_of(ann).get(own, headers={"hx-request": "true"}).content.decode()
    assert "after the full ranking is revealed" in waiting
    assert "You compared with the room" not in waiting

    reveal(actor=SYSTEM, round=room.round)
    assert b"You compared with the room" in client_of(ann).get(own, headers={"hx-request": "true"}).content


# --- Who, and in which state ----------------------------------------------------------------------


def test_a_step_is_taken_once_and_by_facilitators(room: Room, client_of: ClientOf) -> None:
    ann = room.join("Ann")
    for person in (RoomActor.of_participant(ann), Actor.nobody()):
        with pytest.raises((NotAllowed, NotFound)):
            show_next(actor=person, round=room.round, steps=0)
    url = reverse("lvt:round_next", args=[room.workshop.code, room.round.uuid])
    facilitator = client_of(factories.access(room.discovery))
    asked = {"accept": "application/json"}
    assert facilitator.post(url, {"seen": "0"}, headers={"hx-request": "true"}).status_code == 204
    assert facilitator.post(url, {"seen": "0"}, headers=asked).status_code == 409
    assert facilitator.post(url, {"seen": "x"}, headers=asked).status_code == 422
    assert ScoringRound.objects.get(pk=room.round.pk).steps_shown == 1


def test_a_reveal_shows_what_is_left_and_nothing_follows(room: Room) -> None:
    began = step(room)

    revealed = reveal(actor=SYSTEM, round=began)

    assert revealed.state == RoundState.REVEALED
    assert revealed.revealed_at == began.revealed_at
    with pytest.raises(Conflict, match="already revealed"):
        step(room)


def test_a_reveal_of_nothing_takes_no_step() -> None:
    with pytest.raises(Conflict, match="No scores to reveal yet"):
        step(scoring_room())


def test_what_comes_during_the_reveal_is_late(room: Room) -> None:
    step(room)

    assert room.give(room.join("Ann"), 5).late


def test_no_round_opens_during_the_reveal(room: Room) -> None:
    step(room)

    with pytest.raises(Conflict, match="Reveal it first"):
        open_round(actor=SYSTEM, activity=room.activity, use_cases=room.use_cases, method=room.method)


def test_a_step_is_not_taken_back(room: Room) -> None:
    step(room)

    with pytest.raises(Conflict):
        undo(actor=SYSTEM, target=Operation.objects.latest("pk"))


@pytest.mark.parametrize("leaves", ["to the next activity", "at the end"])
def test_what_the_room_leaves_is_revealed(room: Room, leaves: str) -> None:
    later = factories.activity(room.workshop, "talk", "Talk it through")
    step(room)

    if leaves == "at the end":
        end_workshop(actor=SYSTEM, workshop=room.workshop)
    else:
        track = room.activity.track
        move_cursor(actor=SYSTEM, track=track, from_activity=room.activity, to_activity=later)

    assert ScoringRound.objects.get(pk=room.round.pk).state == RoundState.REVEALED


def test_console_and_remote_have_the_steps(room: Room, client_of: ClientOf) -> None:
    facilitator = client_of(factories.access(room.discovery))
    addresses = [reverse(f"discovery:{name}", args=[room.workshop.code]) for name in ("console", "remote")]
    for button in ("Reveal the scores", "Show third place"):
        for address in addresses:
            page = facilitator.get(address).content.decode()
            assert button in page
            assert 'data-key="w"' in page
        step(room)
