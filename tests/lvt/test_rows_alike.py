"""Rows of a ranking that are alike: what is behind all of them is said once. A shortlist has its order."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from lvt.rounds.selectors import current_results
from lvt.rounds.services import reveal
from lvt.selectors.ranking_results import Results
from lvt.shortlist.selectors import shortlist
from lvt.shortlist.services import decide
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room

pytestmark = pytest.mark.django_db


def drawn(results: Results) -> str:
    html = render_to_string("lvt/prioritization/parts/ranking.html", {"results": results, "heading": "h2"})
    return " ".join(html.split())


def scored(**values: tuple[int, int]) -> tuple[Room, Results]:
    """A revealed round, and its results. Each person, by name, gives two use cases this on each criterion,
    and the second nothing for 0."""
    room = scoring_room()
    for name, (first, second) in values.items():
        person = room.join(name, "it" if name.startswith("i") else "business")
        room.give_all(person, *[first] * 7)
        if second:
            room.give_all(person, *[second] * 7, use_case=1)
    reveal(actor=SYSTEM, round=room.round)
    results = current_results(room.discovery)
    assert results is not None
    return room, results


def test_the_people_behind_all_rows_are_said_once() -> None:
    _room, results = scored(ann=(5, 2), bea=(4, 2), ivo=(3, 3))
    html = drawn(results)
    assert results.has_same_sides
    assert results.key.startswith("3 of 3 people scored each use case (2 business, 1 IT)")
    assert html.count("people scored") == 1
    assert "person)" not in html
    assert '<p class="ranking-key of-each">' in html


def test_rows_that_differ_each_say_how_many_people_are_behind_them() -> None:
    _room, results = scored(ann=(5, 2), bea=(4, 2), ivo=(3, 0))
    html = drawn(results)
    assert not results.has_same_sides
    assert "of-each" not in html
    assert "3 of 3 people scored" in html
    assert "2 of 3 people scored" in html
    assert "(2 people)" in html


def test_a_shortlist_lists_the_highest_score_first() -> None:
    room, results = scored(ann=(2, 5), ivo=(2, 4))
    decide(actor=SYSTEM, activity=room.activity, use_cases=room.use_cases, reason="Both pay off.")
    context = {"shortlist": shortlist(room.discovery), "results": results}
    html = render_to_string("lvt/prioritization/parts/shortlist.html", context)
    low, high = (html.index(each.name) for each in room.use_cases)
    assert high < low
    assert "Why" in html
