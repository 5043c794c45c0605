"""Two hundred people come in at once: what is the same for all of them is drawn once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from live import Screen, current_broker
from live.room_cache import RoomCache
from tests.lvt.rooms import Room, scoring_room
from workshops.models import Participant

ClientOf = Callable[[Participant], Client]
CASES = re.compile(r'<div class="scoring-cases">.*?</div>\s*<p class="small muted" data-answered', re.DOTALL)


class Drawn:
    """A broker that has drawn the room for its streams."""

    def __init__(self) -> None:
        # All come in at the same moment, however busy the machine is.
        self.shared = RoomCache(clock=lambda: 0.0)

    def room_cache(self, _workshop: int, revision: int) -> tuple[RoomCache, int]:
        return self.shared, revision

    def connected(self, _workshop: int) -> frozenset[str]:
        return frozenset()

    def publish(self, _change: object) -> None:
        """Nobody is there to be told."""

    def drawn(self, _workshop: int, _screen: Screen, revision: int) -> tuple[Mapping[str, str], int]:
        return {
            "clock": "<p>clock</p>",
            "steering": "",
            "shared": "<p>shared</p>",
            "progress": "",
        }, revision - 1


@pytest.fixture
def room(db: None) -> Room:
    caches["template_fragments"].clear()
    return scoring_room("HCP 360", "Content reuse")


def page_of(client: Client, room: Room) -> str:
    return client.get(reverse("discovery:room", args=[room.workshop.code])).content.decode()


def cases(page: str) -> str:
    match = CASES.search(page)
    assert match is not None
    return match[0]


def test_the_page_takes_what_the_streams_were_drawn_and_asks_for_what_is_its_own(
    room: Room, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    ann, ben = (client_of(room.join(name)) for name in ("Ann", "Ben"))
    for number in range(20):
        room.join(f"Person {number}")
    monkeypatch.setattr(current_broker, "_broker", Drawn())
    # Participant and workshop, track and activities, round, its use cases, which of them it took in since,
    # its criteria, own scores, whether nobody else is on their side, and the streams that a capture may be
    # for.
    with django_assert_num_queries(10):
        page = page_of(ann, room)
    # Who comes next is lent all but what is of themselves: the participant with the workshop, the own scores,
    # and whether they are alone on their side.
    with django_assert_num_queries(3):
        page_of(ben, room)
    assert "<p>clock</p>" in page
    assert "<p>shared</p>" in page
    room.workshop.refresh_from_db()
    assert f'data-live-rev="{room.workshop.live_revision - 1}"' in page


def test_the_same_scales_are_drawn_once_and_anew_when_anything_of_them_changes(
    room: Room, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [room.join(name) for name in ("Ann", "Ben")]
    ann, ben = map(client_of, people)
    drawn: list[str] = []
    cache = caches["template_fragments"]
    keep = cache.set

    def kept(key: str, *rest: Any) -> None:
        drawn.append(key)
        keep(key, *rest)

    monkeypatch.setattr(cache, "set", kept)
    first, second = page_of(ann, room), page_of(ben, room)
    assert cases(first) == cases(second)
    assert sum("scoring_cases" in key for key in drawn) == sum("capture_fields" in key for key in drawn) == 1

    room.give(people[1], 4)
    assert cases(page_of(ann, room)) == cases(first)
    assert 'value="4" checked' in cases(page_of(ben, room))
    for row, field in (
        (room.use_cases[0], "name"),
        (room.use_cases[0], "we_believe"),
        (room.method.criteria.all()[0], "question"),
    ):
        type(row).objects.filter(pk=row.pk).update(**{field: "Said in other words"})
        assert "Said in other words" in cases(page_of(ann, room))


def test_what_is_drawn_once_holds_nothing_of_one_person(room: Room, client_of: ClientOf) -> None:
    forms = []
    for name in ("Ann", "Ben"):
        person = room.join(name)
        page = page_of(client_of(person), room)
        assert f"scores.{room.workshop.code}.{person.uuid}" in page
        forms.append(re.findall(r'name="uuid" value="([^"]+)"', page))
    assert forms[0] != forms[1]
