"""What programs read of rooms: every kind of activity tells what its page of results shows, or says where
else that is read. What is hidden is in no table: test_hidden.py asks all of them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from api.artifacts.selectors import readable
from api.models import Scope
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from discovery.reports.kind_sheets import all_sheets
from tests import factories
from tests.api.conftest import program
from tests.architecture.test_kinds import CONTRIBUTIONS, filled, room_of
from tests.factories import make
from tests.workshops.anonymous import devices
from tests.workshops.answering import answering
from workshops.activity_kind import ActivityKind
from workshops.exports import rooms_sheet
from workshops.models import Activity, Answer, Note, NoteGroup, Vote
from workshops.registries import activity_kinds

pytestmark = pytest.mark.django_db

# Where programs read what comes out of a kind that adds no line to the table of rooms: tables and artifacts.
ELSEWHERE: dict[str, tuple[str, ...]] = {
    "scoring": ("lvt.scores", "lvt.rounds", "lvt.roles", "lvt.categories", "lvt.methods"),
    "ranking": ("lvt.ranking",),
    "decide": ("decision", "shortlisted_use_case"),
    "usage_patterns": ("products.usage", "usage_pattern", "usage_group"),
}
NOTHING_IS_SAID = {
    "welcome": "people come in; the table of people names them",
    "talk": "No lessons learned yet",
    "break": "nothing is said",
    "breakout": "the activities of its rooms tell response there",
}


def told(discovery: Any) -> list[dict[str, Any]]:
    """The table of rooms as a program reads it, by the heads of its columns."""
    table = program(discovery, Scope.READ).get("/tables/rooms")
    return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]


def test_every_kind_is_read_by_programs_or_says_why_not() -> None:
    telling = {
        kind.key for kind in activity_kinds if type(kind).result_lines is not ActivityKind.result_lines
    }
    differing = {*telling, *ELSEWHERE, *NOTHING_IS_SAID} ^ {kind.key for kind in activity_kinds}
    assert not differing, f"tell it (ActivityKind.result_lines), or say where it is read: {differing}"
    assert not telling & {*ELSEWHERE, *NOTHING_IS_SAID}
    there = {sheet.key for sheet in all_sheets()} | readable().keys()
    assert {name for names in ELSEWHERE.values() for name in names} <= there
    without_results = {kind.key for kind in activity_kinds if type(kind).results is ActivityKind.results}
    assert without_results == set(NOTHING_IS_SAID)


@pytest.mark.sweep(sample=3)
@pytest.mark.parametrize("key", CONTRIBUTIONS)
def test_what_people_say_is_read_once_it_is_shown(key: str) -> None:
    contribution, text = CONTRIBUTIONS[key], "Unheard of"
    room = room_of(key)
    status, said = room.send(room.join("Anna"), contribution.path, **filled(contribution, text))
    assert status == 200, said
    discovery = room.workshop.discovery
    if contribution.reveal:
        assert text not in repr(rooms_sheet(discovery))
        room.go(contribution.reveal)
    if key in ELSEWHERE:
        api = program(discovery, Scope.READ)
        names = [name for name in ELSEWHERE[key] if name in readable()]
        assert any(text in repr(api.get(f"/artifacts/{name}")) for name in names)
    else:
        assert text in repr(told(discovery))


def written_out(page: str) -> str:
    """The words of a page, with one space between them."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.sweep(sample=3)
@pytest.mark.parametrize("key", [each for each in CONTRIBUTIONS if each not in ELSEWHERE])
def test_viewers_read_the_same_on_the_page_of_results(key: str, client_of: Callable[..., Client]) -> None:
    contribution, room = CONTRIBUTIONS[key], room_of(key)
    for name in ("Anna", "Ben"):
        room.send(room.join(name), contribution.path, **filled(contribution, f"Unheard of by {name}"))
    if contribution.reveal:
        room.go(contribution.reveal)
    workshop = room.workshop
    viewer = factories.access(workshop.discovery, DiscoveryRole.VIEWER, name="Vi")
    address = f"/d/{workshop.discovery.slug}/workshops/{workshop.uuid}/results/"
    page = written_out(client_of(viewer).get(address).content.decode())
    rows = told(workshop.discovery)
    assert rows
    for row in rows:
        # The only round of a consent decision has no number on the page.
        for head in row.keys() - {"Kind of activity", "Group"}:
            words = " ".join(str("" if row[head] is None else row[head]).split())
            assert not words or re.search(rf"(?<!\w){re.escape(words)}(?!\w)", page), (head, words)


@pytest.mark.parametrize("key", [each for each in CONTRIBUTIONS if activity_kinds.get(each).may_be_anonymous])
def test_who_is_anonymous_is_not_named(key: str, client_of: Callable[..., Client]) -> None:
    contribution = CONTRIBUTIONS[key]
    room = room_of(key, is_anonymous=True)
    (device,) = devices(room.workshop, room.activity, client_of, "Nameless Nora")
    assert device.send(f"{contribution.path}/", **filled(contribution, "Unheard of")) == 200
    if contribution.reveal:
        room.go(contribution.reveal)
    table = rooms_sheet(room.workshop.discovery)
    assert "Nora" not in repr(table)
    assert (table is None) == (key in ELSEWHERE)


def test_a_poll_is_counted_and_words_have_their_authors() -> None:
    poll = answering("poll", {"form": "several", "options": ["Nordics", "Alps"]}, title="Where?")
    for name, choices in (("Ana", ["Alps"]), ("Ben", ["Alps", "Nordics"])):
        poll.answer(poll.actor(name), choices=choices)
    assert told(poll.workshop.discovery) == []
    poll.go("revealed")
    rows = told(poll.workshop.discovery)
    assert [(row["Activity"], row["Response"], row["People"]) for row in rows] == [
        ("Where?", "Nordics", 1),
        ("Where?", "Alps", 2),
    ]
    assert {row["Author"] for row in rows} == {""}, "the page tells nobody who chose what"

    words = answering("poll", {"form": "words"}, title="Why?")
    for text in ("Because", "Certainly"):
        words.answer(words.actor("Ana"), text=text)
    words.go("revealed")
    assert [row["Author"] for row in told(words.workshop.discovery)] == ["Ana", "Ana (2)"]


def test_the_order_of_words_tells_no_number() -> None:
    roti = answering("roti", is_anonymous=True)
    for name, number, text in (("a", 5, "Breaks"), ("b", 1, "Coffee"), ("c", 3, "Air")):
        roti.answer(roti.actor(name), number=number, text=text)
    roti.go("revealed")
    rows = told(roti.workshop.discovery)
    assert [row["Response"] for row in rows] == ["1", "2", "3", "4", "5", "Air", "Breaks", "Coffee"]
    assert {row["Author"] for row in rows} == {""}
    assert [row["People"] for row in rows] == [1, 0, 1, 0, 1, None, None, None]


def test_earlier_rounds_are_told_while_the_next_is_hidden() -> None:
    consent = answering("consent", {"proposal": "In May", "earlier": ["In March"]})
    for slot, text in (("1", "Too soon"), ("2", "Unheard of")):
        Answer.objects.create(activity=consent.activity, slot=slot, author=slot, number=1, text=text)
    rows = told(consent.workshop.discovery)
    assert "Unheard of" not in repr(rows)
    last = rows[-1]
    said = [last[head] for head in ("Response", "About", "Group", "Details")]
    assert said == ["Too soon", "In March", "Round 1", "1 finger"]


def test_notes_have_groups_and_dots_once_the_vote_is_over(discovery: Discovery) -> None:
    board = factories.activity(factories.workshop(discovery), "brainstorm", "Ideas", phase="write")
    group = make(NoteGroup, activity=board, name="Data")
    one = make(Note, activity=board, author="a", text="One view", group=group)
    other = make(Note, activity=board, author="b", text="Fewer forms")
    assert rooms_sheet(discovery) is None
    for phase, dots in (("group", [None] * 3), ("vote", [None] * 3), ("results", [2, None, 1])):
        Activity.objects.filter(pk=board.pk).update(phase=phase)
        if phase == "vote":
            Vote.objects.create(activity=board, item=group.uuid, author="a", dots=2)
            Vote.objects.create(activity=board, item=other.uuid, author="b", dots=1)
        rows = told(discovery)
        assert [(row["Group"], row["Response"]) for row in rows] == [
            ("Data", ""),
            ("Data", one.text),
            ("", other.text),
        ]
        assert [row["Dots"] for row in rows] == dots
