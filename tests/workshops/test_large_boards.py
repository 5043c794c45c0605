"""Boards that are too large to push: what is pushed instead, and the pages that screens fetch."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.test import Client

from core.services import artifacts
from core.services.operations import operation
from live import Snapshot
from tests.factories import SYSTEM
from tests.workshops.boards import Board, board
from workshops.activities import large_boards as large, regions
from workshops.models import Note
from workshops.registries import activity_kinds

pytestmark = pytest.mark.django_db

ClientOf = Callable[..., Client]
HOSTILE = "<script>alert(1)</script> \u202e =1+1 \x0b"


def revealed(texts: Iterable[str]) -> Board:
    """A room whose brainstorm shows these notes."""
    made = board()
    authors = [made.actor(name) for name in ("Ann", "Bob", "Eve")]
    for number, text in enumerate(texts):
        made.write(authors[number % 3], text)
    made.go("group")
    return made


def drawn(made: Board, key: str = "items", audience: str = "room", **fields: object) -> str:
    """A region of the surface, as the broker draws it."""
    made.workshop.refresh_from_db()
    snapshot = Snapshot(made.workshop.pk, made.workshop.live_revision, audience, frozenset(), **fields)  # type: ignore[arg-type]  # fields of the snapshot
    draw = {"items": regions.draw_items, "main": regions.draw_main}[key]
    return draw(snapshot)


def addresses(shell: str) -> list[str]:
    match = re.search(r'data-board="([^"]*)"', shell)
    assert match, shell
    return match[1].replace("&amp;", "&").split(" ")


@pytest.fixture(autouse=True)
def _small_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "PER_PAGE", 8)
    monkeypatch.setattr(large, "MOST_PUSHED", 10)


@pytest.fixture
def texts() -> list[str]:
    return [HOSTILE, *(f"Note {number}" for number in range(11))]


def test_a_large_board_is_announced_and_fetched_in_pages(client_of: ClientOf, texts: list[str]) -> None:
    made = revealed(texts)
    shell = drawn(made)
    assert len(shell) < 1000, "that is what each of two hundred phones is pushed"
    client = client_of(made.join("Phone"))
    pages = [client.get(address, headers={"Accept-Encoding": "br, gzip"}) for address in addresses(shell)]
    assert [page.status_code for page in pages] == [200, 200]
    assert {page["Headwaters-Revision"] for page in pages} == {str(made.workshop.live_revision)}
    assert "immutable" in pages[0]["Cache-Control"]
    assert "private" in pages[0]["Cache-Control"]
    assert sum(len(page.content) for page in pages) < 4_000, "compressed"
    html = "".join(gzip.decompress(page.content).decode() for page in pages)
    assert html.count("data-item=") == 12
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    plain = client.get(addresses(shell)[0], headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain
    assert plain.content == gzip.decompress(pages[0].content)
    assert client.get(addresses(shell)[0].replace("/0/", "/2/")).status_code == 404


def test_pages_come_from_one_drawing_that_all_share(
    client_of: ClientOf, texts: list[str], django_assert_max_num_queries: object
) -> None:
    made = revealed(texts)
    first, second = addresses(drawn(made))
    made.go("vote")
    made.workshop.refresh_from_db()
    client = client_of(made.join("Phone"))
    before = client.get(first)
    with django_assert_max_num_queries(3):  # type: ignore[operator]  # a fixture: who it is, no note
        after = client.get(second)
    assert before["Headwaters-Revision"] == after["Headwaters-Revision"]
    newer = first.split("rev=")[0] + f"rev={made.workshop.live_revision}"
    assert int(client.get(newer)["Headwaters-Revision"]) >= made.workshop.live_revision
    never = first.split("rev=")[0] + "rev=999999999"
    assert client.get(never).status_code == 200


def test_a_board_that_is_there_already_stays_when_the_rest_is_drawn_again(texts: list[str]) -> None:
    made = revealed(texts)
    assert addresses(drawn(made, "main", "console"))
    assert "data-board-keep" in drawn(made, "main", "console"), "progress draws the console's main again"
    assert addresses(drawn(made, "items", "console"))
    assert "data-board-keep" in drawn(made, for_page=True, audience="console")
    assert addresses(drawn(made, for_page=True)), "a page whose stream has nothing yet brings the addresses"
    made.go("vote")
    assert "data-board=" in drawn(made, "main", "console"), "another phase shows other items"


def test_a_board_that_became_small_is_pushed_again() -> None:
    made = revealed(f"Note {number}" for number in range(large.MOST_PUSHED + 1))
    assert addresses(drawn(made))
    with operation(SYSTEM, "test.trashed"):
        artifacts.trash(made.activity.notes.all()[0])
    assert "data-board" not in drawn(made)
    assert "data-board" not in drawn(made, for_page=True)


def test_hidden_notes_are_on_no_page(client_of: ClientOf) -> None:
    made = board()
    authors = [made.actor(name) for name in ("Ann", "Bob")]
    for number in range(12):
        made.write(authors[number % 2], f"Secret {number}")
    shell = drawn(made)
    assert "data-board=" not in shell
    client = client_of(made.join("Phone"))
    answer = client.get(f"/w/{made.workshop.code}/board/{made.activity.uuid}/0/")
    assert b"Secret" not in answer.content


def test_nobody_fetches_a_board_that_their_screen_does_not_show(
    client_of: ClientOf, texts: list[str]
) -> None:
    made, other = revealed(texts), revealed(texts)
    shell = drawn(made)
    drawn(other)
    address = addresses(shell)[0]
    assert client_of(None).get(address).status_code == 403
    client = client_of(made.join("Phone"))
    foreign = address.replace(str(made.activity.uuid), str(other.activity.uuid))
    assert client.get(foreign).status_code == 404
    assert client.get(address.replace("surface=room", "surface=console")).status_code == 404
    assert client.get(address + "&track=x").status_code == 200, "a phone's own place counts"
    assert client.get(address.replace("surface=room", "surface=stage&track=x")).status_code == 404


def test_the_oldest_boards_are_forgotten(monkeypatch: pytest.MonkeyPatch, texts: list[str]) -> None:
    monkeypatch.setattr(large, "KEPT", 2)
    made = revealed(texts)
    for audience in ("room", "stage", "console"):
        drawn(made, audience=audience)
    kept = [
        large.cached_board(str(made.activity.uuid), each) is not None for each in ("room", "stage", "console")
    ]
    assert kept == [False, True, True]


def test_a_thousand_notes_are_drawn_with_three_queries_while_the_room_waits(
    django_assert_max_num_queries: Any,
) -> None:
    room = board("One")
    note = Note.objects.get()
    Note.objects.bulk_create(
        Note(activity=room.activity, author=f"a{number}", text=f"Note {number} " + "word " * 30)
        for number in range(999)
    )
    room.group("Some", note)
    activity_kinds.get("brainstorm").items(room.activity, "room")
    for audience in ("room", "console", "stage"):
        with django_assert_max_num_queries(3):
            assert len(activity_kinds.get("brainstorm").items(room.activity, audience)) == 1001
