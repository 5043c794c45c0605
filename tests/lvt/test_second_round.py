"""A second round of one use case: its place among all, before and after; and how close places are."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from lvt.report_for_board import sure
from lvt.rounds.selectors import current_results, results_after
from lvt.rounds.services import open_round, reveal
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room
from workshops.models import Participant
from workshops.registries import activity_kinds

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


def _again(room: Room, use_case: int) -> None:
    room.round = open_round(
        actor=SYSTEM,
        activity=room.activity,
        use_cases=[room.use_cases[use_case]],
        method=room.method,
    )


@pytest.fixture
def twice() -> tuple[Room, Participant]:
    """Three use cases with 3, 2 and 1 points; the last one is scored again, and has 3.8 now."""
    room = scoring_room("First", "Second", "Third")
    people = [room.join(f"P{number}", side) for number, side in enumerate(["business", "it"] * 2 + ["it"])]
    for person in people:
        for place, value in enumerate((3, 2, 1)):
            room.give_total(person, value, use_case=place)
    room.round = reveal(actor=SYSTEM, round=room.round)
    _again(room, 2)
    for person, value in zip(people, (5, 4, 4, 3, 3), strict=True):
        room.give_total(person, value, use_case=2)
    room.round = reveal(actor=SYSTEM, round=room.round)
    return room, people[0]


def test_a_second_round_shows_the_place_among_all_before_and_after(
    twice: tuple[Room, Participant], client_of: ClientOf
) -> None:
    room, somebody = twice
    ranked = [(each.rank, each.use_case.name, each.moved_words) for each in results_after(room.round).ranking]
    assert ranked == [
        (1, "Third", "Place 1 (was 3), +2.8 since round 1"),
        (2, "First", "Place 2 (was 1)"),
        (3, "Second", "Place 3 (was 2)"),
    ]
    facilitator = client_of(factories.access(room.discovery))
    for client, name in ((facilitator, "console"), (facilitator, "stage"), (client_of(somebody), "room")):
        page = client.get(reverse(f"discovery:{name}", args=[room.workshop.code])).content.decode()
        assert "Place 1 (was 3), +2.8 since round 1" in page, name
        assert page.index("Third</h") < page.index("First</h") < page.index("Second</h"), name


def test_all_rounds_are_in_the_results_and_in_the_report(twice: tuple[Room, Participant]) -> None:
    room, _somebody = twice
    kind = activity_kinds.get("scoring")
    results = kind.results(room.activity)
    assert results is not None
    # On paper they follow each other; on the page the last one, which holds, comes first.
    for file in ("results", "paper"):
        drawn = render_to_string(f"{kind.template_dir}/{file}.html", results)
        parts = re.split(r"(?=Round [12])", drawn)[1:3]
        assert [part[:7] for part in parts] == sorted((part[:7] for part in parts), reverse=file == "results")
        first, second = sorted(parts)
        assert first.index("First") < first.index("Second") < first.index("Third"), file
        assert "Place 1 (was 3), +2.8 since round 1" in second
        assert "was 3" not in first


def test_a_round_that_changes_nothing_says_so(twice: tuple[Room, Participant]) -> None:
    room, _somebody = twice
    for said in ("+0.2 since round 2", "total unchanged"):
        _again(room, 2)
        for person in Participant.objects.filter(workshop=room.workshop):
            room.give_total(person, 4, use_case=2)
        room.round = reveal(actor=SYSTEM, round=room.round)
        assert results_after(room.round).ranking[0].moved_words == f"Place 1 as before, {said}"


def test_a_place_that_few_score_again_is_lost_with_the_reason(twice: tuple[Room, Participant]) -> None:
    room, somebody = twice
    _again(room, 2)
    room.give_total(somebody, 5, use_case=2)
    room.round = reveal(actor=SYSTEM, round=room.round)
    *placed, last = results_after(room.round).ranking
    assert [(each.use_case.name, each.rank) for each in placed] == [("First", 1), ("Second", 2)]
    assert (last.use_case.name, last.rank, last.reason) == ("Third", None, "1 of 5 people scored")
    assert (last.moved_words, last.stability_words) == ("", "")


def test_the_first_round_alone_is_a_ranking_of_its_own() -> None:
    room = scoring_room()
    room.give_total(room.join("Ann"), 4)
    room.round = reveal(actor=SYSTEM, round=room.round)
    assert [each.moved_words for each in results_after(room.round).ranking] == ["", ""]


def test_what_was_scored_in_another_activity_is_no_round_of_this_one() -> None:
    room = scoring_room("First", "Second")
    ann = room.join("Ann")
    room.give_total(ann, 4, use_case=0)
    room.give_total(ann, 2, use_case=1)
    room.round = reveal(actor=SYSTEM, round=room.round)
    room.activity = factories.activity(room.workshop, kind="scoring", title="Again")
    _again(room, 1)
    room.give_total(ann, 5, use_case=1)
    room.round = reveal(actor=SYSTEM, round=room.round)
    first = results_after(room.round).ranking[0]
    assert first.moved_words == "Place 1 (was 2), +3.0 since the previous scoring"


# --- How close places are -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "said"),
    [(3, "N0, N1 and N2 share place 1."), (6, "N0, N1, N2 and 3 more share place 1.")],
)
def test_all_that_share_a_place_are_named_in_one_sentence(count: int, said: str) -> None:
    room = scoring_room(*(f"N{number}" for number in range(count)))
    for name in ("Ann", "Ben"):
        person = room.join(name)
        for use_case in range(count):
            room.give_total(person, 3, use_case=use_case)
    room.round = reveal(actor=SYSTEM, round=room.round)
    results = current_results(room.discovery)
    assert results is not None
    assert results.close_places() == (said,)


def test_places_that_are_close_or_swap_are_said_in_words_wherever_somebody_decides(
    client_of: ClientOf,
) -> None:
    room = scoring_room("First", "Second", "Third", "Fourth")
    scores = {"business": (5, 4, 1, 1), "it": (3, 5, 1, 1)}
    for number in range(3):
        person = room.join(f"B{number}")
        for place, value in enumerate(scores["business"]):
            room.give_total(person, value, use_case=place)
    ivan = room.join("Ivan", "it")
    for place, value in enumerate(scores["it"]):
        room.give_total(ivan, value, use_case=place)
    room.round = reveal(actor=SYSTEM, round=room.round)
    results = current_results(room.discovery)
    assert results is not None
    pair = "Places 1 and 2 (First and Second) are 0.25 points apart. They"
    swap = f"{pair} swap if both sides are weighted equally."
    assert results.close_places() == (swap, "Third and Fourth share place 3.")
    assert results.close_places(2) == (swap,)
    assert "place 3 (shared)" in results.ranking[2].score_words
    facilitator = client_of(factories.access(room.discovery))
    console = reverse("discovery:console", args=[room.workshop.code])
    ranking = reverse("lvt:prioritization", args=[room.discovery.slug])
    for address in (console, ranking):
        assert swap in facilitator.get(address).content.decode()
    kind = activity_kinds.get("decide")
    assert swap in render_to_string(f"{kind.template_dir}/console.html", kind.console(room.activity))
    context = sure(room.discovery)
    assert context is not None
    assert swap in context["close"]
