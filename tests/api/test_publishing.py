"""What is sent to a catalog: what changed, again where it failed, and nowhere inside the network."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from api.catalog_publications.services import GIVES_UP, publish
from api.models import Publication
from api.outgoing import safe_requests
from api.outgoing.safe_requests import ATTEMPTS, Inside, outside
from core.services import artifacts
from core.services.operations import operation
from discovery.models import Discovery
from organizations.actors import Actor
from products.models import DataProduct, OutputPort
from tests.api.catalog_server import CatalogServer, catalog_server
from tests.factories import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalog() -> Iterator[CatalogServer]:
    with catalog_server() as catalog:
        yield catalog


@pytest.fixture
def product(discovery: Discovery) -> DataProduct:
    product = make(
        DataProduct, discovery=discovery, domain=discovery.domain, name="HCP 360", kind="aggregate"
    )
    make(OutputPort, product=product, name="Table", kind="table")
    return product


def go(discovery: Discovery, catalog: CatalogServer, **more: Any) -> list[int]:
    paused: list[float] = []
    sent = publish(discovery, address=catalog.url, is_inside_allowed=True, pause=paused.append, **more)
    return [each.answer.status for each in sent]


def test_what_changed_is_sent_and_what_is_gone_is_taken_back(
    discovery: Discovery, product: DataProduct, catalog: CatalogServer
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
    discovery: Discovery, product: DataProduct, catalog: CatalogServer
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


def test_a_broken_catalog_is_not_asked_for_everything(
    discovery: Discovery, product: DataProduct, catalog: CatalogServer
) -> None:
    """A timer would start the next run while this one still waits between attempts."""
    for number in range(4):
        make(DataProduct, discovery=discovery, domain=discovery.domain, name=f"P{number}", kind="aggregate")
    catalog.statuses = [500] * 100
    assert go(discovery, catalog) == [500] * GIVES_UP
    assert len(catalog.asked) == ATTEMPTS + GIVES_UP - 1
    # What failed comes last the next time: it would keep back what the catalog takes.
    catalog.statuses = [204] * 3 + [500] * (ATTEMPTS + 2)
    assert go(discovery, catalog) == [204] * 3 + [500] * GIVES_UP
    assert go(discovery, catalog) == [204] * GIVES_UP


def test_what_fails_for_good_keeps_no_deletion_and_no_other_back(
    discovery: Discovery, product: DataProduct, catalog: CatalogServer
) -> None:
    here = {"discovery": discovery, "domain": discovery.domain, "kind": "aggregate"}
    gone = make(DataProduct, name="Gone", **here)
    assert set(go(discovery, catalog)) == {204}
    with operation(Actor.system("test"), "test.changed"):
        for number in range(GIVES_UP):
            make(DataProduct, name=f"P{number}", **here)
        artifacts.trash(gone)
    catalog.statuses = [500] * (ATTEMPTS + GIVES_UP - 1)
    assert go(discovery, catalog) == [500] * GIVES_UP
    first = Publication.objects.order_by("tried_at").filter(status=500).first()
    catalog.statuses = [204, 500, 204]
    assert go(discovery, catalog, most_attempts=1) == [204, 500, 204, 204]
    assert str(gone.uuid) not in catalog.held
    assert first is not None
    assert Publication.objects.get(document=first.document).status == 500


def test_what_a_catalog_refuses_is_not_sent_again_at_once(
    discovery: Discovery, product: DataProduct, catalog: CatalogServer
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
    catalog: CatalogServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], _timeout: float) -> Any:
        asked.append(address)
        raise OSError("nobody there")

    answers = [(2, 1, 6, "", ("93.184.216.34", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_kwargs: answers)
    monkeypatch.setattr("socket.create_connection", connect)
    answer = safe_requests.send("PUT", "http://catalog.example.org/x", b"", {}, pause=lambda _seconds: None)
    assert (answer.status, answer.attempts) == (0, ATTEMPTS)
    assert set(asked) == {("93.184.216.34", 80)}


def test_the_command_counts_and_fails_when_something_was_refused(
    discovery: Discovery, product: DataProduct, catalog: CatalogServer
) -> None:
    said = io.StringIO()
    catalog.statuses = [403]
    with pytest.raises(CommandError, match="refused some documents"):
        call_command("publish", discovery.slug, to=catalog.url, allow_inside=True, stdout=said)
    assert "1 sent, 0 deleted, 1 refused" in said.getvalue()
    again = io.StringIO()
    call_command("publish", discovery.slug, to=catalog.url, allow_inside=True, stdout=again)
    assert "1 sent, 0 deleted, 0 refused" in again.getvalue()
