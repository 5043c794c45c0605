"""The cache of people who come in at once holds nothing of one of them: swept over every kind that hides
what people give, where a person's own part shows it to them alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from django.core.cache import caches
from django.db import transaction
from django.http import HttpRequest, HttpResponse

import live
from live.room_cache import RoomCache
from organizations.web.page_responses import page
from tests.architecture.hidden_kinds import HIDDEN, Hidden
from tests.architecture.hiding import Person, Room, leaks, settled
from tests.architecture.world import World
from workshops.views import surfaces

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def tried(world: World) -> Iterator[World]:
    """The world, to which everything that a test does is taken back."""
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)


def page_of(person: Person) -> str:
    return person.client.get(f"/w/{person.room.workshop.code}/").content.decode()


def _for_one(
    request: HttpRequest,
    template: str,
    context: Callable[[], Mapping[str, Any]],
    *,
    own: Mapping[str, Any],
    once: object,
) -> HttpResponse:
    """The page as it would be drawn for one person alone."""
    return page(request, template, {**context(), **own})


@pytest.mark.sweep(sample=3)
@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda hidden: f"{hidden.kind}-{HIDDEN.index(hidden)}")
def test_a_page_is_the_same_after_anybody_else_opened_it(
    tried: World, hidden: Hidden, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(tried, hidden, "room")
    ann, bo = room.people
    ann.give(0, hidden.gives[0][0])
    with monkeypatch.context() as patched:
        patched.setattr(surfaces, "page_for_many", _for_one)
        alone = {person: settled(page_of(person)) for person in (ann, bo)}
    assert alone[ann] != alone[bo]
    assert bool(leaks({"own": alone[ann]}, room)) == hidden.has_words

    for order in ((ann, bo), (bo, ann)):
        caches["template_fragments"].clear()
        cache = RoomCache(clock=lambda: 0.0)  # for as long as the test takes
        monkeypatch.setattr(live, "room_cache", lambda _workshop, revision, cache=cache: (cache, revision))
        for person, other in zip(order, reversed(order), strict=True):
            shown = page_of(person)
            assert settled(shown) == alone[person]
            named = (str(other.participant.uuid), other.participant.secret, *other.secrets)
            assert not [name for name in named if name in shown]
