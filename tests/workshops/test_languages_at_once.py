"""What several languages in one room cost: rows and counts are read once for all of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

import live
from core.selectors.once import one_reading
from live import Snapshot
from lvt.services.rounds import reveal
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    made = scoring_room()
    for number in range(6):
        person = made.join(f"Person {number}", "it" if number % 2 else "business")
        for use_case in range(2):
            made.give(person, 1 + number % 4, use_case)
    return made


def queries(room: Room, languages: Iterable[str], topic: str) -> list[str]:
    """What one tick asks the database to draw a topic on the phones of these languages."""
    cache: dict[Hashable, object] = {}
    with CaptureQueriesContext(connection) as asked, one_reading():
        for language in languages:
            with translation.override(language):
                shot = Snapshot(room.workshop.pk, 1, "room", frozenset(), cache)
                for region in live.regions_for("room"):
                    if region.render and topic in region.topics:
                        region.render(shot)
    return [each["sql"] for each in asked]


LANGUAGES = ("en", "de", "fr", "es")


@pytest.mark.parametrize("topic", ["progress", "people", "cursor", "activity"])
def test_while_people_answer_four_languages_ask_no_more_than_one(room: Room, topic: str) -> None:
    one, four = queries(room, ["en"], topic), queries(room, LANGUAGES, topic)
    assert len(one) > 0
    assert len(four) == len(one), set(four) - set(one)


def test_a_reveal_in_four_languages_asks_at_most_half_as_much_again(room: Room) -> None:
    reveal(actor=SYSTEM, round=room.round)
    one, four = queries(room, ["en"], "activity"), queries(room, LANGUAGES, "activity")
    assert len(four) <= 1.5 * len(one)
