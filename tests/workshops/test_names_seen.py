"""Where an activity is not anonymous, a phone says who will see the name, and that is what happens."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from tests.architecture.test_kinds import CONTRIBUTIONS, filled, room_of
from tests.workshops.answering import Answering, answering
from workshops.activity_kind import NamesSeenBy
from workshops.registries import activity_kinds
from workshops.results.result_rendering import draw
from workshops.results.selectors import results_of

pytestmark = pytest.mark.django_db

NAME = "Zed Quux"
SAID = {
    NamesSeenBy.EVERYBODY: "Everyone in the room sees your name with what you write.",
    NamesSeenBy.FACILITATORS: "Facilitators and members who read the results see your name",
    NamesSeenBy.NOBODY: "Your name isn’t shown with your answers.",
}
WITH_MINE = [kind.key for kind in activity_kinds if kind.has_mine]


def in_the_room(room: Answering) -> bool:
    """Whether phones or stage show the name."""
    shown = room.screens()
    return any(NAME in shown[audience] for audience in ("room", "stage"))


@pytest.mark.parametrize("key", CONTRIBUTIONS)
def test_the_name_is_seen_by_those_whom_the_phone_named(key: str) -> None:
    contribution, room = CONTRIBUTIONS[key], room_of(key)
    kind = activity_kinds.get(key)
    zed = room.join(NAME)
    promised = kind.names_seen_by(room.activity)
    assert SAID[promised] in room.mine(zed)
    assert room.send(zed, contribution.path, **filled(contribution, "Something"))[0] == 200
    if contribution.reveal:
        room.go(contribution.reveal)
    assert in_the_room(room) == (promised == NamesSeenBy.EVERYBODY)
    results = kind.results(room.reload())
    assert results is not None
    told = list(kind.result_lines(results))
    held = {"activity": room.activity, "workshop": room.workshop, "audience": "results", **results}
    page = render_to_string(f"{kind.template_dir}/results.html", held)
    if promised == NamesSeenBy.NOBODY:
        assert NAME not in page + repr(told)
    elif told:
        assert any(line.by == NAME for line in told), "fill the column: Author"


@pytest.mark.parametrize("key", [key for key, each in CONTRIBUTIONS.items() if each.reveal])
def test_nothing_is_said_of_names_once_nothing_is_taken(key: str) -> None:
    contribution, room = CONTRIBUTIONS[key], room_of(key)
    zed = room.join(NAME)
    room.send(zed, contribution.path, **filled(contribution, "Something"))
    room.go(contribution.reveal)
    assert "data-names" not in room.mine(zed)


@pytest.mark.parametrize("key", [key for key in WITH_MINE if activity_kinds.get(key).may_be_anonymous])
def test_an_anonymous_activity_keeps_its_own_promise(key: str) -> None:
    room = answering(key, is_anonymous=True)
    assert "data-names" not in room.mine(room.join(NAME))


def test_the_page_of_results_names_who_wrote_a_note_and_the_shared_link_does_not() -> None:
    room = room_of("brainstorm")
    room.send(room.join(NAME), "notes", **filled(CONTRIBUTIONS["brainstorm"], "Something"))
    room.go("group")
    (result,) = [each for each in results_of(room.workshop).activities if each.activity == room.activity]
    assert NAME in draw(result).body
    assert NAME not in draw(result, nameless=True).body


def test_a_poll_names_people_with_their_words_only() -> None:
    for settings, promised in (
        ({"form": "words"}, NamesSeenBy.EVERYBODY),
        ({"form": "scale"}, NamesSeenBy.NOBODY),
        ({"form": "one", "options": ["Yes", "No"]}, NamesSeenBy.NOBODY),
    ):
        room = answering("poll", settings)
        assert SAID[promised] in room.mine(room.join(NAME))
