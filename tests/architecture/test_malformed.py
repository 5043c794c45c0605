"""Whatever comes, at every address: no answer is an error of ours, and each has the headers that keep a
browser from doing more with it.

One hundred requests for each address; `MALFORMED=1000` in front of pytest sends more, another `SEED` others.
Most are in an encoding, a type or a method that there is not; each fiftieth is a form with wrong values.
"""

from __future__ import annotations

import logging
import os
import random
import re
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from discovery.rates import Limit
from discovery.web import limits
from tests.architecture.entries import BOTH, Entry
from tests.architecture.table import TABLE
from tests.architecture.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

_NAMED = re.compile(rb'\sname="([^"]+)"')
EACH = int(os.environ.get("MALFORMED", "100"))
SEED = int(os.environ.get("SEED", "20"))
HEADERS = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options")
FORM = "application/x-www-form-urlencoded"
# Read as far as they go: a page is drawn around what is wrong.
READ = (FORM, "multipart/form-data; boundary=x", "application/json", "text/plain", "", "/", ";;;=")
# Refused before that.
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
NAMES = (
    "value",
    "revision",
    "uuid",
    "order",
    "to",
    "at",
    "activity",
    "track",
    "minutes",
    "page",
    "next",
    "surface",
    "rev",
    "of",
)


class Sent(NamedTuple):
    """A request: of `entry`, by `role`."""

    method: str
    query: str
    type: str
    body: bytes
    headers: dict[str, str]


def requests(entry: Entry, fields: list[str], chance: random.Random) -> Iterator[Sent]:
    for number in range(EACH):
        names = [*NAMES, *fields * 3]
        pairs = [(chance.choice(names), _value(chance)) for _field in range(chance.randrange(6))]
        query = "&".join(f"{name}={_quoted(value)}" for name, value in pairs[:2])
        if number % 50 == 0:
            method, kind = chance.choice((*entry.methods, "POST")), chance.choice((FORM, FORM, *READ))
        elif number % 10 == 5:
            method, kind = chance.choice(METHODS), chance.choice(BROKEN)
        else:
            method, kind = chance.choice(METHODS), chance.choice(UNREAD)
        query = query if chance.random() < 0.3 else ""
        yield Sent(method, query, kind, _body(kind, pairs, chance), _headers(chance))


def _value(chance: random.Random) -> str:
    return chance.choice(chance.choice((NUMBERS, TEXTS, UUIDS, TIMES)))


def _quoted(value: str) -> str:
    return "".join(f"%{byte:02x}" for byte in value.encode())


def _body(kind: str, pairs: list[tuple[str, str]], chance: random.Random) -> bytes:
    shape = chance.random()
    if shape < 0.1:
        return chance.randbytes(chance.randrange(300))
    if "json" in kind:
        return chance.choice(JSONS).encode("utf-8", "surrogatepass")
    if "multipart" in kind:
        parts = (
            f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in pairs
        )
        text = "".join(parts) + ("--x--\r\n" if shape < 0.6 else "")
        return text.encode()
    return "&".join(f"{name}={_quoted(value)}" for name, value in pairs).encode()


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
    """One request as the server hands it over, whatever it did taken back."""
    from discovery.wsgi import application  # now that there is a folder of static files

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
    found: list[tuple[int, dict[str, str]]] = []

    def start(status: str, headers: list[tuple[str, str]], *_error: object) -> Any:
        found.append((int(status[:3]), dict(headers)))

    parts = application(environ, start)
    body = b"".join(parts)
    if hasattr(parts, "close"):
        parts.close()
    return Answer(*found[0], body)


def _visitor(entry: Entry) -> str:
    of_room = entry.access in ("room", "contributor") or entry.answers == "surface=room"
    return "guest" if of_room else "admin"


def test_nothing_that_comes_is_an_error_of_ours(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WRITES", Limit(burst=1e9, per_second=1e9))
    monkeypatch.setattr(limits, "WRONG_CODES_OF_ADDRESS", Limit(burst=1e9, per_second=1e9))
    logging.disable(logging.CRITICAL)  # a line for each would be more than anybody reads
    clients = {role: world.client(role) for role in ("guest", "admin")}
    wrong: list[str] = []
    for entry in TABLE:
        if entry.access == "stream":  # it goes on for hours
            continue
        client, url = clients[_visitor(entry)], entry.url(world.own)
        form = _ask(client, url, Sent("GET", "", "", b"", {})).body if entry.methods == BOTH else b""
        fields = sorted({name.decode() for name in _NAMED.findall(form)})
        with transaction.atomic():
            for sent in requests(entry, fields, random.Random(f"{SEED} {entry.label}")):
                answer = _ask(client, url, sent)
                lacks = [name for name in HEADERS if name not in answer.headers]
                if (answer.status >= 500 and answer.status != 503) or lacks:
                    wrong.append(f"{entry.label} {answer.status} {lacks} {sent}"[:500])
            transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
    assert wrong == []
