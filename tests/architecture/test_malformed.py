"""Whatever comes, at every address: no answer is an error of ours, and each has the headers that keep a
browser from doing more with it.

One hundred requests for each address, ten in the sample; `MALFORMED=1000` in front of pytest sends more,
another `SEED` others.
Most are in an encoding, a type or a method that there is not. Each twentieth comes as a browser sends it,
with values that no page sends: those reach the view. Pages that are only looked at are dear, and get one.
"""

from __future__ import annotations

import logging
import os
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from io import BytesIO, StringIO
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpRequest
from django.test import Client

from core.rate_limits import Limit
from organizations.web.middleware import AccessMustBeDeclared
from tests.apps import modules_of
from tests.architecture.entries import BOTH, Entry
from tests.architecture.filling import Control, controls_of
from tests.architecture.table import TABLE
from tests.architecture.world import World
from tests.sweeps import SAMPLED
from workshops.web import rate_limits

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

EACH = int(os.environ.get("MALFORMED", "10" if SAMPLED else "100"))
SEED = int(os.environ.get("SEED", "20"))
HEADERS = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options")
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"
# Refused before anything is read.
UNREAD = (
    *(f"{FORM}; charset={name}" for name in ("utf-16", "utf-7", "hex", "utf-8-sig", "no-such", "x" * 3000)),
    *(
        f"{kind}; charset=utf-32"
        for kind in ("application/json", "text/html", "multipart/form-data; boundary=x")
    ),
)
BROKEN = ("multipart/form-data", f"multipart/form-data; boundary={'x' * 500}", "text/plain")
METHODS = ("POST", "POST", "POST", "PUT", "BREW", "\xff")
NUMBERS = (
    "-1",
    "0",
    "1e400",
    "NaN",
    "9" * 20,
    "9" * 5000,
    str(2**63),
    str(-(2**63) - 1),
    "٣",
    "1_0",
    "0x1",
    "",
)
TEXTS = (
    "\x00",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "a" * 40_000,
    "‮",
    "%00",
    "<b>",
    "' OR 1=1 --",
)
UUIDS = ("not-a-uuid", "0" * 32, "urn:uuid:" + "0" * 32, "{}", str(uuid4()))
TIMES = (
    "0001-01-01",
    "9999-12-31T23:59:59",
    "2026-02-30",
    "24:00",
    "10000-01-01",
    "2026-01-01T00:00:00+99:99",
)
JSONS = ("[" * 5000, "{}", "[]", "null", '{"a": 1e999}', '{"measurements": [[[]]]}', '"\ud800"', "\xff")
# What views read beside their forms, by name.
READS = re.compile(r'\b(?:GET|POST)\.(?:get|getlist|pop)\(\s*"([\w-]+)"')
NAMES = sorted(
    {"revision", "uuid", "text"}
    | {name for path in modules_of("views", "web") for name in READS.findall(path.read_text())}
)


class Sent(NamedTuple):
    """A request: of `entry`, by `role`."""

    method: str
    query: str
    type: str
    body: bytes
    headers: dict[str, str]


def requests(entry: Entry, form: dict[str, Control], chance: random.Random) -> Iterator[Sent]:
    names = [*NAMES, *list(form) * 3]
    for number in range(EACH):
        if number % 100 == 0 or (number % 20 == 0 and "POST" in entry.methods):
            yield _well_formed(entry, form, names, chance)
            continue
        pairs = [(chance.choice(names), _value(chance)) for _field in range(chance.randrange(6))]
        query = _joined(pairs[:2]) if chance.random() < 0.3 else ""
        method, kind = chance.choice(METHODS), chance.choice(BROKEN if number % 10 == 5 else UNREAD)
        yield Sent(method, query, kind, _body(kind, pairs, chance), _headers(chance))


def _well_formed(entry: Entry, form: dict[str, Control], names: list[str], chance: random.Random) -> Sent:
    """As a browser sends it: all of the form but one field, and some with values that no page sends."""
    method = "POST" if "POST" in entry.methods and chance.random() < 0.9 else "GET"
    wrong = {chance.choice(names): _value(chance) for _field in range(chance.randrange(1, 4))}
    if method != "POST":
        return Sent(method, _joined(wrong.items()), "", b"", _headers(chance))
    left_out = chance.choice([*form, ""])
    kept = [(name, each) for name, control in form.items() if name != left_out for each in control.now]
    pairs = [*((name, each) for name, each in kept if name not in wrong), *wrong.items()]
    shape = chance.random()
    if shape < 0.1:
        return Sent(method, "", "application/json", _json(chance), _headers(chance))
    if shape < 0.2:
        return Sent(method, "", MULTIPART, _parts(pairs).encode(), _headers(chance))
    return Sent(method, "", FORM, _joined(pairs).encode(), _headers(chance))


def _value(chance: random.Random) -> str:
    return chance.choice(chance.choice((NUMBERS, TEXTS, UUIDS, TIMES)))


@cache
def _quoted(value: str) -> str:
    return "".join(f"%{byte:02x}" for byte in value.encode())


def _body(kind: str, pairs: list[tuple[str, str]], chance: random.Random) -> bytes:
    shape = chance.random()
    if shape < 0.1:
        return chance.randbytes(chance.randrange(300))
    if "json" in kind:
        return _json(chance)
    if "multipart" in kind:
        text = _parts(pairs)
        return (text if shape < 0.6 else text.removesuffix("--x--\r\n")).encode()
    return _joined(pairs).encode()


def _joined(pairs: Iterable[tuple[str, str]]) -> str:
    return "&".join(f"{name}={_quoted(value)}" for name, value in pairs)


def _parts(pairs: Iterable[tuple[str, str]]) -> str:
    parts = (
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in pairs
    )
    return "".join(parts) + "--x--\r\n"


def _json(chance: random.Random) -> bytes:
    return chance.choice(JSONS).encode("utf-8", "surrogatepass")


def _headers(chance: random.Random) -> dict[str, str]:
    every = {
        "Accept": "application/json",
        "HX-Request": "true",
        "HX-Current-URL": "http://[",
        "Headwaters-Key": "a.b.c",
        "Headwaters-For": "nobody",
        "If-None-Match": '"9"',
        "Last-Event-ID": "9" * 30,
        "Range": "bytes=5-1",
        "Authorization": "Bearer \xff",
        "X-Forwarded-For": "x, , ::",
        "Referer": "http://[",
    }
    chosen = {name: every[name] for name in chance.sample(sorted(every), chance.randrange(3))}
    # Most ask for a sentence: a page around each would take most of the time.
    return chosen if chance.random() < 0.1 else {**chosen, "Accept": "application/json"}


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


def _ask(client: Client, url: str, sent: Sent) -> Answer:
    """The answer to one request as the server hands it over; its writes are rolled back."""
    from config.wsgi import application  # now that there is a folder of static files

    path, _mark, query = url.partition("?")
    token = "a" * 32
    cookies = {name: morsel.value for name, morsel in client.cookies.items()} | {"csrftoken": token}
    headers = {
        "Host": "localhost",
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "X-CSRFToken": token,
        **sent.headers,
    }
    environ: dict[str, Any] = {
        "REQUEST_METHOD": sent.method,
        "PATH_INFO": path,
        "QUERY_STRING": "&".join(filter(None, (query, sent.query))),
        "CONTENT_TYPE": sent.type,
        "CONTENT_LENGTH": str(len(sent.body)),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(sent.body),
        "wsgi.errors": StringIO(),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }
    heads: list[tuple[int, dict[str, str]]] = []

    def start(status: str, headers: list[tuple[str, str]], *_error: object) -> Any:
        heads.append((int(status[:3]), dict(headers)))

    parts = application(environ, start)
    body = b"".join(parts)
    if hasattr(parts, "close"):
        parts.close()
    return Answer(*heads[0], body)


@contextmanager
def _taken_back() -> Iterator[None]:
    """What one of them deleted is there for the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _visitor(entry: Entry) -> str:
    of_room = entry.access in ("room", "contributor") or entry.answers == "surface=room"
    return "guest" if of_room else "admin"


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many requests came as far as the view of an address."""
    counts: Counter[str] = Counter()

    def process_view(_self: object, request: HttpRequest, *_args: object) -> None:
        counts[str(request.resolver_match and request.resolver_match.view_name)] += 1

    monkeypatch.setattr(AccessMustBeDeclared, "process_view", process_view)
    return counts


def test_nothing_that_comes_is_an_error_of_ours(
    world: World, monkeypatch: pytest.MonkeyPatch, reached: Counter[str]
) -> None:
    monkeypatch.setattr(rate_limits, "WRITES", Limit(burst=1e9, per_second=1e9))
    monkeypatch.setattr(rate_limits, "WRONG_CODES_OF_ADDRESS", Limit(burst=1e9, per_second=1e9))
    logging.disable(logging.CRITICAL)  # a line for each would be more than anybody reads
    clients = {role: world.client(role) for role in ("guest", "admin")}
    wrong: list[str] = []
    for entry in TABLE:
        if entry.access == "stream":  # it goes on for hours
            continue
        client, url = clients[_visitor(entry)], entry.url(world.own)
        page = _ask(client, url, Sent("GET", "", "", b"", {})).body if entry.methods == BOTH else b""
        for sent in requests(entry, controls_of(page.decode()), random.Random(f"{SEED} {entry.label}")):
            with nullcontext() if sent.type in UNREAD else _taken_back():
                answer = _ask(client, url, sent)
            lacks = [name for name in HEADERS if name not in answer.headers]
            if (answer.status >= 500 and answer.status != 503) or lacks:
                wrong.append(f"{entry.label} {answer.status} {lacks} {sent}"[:500])
    logging.disable(logging.NOTSET)
    assert wrong == []
    views = {entry.name for entry in TABLE if entry.access != "stream"}
    assert {name for name in views if reached[name] < EACH // 100} == set()


UNKNOWN = (
    *("/nope/", "/d/x/nope/", "/w/ABCDEFG/nope/", "/d//access/", "//", "/static/none.css", "/d/x/"),
    *("/api/v1/nope", "/organizations/none/", "/accounts/nope/", "/healthz/", "/d/x/tree/0/", "/%00", "/é/"),
)


def test_addresses_that_do_not_exist_are_no_error_of_ours_either(db: None) -> None:
    """Where the cookie of the token is there, Django looks at the form to answer that nothing is there."""
    logging.disable(logging.CRITICAL)
    wrong: list[str] = []
    for url in UNKNOWN:
        entry = Entry("nope", "public", BOTH)
        sends = [
            *requests(entry, {}, random.Random(f"{SEED} {url}")),
            Sent("POST", "", "multipart/form-data", b"x", {}),
            Sent("POST", "", FORM, "&".join(f"{at}=" for at in range(1_001)).encode(), {}),
        ]
        for sent in sends:
            answer = _ask(Client(), url, sent)
            lacks = [name for name in HEADERS if name not in answer.headers]
            if answer.status >= 500 or lacks:
                wrong.append(f"{url} {answer.status} {lacks} {sent}"[:300])
    logging.disable(logging.NOTSET)
    assert wrong == []
