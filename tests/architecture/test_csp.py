"""Every page comes with the strict policy, and holds nothing that the policy would refuse. Forms that come
back are asked for where everybody sends every form: test_access.py."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from core.exceptions import DomainError
from organizations.web.middleware import answer
from tests.architecture.asking import ask
from tests.architecture.entries import OPEN, Entry
from tests.architecture.markup import read
from tests.architecture.table import TABLE
from tests.architecture.world import World, show
from tests.sweeps import cut
from workshops.views import front_page

# What a page says is the same whatever database is beneath; test_access.py opens them all on both.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def for_people(entry: Entry) -> bool:
    """Whether browsers are shown it: neither a stream, nor what programs ask."""
    return entry.access not in ("stream", "api_key", "api_key:discovery") and entry.answers != "nowhere"


def pages(world: World) -> list[Entry]:
    """What browsers are shown."""
    return [entry for entry in TABLE if "GET" in entry.methods and for_people(entry)]


def visitor(entry: Entry) -> str:
    """A role that is let in, by preference one that sees all there is. Nobody is at the addresses of a
    provider, which is not set up here."""
    if entry.access == "allauth":
        return "anonymous" if entry.answers == "public" else "admin"
    if "observer" in (entry.access, entry.answers.removeprefix("surface=")):
        return "observer"
    return next((role for role in ("admin", "guest") if entry.expected(role, "GET") == OPEN), "admin")


def faults(response: HttpResponseBase) -> list[str]:
    """What is wrong with an answer, in words."""
    headers, problems = response.headers, []
    policy = headers.get("Content-Security-Policy", "")
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    # A frozen page runs nothing at all; then it must not hold a script that the policy would refuse.
    runs_nothing = directives.get("script-src") == "'none'"
    if directives.get("default-src") != "'none'" or directives.get("script-src") not in ("'self'", "'none'"):
        problems.append(f"policy {policy!r}")
    if (
        directives.get("style-src") != "'self'"
        or directives.get("base-uri") != "'none'"
        or "unsafe" in policy
    ):
        problems.append(f"policy {policy!r}")
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    problems += [name for name, value in wanted.items() if headers.get(name) != value]
    for cookie in response.cookies.values():
        is_gone = not cookie.value
        if not (is_gone or cookie["httponly"]) or cookie["samesite"] not in ("Lax", "Strict"):
            problems.append(f"cookie {cookie.key}")
    if headers.get("Content-Type", "").startswith("text/html") and isinstance(response, HttpResponse):
        page = read(response.content.decode())
        problems += page.active
        problems += ["a script that is refused"] * (runs_nothing and "script" in page.tags)
    return problems


def test_every_page_is_strict(world: World) -> None:
    """As htmx asks for it. As a browser does, test_hostile.py asks for each, and what it gets is held to the
    same; but for the pages of allauth."""
    clients = {role: world.client(role) for role in ("admin", "guest", "anonymous")}
    clients["observer"] = world.observer()
    wrong: dict[str, list[str]] = {}
    for entry in cut(pages(world), 60):
        client = clients[visitor(entry)]
        for htmx in (False, True) if entry.access == "allauth" else (True,):
            if problems := faults(ask(client, "GET", entry.url(world.own), htmx=htmx)):
                wrong[f"{entry.label} {htmx}"] = problems
    assert wrong == {}


def test_every_activity_is_strict_on_each_surface(world: World) -> None:
    clients = {role: world.client(role) for role in ("admin", "guest")}
    code, wrong = world.own.workshop.code, {}
    for kind, activity in cut(world.own.activities.items(), 8):
        show(world.own.workshop, activity)
        for role, surface in (("guest", ""), ("admin", "console/"), ("admin", "stage/")):
            response = clients[role].get(f"/w/{code}/{surface}")
            assert response.status_code == 200, (kind, surface)
            assert activity.title in response.content.decode(), (kind, surface)
            if problems := faults(response):
                wrong[f"{kind} {surface}"] = problems
    show(world.own.workshop, world.own.activity)
    assert wrong == {}


# --- Pages of errors ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "status", sorted({error.status for error in DomainError.__subclasses__()} | {405, 413})
)
def test_the_page_of_an_error_is_strict(status: int, rf: RequestFactory) -> None:
    response = answer(_visitor(rf.get("/")), status, "What went <b>wrong</b>.", retry_after=2)
    assert response.status_code == status
    assert response.headers["Content-Type"].startswith("text/html")
    page = read(response.content.decode())
    assert page.active == []
    assert "What went <b>wrong</b>." in page.text


def _visitor(request: HttpRequest) -> HttpRequest:
    request.user = AnonymousUser()
    return request


def test_an_unknown_address_is_answered_strictly(client: Client) -> None:
    response = client.get("/nothing/here/")
    assert response.status_code == 404
    assert faults(response) == []


def test_a_form_without_its_token_is_answered_strictly() -> None:
    response = Client(enforce_csrf_checks=True).post("/join/", {"code": "K7M2QX"})
    assert response.status_code == 403
    assert "kept" in response.content.decode()
    assert faults(response) == []


@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError("database is locked"), 503), (RuntimeError("surprise"), 500)]
)
def test_a_failure_is_answered_strictly(
    error: Exception, status: int, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise error

    monkeypatch.setattr(front_page, "page", fail)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == status
    assert "database is locked" not in response.content.decode()
    assert faults(response) == []
