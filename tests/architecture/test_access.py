"""Who may go where: one table of every address (table.py), asked by everybody.

Guests see only their workshop, members only their organizations; what is not theirs looks unknown. Meanwhile
every kind of activity hides something, and no answer tells it (see test_hidden.py).
"""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from tests.architecture.asking import ask, text_of
from tests.architecture.entries import FORBIDDEN, OPEN, ROLES, UNKNOWN, Entry, addresses, answer_of
from tests.architecture.hiding import SECRET, Log, Room, hiding_rooms
from tests.architecture.table import TABLE
from tests.architecture.test_csp import faults
from tests.architecture.world import FOREIGN, World
from tests.sweeps import cut

pytestmark = pytest.mark.django_db

CLAIMED = "claimed.example"
# Members of the first half; the second is none of their business. (The stranger is at home there.)
_OWN_ROLES = [role for role in ROLES if role != "stranger"]


def _visitor(entry: Entry) -> str:
    """Who is let in: guests into what is theirs, else the admin."""
    of_room = entry.access in ("room", "contributor") or entry.answers == "surface=room"
    return "guest" if of_room else "admin"


# --- The table is whole ---------------------------------------------------------------------------


def test_every_address_is_in_the_table() -> None:
    routes: dict[str, set[str]] = {}
    for name, route, _pattern in addresses():
        routes.setdefault(name, set()).add(route)
    assert {name for name, several in routes.items() if len(several) > 1} == set(), (
        "two addresses of one name"
    )
    differing = {entry.name for entry in TABLE} ^ set(routes)
    assert not differing, f"give each a line in the table of its app (tests/architecture/tables): {differing}"
    assert [label for label, count in Counter(_id(entry) for entry in TABLE).items() if count > 1] == []


def test_every_view_declares_what_the_table_says() -> None:
    declared = {name: _marker(pattern.callback) for name, _route, pattern in addresses()}
    differing = {entry.name: (entry.access, declared.get(entry.name)) for entry in TABLE}
    differing = {name: both for name, both in differing.items() if both[0] != both[1]}
    assert not differing, (
        f"the table of its app says the first, the decorator of the view the second: {differing}"
    )


def _marker(view: Any) -> str:
    if view.__module__.startswith("allauth."):
        return "allauth"
    return str(getattr(view, "access", "nothing"))


def _id(entry: Entry) -> tuple[str, ...]:
    """What tells it from other lines: of one name there may be several, filled with something else."""
    return (entry.label, *entry.text.values(), *entry.ids.values())


# --- Everybody, everywhere ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hiding(world: World) -> Room:
    """A room in which every kind hides something, and whose half lets the addresses of activities
    lead to what is hidden."""
    room = hiding_rooms(world)[0]
    world.own.current = room.activity
    return room


# On PostgreSQL only who sees most, and a guest: who may go where does not depend on what is beneath.
_ON_BOTH = ("admin", "guest")


@pytest.mark.sweep(sample=("admin", "viewer"))
@pytest.mark.parametrize(
    "role",
    [role if role in _ON_BOTH else pytest.param(role, marks=pytest.mark.sqlite) for role in ROLES],
)
def test_each_role_gets_in_where_it_may_and_nowhere_else(
    world: World, hiding: Room, log: Log, role: str, settings: Settings
) -> None:
    client = world.client(role)
    settings.ALLOWED_HOSTS = ["*"]
    client.defaults["HTTP_HOST"] = CLAIMED  # nothing that people may copy leads there
    hidden_at = {entry.label for entry in cut(TABLE, 120)}
    wrong, leaks, told, misled, lax = [], [], [], [], []
    returned = 0
    for entry in TABLE:
        for method in entry.methods:
            response = ask(client, method, entry.url(world.own))
            if method == "POST" and role in _ON_BOTH:
                returned += response.status_code == 422
                lax += [f"{entry.label}: {problem}" for problem in faults(response)]
            answer, expected = answer_of(response), entry.expected(role, method)
            if answer != expected:
                wrong.append(f"{method} {entry.label}: {answer}, expected {expected}")
            text = text_of(response)
            # Browsers hold the answer to a form to the policy, so none leads to another site.
            leads = response.headers.get("Location", "")
            if CLAIMED in text + leads or leads.startswith(("http", "//")):
                misled.append(f"{method} {entry.label}")
            if role in _OWN_ROLES and FOREIGN in text:
                leaks.append(f"{method} {entry.label}")
            elsewhere = entry.url(hiding.half)
            if entry.label in hidden_at and elsewhere != entry.url(world.own):
                text += text_of(ask(client, method, elsewhere))
            if SECRET.search(text):
                told.append(f"{method} {entry.label}")
    assert wrong == []
    assert leaks == [], "texts of another organization"
    assert told == [], "what is hidden"
    assert misled == [], "links to a host that was only claimed"
    assert lax == [], "forms that come back, without the strict policy"
    assert role != "admin" or returned > 20, "forms must come back, or nothing was tested"
    assert not [line for line in log.said if SECRET.search(line)]


@pytest.mark.sqlite
def test_no_address_tells_observers_what_is_hidden(world: World, hiding: Room, log: Log) -> None:
    client = world.observer()
    told = [
        entry.label
        for entry in cut(TABLE, 120)
        for half in (world.own, hiding.half)
        if "GET" in entry.methods and SECRET.search(text_of(ask(client, "GET", entry.url(half))))
    ]
    assert told == []
    assert not [line for line in log.said if SECRET.search(line)]


def test_what_is_hidden_is_there(world: World, hiding: Room) -> None:
    """The sweeps above would find it: once the brainstorm shows its notes, the room reads them."""
    url = f"/w/{world.own.workshop.code}/"
    assert not SECRET.search(text_of(ask(world.client("guest"), "GET", url)))
    with transaction.atomic():
        hiding.show()
        assert SECRET.search(text_of(ask(world.client("guest"), "GET", url)))
        transaction.set_rollback(True)


def test_what_takes_only_writes_refuses_to_be_looked_at(world: World) -> None:
    clients = {role: world.client(role) for role in ("guest", "admin")}
    allowed = {
        entry.label: ask(
            clients[_visitor(entry)],
            "GET",
            entry.url(world.own),
        )
        for entry in TABLE
        if "GET" not in entry.methods
    }
    assert {label: response.status_code for label, response in allowed.items()} == dict.fromkeys(allowed, 405)


# --- Foreign things under one's own address -------------------------------------------------------


def test_foreign_artifacts_are_unknown(world: World) -> None:
    # Signing in takes as long as asking, and `ask` leaves no trace: once is enough.
    clients = {role: world.client(role) for role in ("guest", "admin")}
    observer, program = world.observer(), world.program()
    wrong = []
    for entry in cut(TABLE, 120):
        is_observed = "observer" in (entry.access, entry.answers.removeprefix("surface="))
        client = observer if is_observed else clients[_visitor(entry)]
        if entry.access == "measurement_key":
            client = program
        if entry.access.startswith("api_key"):
            client = world.interface()
        for parameter, what in entry.ids.items():
            if isinstance(getattr(world.other, what), str):  # a link that anybody may follow who has it
                continue
            for method in entry.methods:
                response = ask(
                    client, method, entry.url(world.own, **{parameter: getattr(world.other, what).uuid})
                )
                # What was sent, or the state, is looked at first: then it is so for any uuid.
                if response.status_code in (409, 422):
                    unknown = ask(client, method, entry.url(world.own, **{parameter: uuid4()}))
                    if unknown.status_code == response.status_code:
                        continue
                if answer_of(response) != UNKNOWN:
                    wrong.append(f"{method} {entry.label} {parameter}: {response.status_code}")
    assert wrong == []


# What is sent along: address, field, and the artifact that it names.
SENT = [
    ("lvt:goal_order", "goals", "goal"),
    ("lvt:hypothesis_order", "hypotheses", "hypothesis"),
    ("lvt:initiative_order", "initiatives", "initiative"),
    ("lvt:measure_order", "measures", "measure"),
    ("lvt:use_case_order", "use_cases", "use_case"),
    ("lvt:criteria_order", "order", "criterion"),
    ("discovery:agenda_order", "order", "activity"),
    ("process:strategy_question_order", "strategy_questions", "strategy_question"),
    ("process:candidate_order", "candidates", "candidate"),
    ("discovery:workshop_move", "to", "activity"),
    ("discovery:workshop_move", "at", "activity"),
    ("discovery:room_done", "activity", "activity"),
    ("lvt:round_open", "activity", "activity"),
    ("operating_model:key_question_order", "questions", "key_question"),
    ("operating_model:room_question", "question", "key_question"),
]


@pytest.mark.parametrize(("name", "field", "what"), SENT)
def test_foreign_artifacts_cannot_be_sent_along(world: World, name: str, field: str, what: str) -> None:
    entry = next(entry for entry in TABLE if entry.name == name)
    client = world.client(_visitor(entry))
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
    assert good.status_code == 200, text_of(good)
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
