"""What is sent to a catalog: what changed, again where it failed, and nowhere inside the network."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from api.models import Publication
from api.outgoing import sending
from api.outgoing.sending import ATTEMPTS, Inside, outside
from api.services.publishing import publish
from core.services import artifacts
from core.services.operations import operation
from discovery.models import Discovery
from organizations.actors import Actor
from products.models import DataProduct, OutputPort
from tests.factories import make

pytestmark = pytest.mark.django_db


class Catalog:
    """A catalog on this machine: it keeps what it takes, and answers with `statuses` first."""

    def __init__(self) -> None:
        self.held: dict[str, Any] = {}
        self.asked: list[tuple[str, str]] = []
        self.statuses: list[int] = []
        catalog = self

        class Handler(BaseHTTPRequestHandler):
            def _take(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                catalog.asked.append((self.command, self.headers.get("Authorization", "")))
                status = catalog.statuses.pop(0) if catalog.statuses else 204
                if status < 300:
                    key = self.path.rpartition("/")[2]
                    if self.command == "PUT":
                        catalog.held[key] = json.loads(body)
                    else:
                        catalog.held.pop(key, None)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_PUT = do_DELETE = _take

            def log_message(self, *_args: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/products"


@pytest.fixture
def catalog() -> Iterator[Catalog]:
    catalog = Catalog()
    thread = threading.Thread(target=catalog.server.serve_forever, daemon=True)
    thread.start()
    yield catalog
    catalog.server.shutdown()
    catalog.server.server_close()
    thread.join()


@pytest.fixture
def product(discovery: Discovery) -> DataProduct:
    product = make(
        DataProduct, discovery=discovery, domain=discovery.domain, name="HCP 360", kind="aggregate"
    )
    make(OutputPort, product=product, name="Table", kind="table")
    return product


def go(discovery: Discovery, catalog: Catalog, **more: Any) -> list[int]:
    paused: list[float] = []
    sent = publish(discovery, address=catalog.url, is_inside_allowed=True, pause=paused.append, **more)
    return [each.answer.status for each in sent]


def test_what_changed_is_sent_and_what_is_gone_is_taken_back(
    discovery: Discovery, product: DataProduct, catalog: Catalog
) -> None:
    port = product.output_ports.get()
    assert go(discovery, catalog, token="let-me-in") == [204, 204]
    assert set(catalog.held) == {str(product.uuid), str(port.uuid)}
    assert catalog.held[str(product.uuid)]["kind"] == "DataProduct"
    assert {token for _verb, token in catalog.asked} == {"Bearer let-me-in"}
    assert go(discovery, catalog) == []
    with operation(Actor.system("test"), "test.changed"):
        artifacts.change(product, kind="source_oriented")  # of which the contract says nothing
    assert go(discovery, catalog) == [204]
    with operation(Actor.system("test"), "test.deleted"):
        artifacts.trash(port)
    assert go(discovery, catalog) == [204, 204]
    assert set(catalog.held) == {str(product.uuid)}


def test_a_catalog_that_fails_is_asked_again_and_nothing_is_lost(
    discovery: Discovery, product: DataProduct, catalog: Catalog
) -> None:
    catalog.statuses = [500, 429]
    assert go(discovery, catalog) == [204, 204]
    assert len(catalog.asked) == 4
    with operation(Actor.system("test"), "test.changed"):
        artifacts.change(product, job="Another job")
    catalog.statuses = [500] * 2 * ATTEMPTS
    assert go(discovery, catalog) == [500, 500]
    assert {row.status for row in Publication.objects.all()} == {500}
    assert go(discovery, catalog) == [204, 204]
    assert catalog.held[str(product.uuid)]["description"]["purpose"] == "Another job"


def test_what_a_catalog_refuses_is_not_sent_again_at_once(
    discovery: Discovery, product: DataProduct, catalog: Catalog
) -> None:
    catalog.statuses = [422]
    assert go(discovery, catalog) == [422, 204]
    assert len(catalog.asked) == 2
    assert go(discovery, catalog) == [204]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x",
        "http://localhost:8000/",
        "http://10.1.2.3/",
        "http://192.168.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "http://user:secret@127.0.0.1/",
        "//127.0.0.1/",
        "http://",
        "nonsense",
    ],
)
def test_no_address_inside_is_asked(discovery: Discovery, product: DataProduct, url: str) -> None:
    with pytest.raises(Inside):
        outside(url)
    with pytest.raises(CommandError, match="Nothing was sent"):
        call_command("publish", discovery.slug, to=url, stdout=io.StringIO())
    assert not Publication.objects.exists()


def test_the_address_that_was_looked_at_is_the_one_that_is_asked(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], _timeout: float) -> Any:
        asked.append(address)
        raise OSError("nobody there")

    answers = [(2, 1, 6, "", ("93.184.216.34", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_kwargs: answers)
    monkeypatch.setattr("socket.create_connection", connect)
    answer = sending.send("PUT", "http://catalog.example.org/x", b"", {}, pause=lambda _seconds: None)
    assert (answer.status, answer.attempts) == (0, ATTEMPTS)
    assert set(asked) == {("93.184.216.34", 80)}


def test_the_command_counts_and_fails_when_something_was_refused(
    discovery: Discovery, product: DataProduct, catalog: Catalog
) -> None:
    said = io.StringIO()
    catalog.statuses = [403]
    with pytest.raises(CommandError, match="did not take all"):
        call_command("publish", discovery.slug, to=catalog.url, allow_inside=True, stdout=said)
    assert "1 sent, 0 taken back, 1 refused" in said.getvalue()
    again = io.StringIO()
    call_command("publish", discovery.slug, to=catalog.url, allow_inside=True, stdout=again)
    assert "1 sent, 0 taken back, 0 refused" in again.getvalue()
