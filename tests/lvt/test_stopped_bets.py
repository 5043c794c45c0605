"""What a room is asked no more once a bet was stopped: to score its use cases, or why they wait."""

from __future__ import annotations

import pytest

from lvt.activities.shortlist_in_ranking import deciding
from lvt.models import Goal, Hypothesis, UseCase
from lvt.rounds.selectors import current_results, to_score
from lvt.rounds.services import reveal
from lvt.shortlist.services import decide
from tests.factories import SYSTEM, make
from tests.lvt.rooms import Room, scoring_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    """Four use cases, of which the first belongs to a bet that was stopped."""
    made = scoring_room("Stopped", "Second", "Third", "Fourth")
    goal = make(Goal, discovery=made.discovery, title="Growth")
    bet = make(Hypothesis, goal=goal, statement="It did not help", state="stopped")
    UseCase.objects.filter(pk=made.use_cases[0].pk).update(hypothesis=bet)
    return made


def test_a_new_round_asks_about_it_only_when_it_is_named(room: Room) -> None:
    assert [each.name for each in to_score(room.activity)] == ["Second", "Third", "Fourth"]
    room.activity.settings = {"use_cases": [str(room.use_cases[0].uuid)]}
    assert [each.name for each in to_score(room.activity)] == ["Stopped"]


def test_it_is_not_proposed_and_needs_no_reason_to_be_passed_over(room: Room) -> None:
    ann = room.join("Ann")
    for place, value in enumerate((5, 4, 3, 2)):
        room.give_all(ann, *[value] * 7, use_case=place)
    reveal(actor=SYSTEM, round=room.round)

    asked = deciding(room.activity, current_results(room.discovery))
    decision, _operation = decide(
        actor=SYSTEM, activity=room.activity, use_cases=room.use_cases[1:2], reason="It leads."
    )

    assert asked.ticked == {str(room.use_cases[1].uuid)}
    assert decision.alternatives == ""
