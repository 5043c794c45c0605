"""The sentence with the result of *Value vs. effort*, in every case and on every surface of the chart."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape

from discovery.templatetags.components import unbroken
from handover.reports.document import assemble
from lvt.activities.spotlights import _quadrant
from lvt.quadrant import QuadrantMembers, ValueAndEffort, members_of
from lvt.rounds.selectors import current_results
from lvt.rounds.services import reveal
from lvt.selectors.ranking_charts import quadrant
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room

MADE_AT = datetime(2026, 3, 5, 14, 32, tzinfo=UTC)
QUICK_WIN, BIG_BET, FILL_IN = (5, 1), (5, 5), (1, 1)


def members(*cases: tuple[str, str, int], most: int = 3) -> QuadrantMembers:
    """Members of the quadrant with high value and low effort."""
    standings = [
        (ValueAndEffort(key, Fraction(value), Fraction(effort)), place)
        for key, (value, effort, place) in zip("ABCDEF", cases, strict=False)
    ]
    return members_of(standings, valuable=True, cheap=True, most=most)


@pytest.mark.parametrize(
    ("cases", "count", "first"),
    [
        ([], 0, ""),
        ([("0", "0", 1), ("1", "1", 2), ("0", "1", 3)], 0, ""),
        ([("1", "0", 1)], 1, "A"),
        ([("1/2", "1/2", 1)], 1, "A"),
        ([("49/100", "1/2", 1), ("1/2", "51/100", 2)], 0, ""),
        ([("1", "0", 3), ("1", "0", 1), ("0", "0", 2), ("1", "0", 4)], 3, "B"),
        ([("1", "0", 4), ("1", "0", 3), ("1", "0", 2), ("1", "0", 1)], 4, "D"),
        ([("0", "0", 1), ("1", "0", 2), ("1", "0", 2), ("1", "0", 4), ("1", "0", 5)], 4, "BC"),
        ([("1", "0", 1)] * 4, 4, ""),
        ([("1", "0", 1)] * 3, 3, "ABC"),
    ],
)
def test_the_first_of_a_quadrant(cases: list[tuple[str, str, int]], count: int, first: str) -> None:
    assert members(*cases) == QuadrantMembers(count, tuple(first))


def scored(*scores: tuple[int, int]) -> Room:
    room = scoring_room(*"ABCDEF"[: len(scores)], preset="value_and_effort")
    person = room.join("Ann")
    for number, each in enumerate(scores):
        room.give_all(person, *each, use_case=number)
    reveal(actor=SYSTEM, round=room.round)
    return room


def message_of(room: Room) -> str:
    drawn = quadrant(current_results(room.discovery))
    assert drawn is not None
    return drawn.message


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("scores", "message"),
    [
        ([QUICK_WIN], "The only ranked use case is in the “Quick win” quadrant: A."),
        ([BIG_BET], "The only ranked use case is in the “Big bet” quadrant: A."),
        ([BIG_BET, FILL_IN], "None of the 2 ranked use cases is in the “Quick win” quadrant."),
        ([BIG_BET, QUICK_WIN], "1 of 2 ranked use cases is in the “Quick win” quadrant: B."),
        (
            [FILL_IN, (5, 2), (5, 1)],
            "2 of 3 ranked use cases are in the “Quick win” quadrant. Highest ranked: C.",
        ),
        (
            [(4, 1), (4, 2), (5, 1), (5, 2), FILL_IN],
            "4 of 5 ranked use cases are in the “Quick win” quadrant. Highest ranked: C.",
        ),
        (
            [BIG_BET, QUICK_WIN, QUICK_WIN],
            "2 of 3 ranked use cases are in the “Quick win” quadrant: B and C.",
        ),
        ([QUICK_WIN] * 4, "4 of 4 ranked use cases are in the “Quick win” quadrant."),
    ],
)
def test_the_message_is_a_sentence_in_every_case(scores: list[tuple[int, int]], message: str) -> None:
    assert message_of(scored(*scores)) == message


@pytest.mark.django_db
@pytest.mark.parametrize(("ranked", "unranked", "name"), [(0, 1, "A"), (1, 0, "B")])
def test_a_use_case_without_a_place_is_not_counted(ranked: int, unranked: int, name: str) -> None:
    """Three people score one use case, but only one person scores the other."""
    room = scoring_room("A", "B", preset="value_and_effort")
    people = [room.join(name) for name in ("Ann", "Bo", "Cy")]
    for person in people:
        room.give_all(person, *QUICK_WIN, use_case=ranked)
    room.give_all(people[0], *BIG_BET, use_case=unranked)
    reveal(actor=SYSTEM, round=room.round)
    assert message_of(room) == f"The only ranked use case is in the “Quick win” quadrant: {name}."


@pytest.mark.django_db
def test_stage_observers_and_report_show_it_with_the_number_of_people() -> None:
    room = scored(BIG_BET, QUICK_WIN)
    message = escape(message_of(room))
    shown = render_to_string("lvt/spotlights/quadrant.html", _quadrant(room.discovery))
    title = message.removesuffix(": B.")
    assert f'<h2 dir="auto">{unbroken(title)}</h2>' in shown
    assert '<p class="kicker">Value vs. effort · 1 of 1 person scored</p>' in shown
    assert message in assemble(room.discovery, made_at=MADE_AT, progress=lambda percent, words: None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("de", "1 von 2 platzierten Anwendungsfällen liegt im Quadranten „Schneller Erfolg“: B."),
        ("fr", "Sur 2 cas d’usage classés, 1 se trouve dans le quadrant"),
        ("es", "1 de los 2 casos de uso clasificados está en el cuadrante “Logro rápido”: B."),
    ],
)
def test_rooms_read_it_in_their_language(language: str, message: str) -> None:
    room = scored(BIG_BET, QUICK_WIN)
    with translation.override(language):
        assert message in message_of(room)
