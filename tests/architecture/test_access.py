"""Who may go where: one table of every address (table.py), asked by everybody.

Guests see only their workshop, members only their organizations; what is not theirs looks unknown.
"""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client

from tests.architecture.table import FORBIDDEN, OPEN, ROLES, TABLE, UNKNOWN, Entry, addresses, answer_of
from tests.architecture.world import FOREIGN, World

pytestmark = pytest.mark.django_db

# Members of the first half; the second is none of their business. (The stranger is at home there.)
_OWN_ROLES = [role for role in ROLES if role != "stranger"]


def ask(
    client: Client, method: str, url: str, data: dict[str, Any] | None = None, *, htmx: bool = False
) -> HttpResponseBase:
    """One request, whatever it did taken back."""
    cookies = deepcopy(client.cookies)
    headers = {"HX-Request": "true"} if htmx else {}
    with transaction.atomic():
        response: HttpResponseBase = (client.post if method == "POST" else client.get)(
            url, data, headers=headers
        )
        transaction.set_rollback(True)
    client.cookies = cookies
    if response.streaming:
        b"".join(response)  # a file is closed when it was read
    return response


# --- The table is whole ---------------------------------------------------------------------------


def test_every_address_is_in_the_table() -> None:
    routes: dict[str, set[str]] = {}
    for name, route, _pattern in addresses():
        routes.setdefault(name, set()).add(route)
    assert {name for name, several in routes.items() if len(several) > 1} == set(), (
        "two addresses of one name"
    )
    assert {entry.name for entry in TABLE} == set(routes)
    assert [label for label, count in Counter(_id(entry) for entry in TABLE).items() if count > 1] == []


def test_every_view_declares_what_the_table_says() -> None:
    declared = {name: _marker(pattern.callback) for name, _route, pattern in addresses()}
    assert {entry.name: entry.access for entry in TABLE} == declared


def _marker(view: Any) -> str:
    if view.__module__.startswith("allauth."):
        return "allauth"
    return str(getattr(view, "access", "nothing"))


def _id(entry: Entry) -> tuple[str, ...]:
    return (entry.label, *entry.text.values())


# --- Everybody, everywhere ------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_in_where_it_may_and_nowhere_else(world: World, role: str) -> None:
    client = world.client(role)
    wrong, leaks = [], []
    for entry in TABLE:
        for method in entry.methods:
            response = ask(client, method, entry.url(world.own))
            answer, expected = answer_of(response), entry.expected(role, method)
            if answer != expected:
                wrong.append(f"{method} {entry.label}: {answer}, expected {expected}")
            if role in _OWN_ROLES and FOREIGN in _text(response):
                leaks.append(f"{method} {entry.label}")
    assert wrong == []
    assert leaks == [], "texts of another organization"


def test_what_takes_only_writes_refuses_to_be_looked_at(world: World) -> None:
    clients = {role: world.client(role) for role in ("guest", "admin")}
    allowed = {
        entry.label: ask(clients["guest" if entry.access == "room" else "admin"], "GET", entry.url(world.own))
        for entry in TABLE
        if "GET" not in entry.methods
    }
    assert {label: response.status_code for label, response in allowed.items()} == dict.fromkeys(allowed, 405)


def _text(response: HttpResponseBase) -> str:
    return "" if response.streaming else response.content.decode(errors="replace")  # type: ignore[attr-defined]  # both kinds of response have one


# --- Foreign things under one's own address -------------------------------------------------------


def test_foreign_artefacts_are_unknown(world: World) -> None:
    wrong = []
    for entry in TABLE:
        client = world.client("guest" if entry.access == "room" else "admin")
        for parameter, what in entry.ids.items():
            if parameter == "token":
                continue
            for method in entry.methods:
                response = ask(
                    client, method, entry.url(world.own, **{parameter: getattr(world.other, what).uuid})
                )
                if response.status_code == 422:  # what was sent is read first: then it is so for any uuid
                    response = ask(client, method, entry.url(world.own, **{parameter: uuid4()}))
                    if response.status_code == 422:
                        continue
                if answer_of(response) != UNKNOWN:
                    wrong.append(f"{method} {entry.label} {parameter}: {response.status_code}")
    assert wrong == []


# What is sent along: address, field, and the artefact that it names.
SENT = [
    ("lvt:goal_order", "goals", "goal"),
    ("lvt:hypothesis_order", "hypotheses", "hypothesis"),
    ("lvt:initiative_order", "initiatives", "initiative"),
    ("lvt:measure_order", "measures", "measure"),
    ("lvt:use_case_order", "use_cases", "use_case"),
    ("lvt:criteria_order", "order", "criterion"),
    ("discovery:agenda_order", "order", "activity"),
    ("discovery:workshop_move", "to", "activity"),
    ("discovery:workshop_move", "at", "activity"),
    ("discovery:room_done", "activity", "activity"),
    ("lvt:round_open", "activity", "activity"),
]


@pytest.mark.parametrize(("name", "field", "what"), SENT)
def test_foreign_artefacts_cannot_be_sent_along(world: World, name: str, field: str, what: str) -> None:
    entry = next(entry for entry in TABLE if entry.name == name)
    client = world.client("guest" if entry.access == "room" else "admin")
    foreign = [getattr(world.other, what)]
    if what == "activity":
        foreign.append(world.own.sibling_activity)
    for each in foreign:
        response = ask(client, "POST", entry.url(world.own), {field: str(each.uuid), "step": 1, "done": "on"})
        assert response.status_code in (404, 409, 422), each


@pytest.mark.parametrize("foreign", ["round", "use_case", "criterion"])
def test_no_score_for_another_workshops_use_case(world: World, foreign: str) -> None:
    entry = next(entry for entry in TABLE if entry.name == "lvt:score")
    tap = {name: str(getattr(world.own, name).uuid) for name in ("round", "use_case", "criterion")}
    client = world.client("guest")
    good = ask(client, "POST", entry.url(world.own), {**tap, "value": "3"})
    assert good.status_code == 200, _text(good)
    tap[foreign] = str(getattr(world.other, foreign).uuid)
    assert ask(client, "POST", entry.url(world.own), {**tap, "value": "3"}).status_code in (404, 409, 422)


def test_a_guest_cannot_reveal(world: World) -> None:
    entry = next(entry for entry in TABLE if entry.name == "lvt:round_reveal")
    assert answer_of(ask(world.client("guest"), "POST", entry.url(world.own))) not in (OPEN, FORBIDDEN)
    world.own.round.refresh_from_db()
    assert world.own.round.state == "open"


def test_a_forged_cookie_opens_nothing(world: World) -> None:
    client = world.client("guest")
    (cookie,) = client.cookies.values()
    for forged in (world.own.participant.secret, cookie.value[:-1] + "x", cookie.value.replace(":", "")):
        client.cookies[cookie.key] = forged
        response = client.get(f"/w/{world.own.workshop.code}/")
        assert response.status_code == 302, forged
        assert response.headers["Location"] == f"/join/{world.own.workshop.code}/"
