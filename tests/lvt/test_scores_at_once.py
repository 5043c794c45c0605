"""Taps that meet a reveal and each other, on a database that lets them: what is acknowledged is what counts,
and a tap that is refused leaves nothing behind."""

from __future__ import annotations

from functools import partial

import pytest

from core.exceptions import NotFound
from core.services import artifacts
from core.services.operations import operation
from lvt.methods.services import choose_preset, ensure_default_method
from lvt.models import Score, ScoringMethod, ScoringRound, UseCase
from lvt.rounds.services import open_round, reveal
from lvt.scores.services import SavedScore
from tests import factories
from tests.at_once import at_once
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room
from workshops.models import Workshop

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

ROUNDS = 6
PEOPLE = 8


def revision(room: Room) -> int:
    return Workshop.objects.values_list("live_revision", flat=True).get(pk=room.workshop.pk)


def take_back(room: Room) -> None:
    with operation(SYSTEM, "test.undone", place=room.workshop):
        artifacts.trash(artifacts.locked(room.round))


def test_what_a_reveal_does_not_count_is_acknowledged_as_late() -> None:
    for _number in range(ROUNDS):
        room = scoring_room()
        people = [room.join(f"Person {number}") for number in range(PEOPLE)]
        room.give(people[0], 1)
        before = revision(room)
        revealed, *saved = at_once(
            partial(reveal, actor=SYSTEM, round=room.round),
            *(partial(room.give, person, 4, criterion=1) for person in people),
        )
        assert isinstance(revealed, ScoringRound), revealed
        seen = revealed.sides.keys()  # who has scored by then
        moved: list[tuple[int, bool]] = []
        for person, answer in zip(people, saved, strict=True):
            assert isinstance(answer, SavedScore), answer
            assert Score.objects.get(participant=person, value=4).late is answer.late
            assert answer.late is bool(answer.why_late)
            assert answer.late or str(person.uuid) in seen
            moved.append((answer.revision, answer.late))
        # The reveal has one of its own, which every score that counts comes before and every late one after.
        (its_own,) = set(range(before + 1, before + PEOPLE + 2)) - {number for number, _late in moved}
        assert [late for _number, late in moved] == [number > its_own for number, _late in moved]
        assert revision(room) == before + PEOPLE + 1


def test_a_tap_that_meets_the_end_of_its_round_counts_or_leaves_nothing() -> None:
    for _number in range(ROUNDS):
        room = scoring_room()
        people = [room.join(f"Person {number}") for number in range(PEOPLE)]
        before = revision(room)
        _taken_back, *saved = at_once(
            partial(take_back, room), *(partial(room.give, person, 4) for person in people)
        )
        assert {type(answer) for answer in saved} <= {SavedScore, NotFound}, saved
        counted = sum(isinstance(answer, SavedScore) for answer in saved)
        assert Score.objects.filter(round_id=room.round.pk).count() == counted
        assert revision(room) == before + counted


def test_a_method_that_makes_way_is_not_that_of_a_round_that_opens_meanwhile() -> None:
    for _number in range(ROUNDS):
        discovery = factories.discovery()
        workshop = factories.workshop(discovery)
        activity = factories.activity(workshop, kind="scoring")
        case = factories.make(UseCase, discovery=discovery, name="Dashboard")
        method = ensure_default_method(actor=SYSTEM, discovery=discovery)
        opened, *chosen = at_once(
            partial(open_round, actor=SYSTEM, activity=activity, use_cases=[case], method=method),
            *(
                partial(choose_preset, actor=SYSTEM, discovery=discovery, key="value_and_effort")
                for _time in range(2)
            ),
        )
        assert isinstance(opened, (ScoringRound, NotFound)), opened
        assert {type(each) for each in chosen} == {ScoringMethod}, chosen
        used = {each.method_id for each in ScoringRound.objects.filter(activity=activity)}
        kept = set(discovery.scoring_methods.values_list("pk", flat=True))
        assert used <= kept
        assert len(kept) == 1 + isinstance(opened, ScoringRound)
