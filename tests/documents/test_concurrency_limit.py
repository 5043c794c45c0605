"""What takes long takes turns: nobody keeps others from their pages, however much they ask for."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from threading import Event, Thread

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from core.exceptions import Busy, DrawingFailed
from documents import concurrency_limit, diagrams, pending_drawings
from organizations.models import User
from organizations.web.middleware import ErrorsAsAnswers
from tests import factories


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(concurrency_limit, "PATIENCE", 0.0)
    concurrency_limit._files.clear()


class Slow:
    """Making a file that is done when `go` is set."""

    def __init__(self, person: str, content: str) -> None:
        self.go, self.begun = Event(), Event()
        self.thread = Thread(target=asked, args=(person, content, self.make), daemon=True)
        self.thread.start()
        assert self.begun.wait(30)

    def make(self) -> bytes:
        self.begun.set()
        assert self.go.wait(30)
        return b"slow"

    def end(self) -> None:
        self.go.set()
        self.thread.join(30)


@pytest.fixture
def under_way() -> Iterator[list[Slow]]:
    slow: list[Slow] = []
    yield slow
    for each in slow:
        each.end()


def asked(person: str, content: str, make: Callable[[], bytes] = lambda: b"made") -> bytes:
    """What a view answers that takes a turn, in which it makes the content once."""

    @concurrency_limit.takes_turn
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(concurrency_limit.made_once(person, content, make))

    request = RequestFactory().get("/")
    request.user = User(pk=person)
    return view(request).content


def test_one_file_for_each_person_at_a_time(under_way):
    under_way.append(Slow("ada", "large"))
    with pytest.raises(Busy):
        asked("ada", "another")
    assert asked("bob", "another") == b"made"


def test_two_files_at_a_time_for_everybody(under_way):
    under_way += [Slow("ada", "large"), Slow("bob", "larger")]
    with pytest.raises(Busy) as refused:
        asked("cleo", "small")
    assert refused.value.status == 503
    under_way.pop().end()
    assert asked("cleo", "small") == b"made"


def test_the_same_file_is_made_once(under_way):
    under_way.append(Slow("ada", "large"))
    with pytest.raises(Busy):
        asked("bob", "large")
    under_way.pop().end()
    assert asked("bob", "large") == b"slow"


def test_what_fails_gives_its_turn_back_and_is_not_kept():
    def fail() -> bytes:
        raise DrawingFailed("No.")

    with pytest.raises(DrawingFailed):
        asked("ada", "broken", fail)
    assert asked("ada", "broken") == b"made"


def test_files_are_forgotten_before_they_fill_the_memory(monkeypatch):
    monkeypatch.setattr(concurrency_limit, "_KEPT", 40)
    for content in "abcde":
        asked("ada", content, lambda: b"ten bytes.")
    asked("ada", "too large", lambda: b"more than ten bytes.")
    assert len(concurrency_limit._files) == 4


def test_a_browser_comes_again_by_itself_and_a_script_is_told_when():
    middleware = ErrorsAsAnswers(lambda request: None)  # type: ignore[arg-type, return-value]  # nothing is asked of it
    page = middleware.process_exception(RequestFactory().get("/"), Busy("Wait.", 3))
    assert page is not None
    assert (page.status_code, page["Retry-After"], page["Refresh"]) == (503, "3", "3")
    asked = RequestFactory().get("/", headers={"Accept": "application/json"})
    said = middleware.process_exception(asked, Busy("Wait.", 3))
    assert said is not None
    assert (json.loads(said.content), said["Retry-After"]) == ({"error": "Wait."}, "3")
    assert "Refresh" not in said


@pytest.mark.django_db
def test_one_export_for_each_person_at_a_time(monkeypatch, client_of):
    discovery = factories.discovery()
    editor = factories.access(discovery)
    address = reverse("discovery:exchange_export", args=[discovery.slug])
    monkeypatch.setitem(concurrency_limit._under_way, editor.pk, "another file")
    assert client_of(editor).get(address).status_code == 503
    monkeypatch.delitem(concurrency_limit._under_way, editor.pk)
    assert client_of(editor).get(address).status_code == 200
    assert not concurrency_limit._files  # the next export reads the discovery again


# --- Drawings that pages do not wait for ----------------------------------------------------------


class Dot:
    """Draws nothing until `go` is set, and counts."""

    def __init__(self) -> None:
        self.go = Event()
        self.drawn: list[str] = []

    def __call__(self, source: str, timeout: float) -> bytes:
        self.drawn.append(source)
        assert self.go.wait(30)
        return source.encode()


@pytest.fixture
def dot(monkeypatch: pytest.MonkeyPatch) -> Iterator[Dot]:
    stand_in = Dot()
    monkeypatch.setattr(diagrams, "drawn_by_dot", stand_in)
    pending_drawings._maps.clear()
    yield stand_in
    stand_in.go.set()
    for name in list(pending_drawings._maps):
        known = pending_drawings._maps[name]
        pending_drawings.drawing_for(name, known.under_way or known.next or known.drawn_source, patience=30)
    pending_drawings._maps.clear()


def _until_drawn(dot: Dot, maps: int) -> None:
    """Wait until so many maps are being drawn, or have been."""
    deadline = time.monotonic() + 30
    while len(dot.drawn) < maps and time.monotonic() < deadline:
        time.sleep(0.01)


def test_two_maps_are_drawn_at_once_for_different_people(dot):
    for number in range(5):
        pending_drawings.drawing_for(f"map {number}", f"source {number}", person=number, patience=0)
    _until_drawn(dot, 2)
    assert sorted(dot.drawn) == ["source 0", "source 1"]
    dot.go.set()
    for number in range(5):
        assert pending_drawings.drawing_for(f"map {number}", f"source {number}", patience=30).svg
    assert sorted(dot.drawn) == [f"source {number}" for number in range(5)]


def test_a_person_who_asks_for_many_maps_holds_nobody_up(dot):
    for number in range(20):
        pending_drawings.drawing_for(f"map {number}", f"source {number}", person="ada", patience=0)
    pending_drawings.drawing_for("shared", "shared source", person="bob", patience=0)
    assert len(pending_drawings._line) == 4
    dot.go.set()
    assert (
        pending_drawings.drawing_for("shared", "shared source", person="bob", patience=30).svg
        == b"shared source"
    )
    assert len(dot.drawn) <= 6


def test_a_map_that_several_wait_for_is_given_up_for_nobody(dot):
    for number in range(2):
        pending_drawings.drawing_for(f"map {number}", f"source {number}", person="ada", patience=0)
    pending_drawings.drawing_for("shared", "shared source", person="ada", patience=0)
    pending_drawings.drawing_for("shared", "shared source", person="bob", patience=0)
    for number in range(2, 9):
        pending_drawings.drawing_for(f"map {number}", f"source {number}", person="ada", patience=0)
    assert pending_drawings._maps["shared"] in pending_drawings._line


def test_a_map_that_changes_while_it_is_drawn_is_drawn_as_it_is_then(dot):
    pending_drawings.drawing_for("map", "first", patience=0)
    pending_drawings.drawing_for("map", "second", patience=0)
    pending_drawings.drawing_for("map", "third", patience=0)
    dot.go.set()
    assert pending_drawings.drawing_for("map", "third", patience=30).svg == b"third"
    assert dot.drawn == ["first", "third"]


def test_what_took_too_long_is_not_tried_on_every_request(monkeypatch):
    tried = []

    def slow(*_args: object, **options: float) -> None:
        tried.append(options["timeout"])
        raise subprocess.TimeoutExpired("dot", options["timeout"])

    monkeypatch.setattr(subprocess, "run", slow)
    monkeypatch.setattr(diagrams, "_too_large", {})
    for _request in range(3):
        with pytest.raises(DrawingFailed, match="longer than 5 seconds"):
            diagrams.drawn_by_dot("digraph { slow }", 5)
    assert tried == [5]
    with pytest.raises(DrawingFailed, match="longer than 60 seconds"):
        diagrams.drawn_by_dot("digraph { slow }", 60)
    assert tried == [5, 60]
    monkeypatch.setattr(diagrams, "_REFUSED", 0.0)
    with pytest.raises(DrawingFailed):
        diagrams.drawn_by_dot("digraph { slow }", 5)
    assert tried == [5, 60, 5]
