"""Requests that somebody else's page, or a script, sends: no address writes without the token of its form,
and none in a room is left out of the limit."""

from __future__ import annotations

import pytest
from django.test import Client

from core.rate_limits import Limit
from tests.architecture.asking import ask
from tests.architecture.entries import Entry
from tests.architecture.table import TABLE
from tests.architecture.world import World
from workshops.web import rate_limits

# What a page says is the same whatever database is beneath; test_access.py opens them all on both.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

_POSTED = [entry for entry in TABLE if "POST" in entry.methods and entry.answers != "nowhere"]


def _of_the_room(entry: Entry) -> bool:
    return entry.access in ("room", "contributor")


def test_nothing_is_written_without_the_token_of_a_form(world: World) -> None:
    signed_in = {role: world.client(role).cookies for role in ("guest", "admin")}
    taken = []
    for entry in _POSTED:
        if entry.access.startswith(
            ("measurement_key", "api_key")
        ):  # no cookie lets anybody in there: see the next test
            continue
        client = Client(enforce_csrf_checks=True)
        client.cookies.update(signed_in["guest" if _of_the_room(entry) else "admin"])
        response = client.post(entry.url(world.own), {}, headers={"Accept": "application/json"})
        if response.status_code != 403 or "open too long" not in response.content.decode():
            taken.append(f"{entry.label}: {response.status_code}")
    assert taken == []


def test_what_takes_no_token_takes_no_cookie_either(world: World) -> None:
    for entry in _POSTED:
        if entry.access.startswith(("measurement_key", "api_key")):
            client = world.client("admin")
            client.handler.enforce_csrf_checks = True
            assert client.post(entry.url(world.own), {}).status_code == 401


def test_each_write_in_a_room_counts_towards_the_limit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "WRITES", Limit(burst=0, per_second=0.001))
    monkeypatch.setattr(rate_limits, "_writes", {})
    guest = world.client("guest")
    answers = {
        entry.label: ask(guest, "POST", entry.url(world.own), {}).status_code
        for entry in _POSTED
        if _of_the_room(entry)
    }
    assert len(answers) > 15
    assert answers == dict.fromkeys(answers, 429)
