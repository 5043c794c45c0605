"""The sentence of a ranking on the stage: the first place, with no more certainty than there is."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from lvt.attendance_effect import Stability
from lvt.models import UseCase
from lvt.ranking_evidence.rules import Certainty
from lvt.rounds.selectors import current_results
from lvt.rounds.services import reveal, show_next
from lvt.selectors.ranking_results import Results
from lvt.selectors.result_titles import leader_words, ranking_heading, ranking_title
from lvt.shortlist.services import decide
from lvt.templatetags.use_cases import places_of
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room
from workshops.registries import activity_kinds

pytestmark = pytest.mark.django_db


def scored(*totals: int) -> tuple[Room, Results]:
    """A revealed round in which Anna gave these totals, by use case."""
    room = scoring_room(*(f"Case {number}" for number, _each in enumerate(totals, start=1)))
    anna = room.join("Anna")
    for place, total in enumerate(totals):
        room.give_total(anna, total, place)
    reveal(actor=SYSTEM, round=room.round)
    results = current_results(room.workshop.discovery)
    assert results is not None
    return room, results


def test_the_first_place_has_its_total_and_the_highest_possible_one() -> None:
    room, results = scored(3, 2)
    words = leader_words(results, None)
    assert words == "“Case 1” leads with 3.0 of 35"
    assert activity_kinds.get("scoring").stage_statement(room.activity) == words
    ranking = factories.activity(room.workshop, "ranking", "Ranking")
    assert activity_kinds.get("ranking").stage_statement(ranking) == words


def test_too_few_people_give_a_first_impression_and_recommend_nothing() -> None:
    """The title recommended an order, and the smallest letters said “Too few people to judge” it."""
    room, results = scored(3, 2)
    ranking = factories.activity(room.workshop, "ranking", "Ranking")
    assert {each.certainty for each in results.placed} == {Certainty.TOO_FEW}
    for key, activity in (("scoring", room.activity), ("ranking", ranking)):
        title = activity_kinds.get(key).stage_title(activity)
        assert title == "First impression: 1 of 1 person scored"
    told = [replace(each, certainty=Certainty.TOLD) for each in results.ranking]
    assert ranking_heading(replace(results, ranking=tuple(told))) == "The room’s recommendation"


def test_a_single_use_case_leads_nothing_and_has_no_place() -> None:
    room, results = scored(3)
    assert leader_words(results, None) == ""
    assert ranking_title(results) == ""
    assert places_of(results.ranking) == {}
    assert activity_kinds.get("scoring").stage_statement(room.activity) == ""


def test_a_shared_place_has_no_leader() -> None:
    _room, results = scored(3, 3, 1)
    assert leader_words(results, None) == "2 entries share first place with 3.0 of 35 each"


def with_first(results: Results, first: int, alone: int) -> Results:
    """The results with a first place that came first in so many of 100 simulations."""
    ranks = Stability(first, alone, 100, 1, 2, Fraction(20), Fraction(22))
    leader = replace(results.ranking[0], stability=ranks, certainty=Certainty.TOLD)
    return replace(results, ranking=(leader, *results.ranking[1:]))


def test_a_first_place_in_few_simulations_is_doubted() -> None:
    _room, results = scored(3, 2)
    words = "Case 1 leads, but is first in only 40 of 100 simulations"
    assert leader_words(with_first(results, 40, 40), None) == words
    words = "Case 1 leads, but shares first place in 50 of 100 simulations"
    assert leader_words(with_first(results, 80, 30), None) == words
    assert leader_words(with_first(results, 80, 80), None) == "“Case 1” leads with 3.0 of 35"


def test_a_single_place_is_ahead_of_nothing() -> None:
    _room, results = scored(3, 2)
    second = replace(results.ranking[1], result=replace(results.ranking[1].result, rank=None))
    single = replace(results, ranking=(results.ranking[0], second))
    assert leader_words(single, None) == "Only 1 of 2 use cases has a place so far: Case 1"


def test_no_leader_is_named_before_its_step_nor_after_the_decision() -> None:
    room = scoring_room("Case 1", "Case 2")
    anna = room.join("Anna")
    for place in (0, 1):
        room.give_total(anna, 3 - place, place)
    kind = activity_kinds.get("scoring")
    assert kind.stage_statement(room.activity) == ""
    show_next(actor=SYSTEM, round=room.round, steps=0)
    assert kind.stage_statement(room.activity) == ""
    reveal(actor=SYSTEM, round=room.round)
    assert kind.stage_statement(room.activity) != ""
    decide(actor=SYSTEM, activity=room.activity, use_cases=list(UseCase.objects.all()[:1]), reason="Why")
    assert kind.stage_statement(room.activity) == ""
