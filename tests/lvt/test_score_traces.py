"""Every score leads to where it came from: what each criterion adds, both sides, and round after round."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import prod

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, strategies as st

from core.selectors.request_cache import one_reading
from core.services import artifacts
from core.services.operations import operation
from lvt.models import Goal, Hypothesis
from lvt.rounds.selectors import rankings
from lvt.rounds.services import open_round, reveal
from lvt.scoring_method import Combination, Criterion, Method
from lvt.selectors.score_traces import Trace, trace_of
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room

ClientOf = Callable[..., Client]


def methods() -> st.SearchStrategy[Method]:
    criteria = st.lists(
        st.builds(
            Criterion,
            key=st.integers(),
            lower_is_better=st.booleans(),
            weight=st.fractions(0, 5),
            is_cost=st.booleans(),
        ),
        min_size=1,
        max_size=5,
        unique_by=lambda criterion: criterion.key,
    )
    return st.builds(Method, criteria.map(tuple), st.sampled_from(Combination))


@given(methods(), st.data())
def test_what_the_criteria_add_makes_the_total(method: Method, data: st.DataObject) -> None:
    scored = data.draw(st.sets(st.sampled_from(method.criteria)))
    points = {criterion.key: data.draw(st.fractions(0, 5)) for criterion in scored}
    total, parts = method.combine(points), method.parts(points)
    if not isinstance(total, Fraction):
        return
    filled = {one.key for one in method.counted} if method.combination == Combination.SUM else set()
    assert parts.keys() == points.keys() | filled
    costs = {criterion.key for criterion in scored if criterion.is_cost}
    if method.combination == Combination.RATIO:
        shared = sum(parts[key] for key in costs)
        assert total * shared == sum(part for key, part in parts.items() if key not in costs)
    elif method.combination == Combination.PRODUCT:
        divisor = prod(parts[key] for key in costs)
        assert total * divisor == prod(part for key, part in parts.items() if key not in costs)
    else:
        assert total == sum(parts.values())


def _scored(room: Room, *values: tuple[str, int], others: tuple[int | None, ...] = (0,) * 6) -> None:
    """Each gives their value on the first criterion of the first use case, and `others` on its others."""
    for number, (side, value) in enumerate(values):
        room.give_all(room.join(f"P{number} {room.round.number}", side), value, *others)
    room.round = reveal(actor=SYSTEM, round=room.round)


def _trace(room: Room, use_case: int = 0) -> Trace | None:
    with one_reading():
        return trace_of(room.discovery, room.use_cases[use_case])


@pytest.mark.django_db
def test_a_use_case_tells_what_its_score_is_made_of(client_of: ClientOf) -> None:
    room = scoring_room("HCP 360", "Next best action")
    page = reverse("lvt:use_case", args=[room.discovery.slug, room.use_cases[0].uuid])
    client = client_of(factories.access(room.discovery))
    but_confidence = (0, 0, 0, 0, None, 0)
    room.give_all(room.join("Early"), 4, *but_confidence)
    assert _trace(room) is None, "the scores stay hidden until the reveal"
    assert "Not scored yet." in client.get(page).content.decode()

    _scored(room, ("business", 5), ("it", 2), others=but_confidence)
    trace = _trace(room)
    assert trace is not None
    first, *others = trace.shares
    assert (first.cell.business, first.cell.it) == (Decimal("4.5"), Decimal("2.0"))
    assert first.part == Fraction(11, 3)
    filled = Fraction(11, 18)  # the mean of the six that were answered
    assert [share.part for share in others] == [0, 0, 0, 0, filled, 0]
    assert [share.is_filled for share in trace.shares] == [share.part == filled for share in trace.shares]
    told = "Score 4.3, place 1, 3 of 3 people scored, 6 of 7 criteria"
    assert [place.score_words for place in trace.rounds] == [told]

    said = client.get(page).content.decode()
    for words in ("filled in from the other criteria", "2 to 5", "3 people", "Round 1 of"):
        assert words in said, words
    # Its only round doesn't repeat them.
    assert said.count("3 of 3 people scored · 6 of 7 criteria") == 1
    assert told not in said
    other = _trace(room, use_case=1)
    assert other is not None
    assert other.ranked.score_words == "No one scored it."


@pytest.mark.django_db
def test_a_trace_tells_that_a_single_answer_is_no_score(client_of: ClientOf) -> None:
    """The head counts who scored, and a row who answered: the page explains the difference."""
    room = scoring_room()
    room.give_all(room.join("One answer", "other"), 3, *[None] * 6)
    _scored(room, ("business", 5), ("business", 5), ("it", 4))
    trace = _trace(room)
    assert trace is not None
    assert trace.ranked.people_words == "3 of 4 people scored"
    assert (trace.shares[0].cell.scored, trace.has_details) == (4, True)
    url = reverse("lvt:use_case", args=[room.discovery.slug, room.use_cases[0].uuid])
    text = client_of(factories.access(room.discovery)).get(url).content.decode()
    assert "“3 of 4 people scored” leaves out those who answered too few criteria." in text


@pytest.mark.django_db
def test_each_round_that_scored_it_has_its_line() -> None:
    room = scoring_room("First", "Second")
    people = [room.join("Ada"), room.join("Ben", "it")]
    for person in people:
        room.give_total(person, 3, use_case=0)
        room.give_total(person, 2, use_case=1)
    room.round = reveal(actor=SYSTEM, round=room.round)
    room.round = open_round(
        actor=SYSTEM, activity=room.activity, use_cases=[room.use_cases[1]], method=room.method
    )
    for person in people:
        room.give_total(person, 5, use_case=1)
    room.round = reveal(actor=SYSTEM, round=room.round)

    again = _trace(room, use_case=1)
    assert again is not None
    assert [(place.score_words, place.moved_words) for place in again.rounds] == [
        ("Score 2.0, place 2, 2 of 2 people scored", ""),
        ("Score 5.0, place 1, 2 of 2 people scored", "Place 1 (was 2), +3.0 since round 1"),
    ]
    once = _trace(room, use_case=0)
    assert once is not None
    assert [place.score_words for place in once.rounds] == ["Score 3.0, place 1, 2 of 2 people scored"]
    assert once.ranked.score_words == "Score 3.0, place 2, 2 of 2 people scored"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["lvt:tree", "lvt:use_case_list", "lvt:prioritization"])
def test_tree_list_and_ranking_lead_to_it(name: str, client_of: ClientOf) -> None:
    room = scoring_room("HCP 360")
    _scored(room, ("business", 4), ("it", 4))
    goal = factories.make(Goal, discovery=room.discovery, title="Higher success")
    bet = factories.make(Hypothesis, goal=goal, statement="A view of each HCP raises it.")
    with operation(SYSTEM, "use_case.changed", place=room.discovery):
        artifacts.change(room.use_cases[0], hypothesis=bet)
    page = client_of(factories.access(room.discovery)).get(reverse(name, args=[room.discovery.slug]))
    use_case = reverse("lvt:use_case", args=[room.discovery.slug, room.use_cases[0].uuid])
    assert f'href="{use_case}#score"' in page.content.decode()
    ranked = rankings(room.discovery)[room.use_cases[0].pk]
    assert ranked.score_words == "Score 4.0, place 1, 2 of 2 people scored"
