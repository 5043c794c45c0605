"""The console's list of people: a row is drawn again when what it shows has changed, and only then."""

from __future__ import annotations

import pytest
from django.utils import translation

from live import Snapshot
from tests.lvt.rooms import Room, scoring_room
from tests.pseudo import LANGUAGE, pseudo_language
from workshops.activities import console_regions
from workshops.activities.console_regions import draw_everybody, draw_people
from workshops.activities.regions import draw_part

pytestmark = pytest.mark.django_db


def people_of(room: Room) -> str:
    connected = frozenset(str(each.uuid) for each in room.workshop.participants.all())
    return draw_people(Snapshot(room.workshop.pk, 1, "console", connected))


def test_a_score_draws_one_row_again(monkeypatch: pytest.MonkeyPatch) -> None:
    room = scoring_room("One")
    people = [room.join(f"Person {number}") for number in range(5)]
    drawn: list[str] = []

    def counted(name: str, snapshot: Snapshot, **context: object) -> str:
        drawn.append(name)
        return draw_part(name, snapshot, **context)

    monkeypatch.setattr(console_regions, "draw_part", counted)
    before = people_of(room)
    assert drawn.count("who_row") == 5
    assert people_of(room) == before
    assert drawn.count("who_row") == 5

    room.give_all(people[0], *[3] * 7)
    assert "chip good" in people_of(room)
    assert drawn.count("who_row") == 6


def test_rows_follow_names_languages_and_the_list_that_they_are_in() -> None:
    room = scoring_room("One")
    ann = room.join("Ann")
    assert "Remove Ann" in people_of(room)
    ann.display_name, ann.side = "Anna", "it"
    ann.save()
    assert "Remove Anna" in people_of(room)
    with pseudo_language(), translation.override(LANGUAGE):
        assert "Remove Anna from" not in people_of(room)
    snapshot = Snapshot(room.workshop.pk, 1, "console", frozenset())
    assert f'id="everybody-{ann.pk}"' in draw_everybody(snapshot)
    assert f'id="person-{ann.pk}"' in draw_people(snapshot)
