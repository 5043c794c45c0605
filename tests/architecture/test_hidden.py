"""Hidden until the reveal, swept over every kind of activity: what people gave is in nothing that anybody but
its author is sent, and nothing that is sent to anybody else depends on it.

A new kind, or a new phase of one, has to say here what it hides, or why it hides nothing. That no address
tells it to anybody is asked where everybody asks for everything: test_access.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from tests.architecture.hidden_kinds import HIDDEN, HIDES_NOTHING, SHOWN_IN, Hidden
from tests.architecture.hiding import Log, Room, differing, leaks, papers
from tests.architecture.world import World
from workshops.registries import activity_kinds

# What a page says is the same whatever database is beneath; test_access.py opens them all on both.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_every_kind_and_phase_says_what_it_hides() -> None:
    hiding = {each.kind for each in HIDDEN}
    differing = hiding.union(HIDES_NOTHING) ^ {kind.key for kind in activity_kinds}
    assert not differing, f"say in HIDDEN or HIDES_NOTHING (hidden_kinds.py) what they hide: {differing}"
    assert not hiding & set(HIDES_NOTHING)
    for key in hiding:
        phases = {phase.key for phase in activity_kinds.get(key).phases}
        hidden_in = {each.phase for each in HIDDEN if each.kind == key} - {""}
        unsaid = phases ^ (hidden_in | SHOWN_IN.get(key, set()))
        assert not unsaid, (
            f"say in HIDDEN what {key} hides in these phases, or in SHOWN_IN that all is seen: {unsaid}"
        )
        assert not hidden_in & SHOWN_IN.get(key, set()), key


# --- The sweep ------------------------------------------------------------------------------------


@pytest.fixture
def tried(world: World) -> Iterator[World]:
    """The world, to which everything that a test does is taken back."""
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)


def _places(hidden: Hidden) -> list[str]:
    kind = activity_kinds.get(hidden.kind)
    places = ["room"]
    places += ["breakout"] * hidden.everywhere
    places += ["anonymous"] * (kind.may_be_anonymous and (hidden.everywhere or hidden.phase == "vote"))
    places += ["ahead"] * (kind.may_be_ahead and hidden.everywhere)
    return places


def _everywhere() -> list[tuple[Hidden, str]]:
    """Each of HIDDEN in each of its places; where the tests are collected, the kinds are registered."""
    return [(hidden, place) for hidden in HIDDEN for place in _places(hidden)]


IN_GERMAN = 4
"""Of so many things that are hidden, one is looked for on German screens, too."""


def _cases() -> list[Any]:
    cases = [(hidden, place, "en") for hidden, place in _everywhere()]
    cases += [(hidden, "room", "de") for hidden in HIDDEN[::IN_GERMAN]]
    return [
        pytest.param(hidden, place, language, id=f"{hidden.kind}-{HIDDEN.index(hidden)}-{place}-{language}")
        for hidden, place, language in cases
    ]


@pytest.mark.sweep(sample=2)
@pytest.mark.parametrize(("hidden", "place", "language"), _cases())
def test_what_is_hidden_is_in_nothing_and_changes_nothing(
    tried: World, log: Log, hidden: Hidden, place: str, language: str
) -> None:
    with translation.override(language):
        _look_and_reveal(Room(tried, hidden, place, language=language), log)


def _look_and_reveal(room: Room, log: Log) -> None:
    hidden, place = room.hidden, room.place
    room.give(0)
    before = room.everything()
    assert leaks(before, room) == []
    for person in room.people:
        own = person.mine()
        assert (person.secrets[0] in own) == hidden.has_words
        assert not any(each.secrets[0] in own for each in room.people if each is not person)
    again = room.everything if place == "room" else room.shared
    room.give(1)
    after = again()
    assert leaks(after, room) == []
    assert before.keys() >= after.keys()
    assert differing(after, before) == {}
    assert not [line for line in log.said if "hush" in line]

    # Once it is revealed the same sweep finds it: it did look where it would have been.
    room.show()
    shown = again()
    places = differing(after, shown).keys()
    for name in ("console", "room", "stage"):
        assert f"context of the {name}" in places or any(f"of the {name}" in where for where in places)
    assert "results" in places
    if hidden.has_words:
        assert len(leaks(shown, room)) >= 4
    assert not [line for line in log.said if "hush" in line]


@pytest.mark.sweep(sample="tests/architecture/test_hidden.py")
def test_what_is_hidden_is_in_no_paper_and_changes_none(tried: World, log: Log) -> None:
    """What is written about the discovery, while every kind hides something in each of its places at once."""
    discovery = tried.own.discovery
    rooms = [Room(tried, hidden, place, beside=True) for hidden, place in _everywhere()]
    for room in rooms:
        room.give(0)
    before = papers(discovery)
    for room in rooms:
        room.give(1)
    after = papers(discovery)
    for room in rooms:
        assert leaks(before, room) == leaks(after, room) == [], (room.hidden.kind, room.place)
    assert before.keys() == after.keys()
    assert differing(after, before) == {}

    # Once it is revealed the same papers tell each of it.
    for room in rooms:
        room.show()
    shown = papers(discovery)
    for room in rooms:
        # The report waits for a workshop to begin, the others for nothing.
        files = {f"{name} of {room.workshop.pk}" for name in ("paper", "Markdown", "sheets")}
        telling = {"table rooms", "export", *files} | ({"report"} if room.place != "ahead" else set())
        assert telling <= set(leaks(shown, room)) or not room.hidden.has_words, (room.hidden.kind, room.place)
        # What people took back, or changed, before others could read it, stays unread.
        first = [person.secrets[0] for person in room.people]
        still = [where for where, text in shown.items() if any(secret in text for secret in first)]
        assert not still, f"{room.hidden.kind}: its model is missing in history_left_out: {still}"
    assert {"report", "export", "table rooms"} <= differing(after, shown).keys()
    assert not [line for line in log.said if "hush" in line]
