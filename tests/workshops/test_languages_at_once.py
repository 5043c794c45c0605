"""What several languages in one room cost: rows and counts are read once for all of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

import live
from core.selectors.request_cache import one_reading
from live import Snapshot
from lvt.rounds.services import reveal
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room
from tests.pseudo import LANGUAGE, OPENS, pseudo_language
from workshops.activities.regions import draw_main

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


def test_a_reveal_in_four_languages_asks_at_most_a_quarter_as_much_again(room: Room) -> None:
    reveal(actor=SYSTEM, round=room.round)
    one, four = queries(room, ["en"], "activity"), queries(room, LANGUAGES, "activity")
    assert len(four) <= 1.25 * len(one), set(four) - set(one)


def test_a_ranking_that_was_read_for_english_screens_says_nothing_english_on_others(room: Room) -> None:
    reveal(actor=SYSTEM, round=room.round)

    def drawn(language: str) -> str:
        with translation.override(language):
            return draw_main(Snapshot(room.workshop.pk, 1, "room", frozenset(), cache))

    with pseudo_language():
        cache: dict[Hashable, object] = {}
        with one_reading():
            alone = drawn(LANGUAGE)
        cache = {}
        with one_reading():
            english, after = drawn("en"), drawn(LANGUAGE)
    assert after == alone != english
    assert OPENS in alone
