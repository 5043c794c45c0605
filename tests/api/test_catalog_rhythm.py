"""Catalogs that the worker keeps up to date: when it publishes, what it repeats, and which rows go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from api.catalog_publications.services import publish
from api.external_catalogs import services as catalogs
from api.external_catalogs.selectors import catalogs_of
from api.models import Catalog, Delivery
from core import secret_encryption
from core.exceptions import Conflict, Invalid, NotAllowed
from core.models import Artifact, Operation
from core.services import artifacts, kinds
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from discovery.discoveries.services import delete_discovery
from discovery.models import Discovery, DiscoveryAccess
from organizations.actors import Actor
from organizations.models import OutgoingState, User
from products.models import DataProduct
from specifications.selectors.specification_products import product_specs
from tests import factories
from tests.api.catalog_server import CatalogServer, catalog_server
from tests.factories import SYSTEM, make
from tests.outbox import work
from tests.products.described import full_product
from workshops.models import ActionItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings: Any) -> Iterator[CatalogServer]:
    settings.WEBHOOKS_INSIDE = True
    with catalog_server() as server:
        yield server


@pytest.fixture
def maker(discovery: Discovery) -> User:
    return factories.access(discovery, DiscoveryRole.FACILITATOR, name="Fay")


@pytest.fixture
def product(discovery: Discovery) -> DataProduct:
    return make(DataProduct, discovery=discovery, domain=discovery.domain, name="HCP 360", kind="aggregate")


def add(discovery: Discovery, maker: User, server: CatalogServer, rhythm: str = "change") -> Catalog:
    return catalogs.add_catalog(
        actor=Actor.of_account(maker),
        discovery=discovery,
        address=server.url,
        token="let-me-in",
        rhythm=rhythm,
    )


def states() -> list[str]:
    return [str(state) for state in Delivery.objects.order_by("pk").values_list("state", flat=True)]


def waits() -> timedelta:
    """How long the newest delivery waits."""
    return Delivery.objects.latest("pk").due_at - timezone.now()


def test_a_new_catalog_gets_everything_and_then_what_changed(
    discovery: Discovery, product: DataProduct, maker: User, server: CatalogServer
) -> None:
    catalog = add(discovery, maker, server)
    work()
    assert list(server.held) == [str(product.uuid)]
    assert {token for _verb, token in server.asked} == {"Bearer let-me-in"}
    catalog.refresh_from_db()
    assert catalog.taken_at
    work()
    assert states() == ["taken"]

    make(ActionItem, discovery=discovery, title="Of which catalogs hear nothing")
    assert states() == ["taken"]
    for job in ("One", "Two"):
        kinds.change(actor=SYSTEM, artifact=product, job=job)
    assert states() == ["taken", "waiting"], "changes that come together are sent together"
    assert timedelta() < waits() <= catalogs.SOON
    work()
    assert server.held[str(product.uuid)]["description"]["purpose"] == "Two"
    assert [verb for verb, _token in server.asked] == ["PUT", "PUT"]
    assert Delivery.objects.latest("pk").detail == "1 sent, 0 deleted"


def test_whatever_a_specification_is_made_of_is_sent_after_a_change(discovery: Discovery) -> None:
    """A table that is read for specifications belongs to a model whose changes are noted."""
    full_product(discovery)
    with CaptureQueriesContext(connection) as asked:
        assert product_specs(discovery)
    tables = {table for each in asked for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', each["sql"])}
    read = {model for model in apps.get_models() if model._meta.db_table in tables}
    assert len(read) > 15
    assert {model for model in read if issubclass(model, Artifact)} <= catalogs.SENT


def test_a_name_of_the_organization_is_sent_too(
    discovery: Discovery, product: DataProduct, maker: User, server: CatalogServer
) -> None:
    add(discovery, maker, server)
    work()
    with operation(SYSTEM, "domain.changed", place=discovery.domain.organization):
        artifacts.change(discovery.domain, name="Renamed domain")
    work()
    assert server.held[str(product.uuid)]["domain"] == "Renamed domain"


def test_a_catalog_that_answers_500_for_an_hour_gets_everything_after_it(
    discovery: Discovery, product: DataProduct, maker: User, server: CatalogServer
) -> None:
    catalog = add(discovery, maker, server)
    for _number in range(4):
        make(DataProduct, discovery=discovery, domain=discovery.domain, name=f"P{_number}", kind="aggregate")
    server.statuses = [500] * 3
    pauses = []
    for _attempt in range(3):
        work()
        pauses.append(round(waits() / timedelta(minutes=1)))
        kinds.change(actor=SYSTEM, artifact=product, job=f"Job {_attempt}")
    assert pauses == [1, 5, 30], "in the same pauses, however much is changed meanwhile"
    assert len(server.asked) == 3, "one document for each attempt says that it is broken"
    assert states() == ["waiting"]
    assert "500" in str(Delivery.objects.get().status)
    work()
    assert states() == ["taken"]
    assert len(server.held) == 5
    assert server.held[str(product.uuid)]["description"]["purpose"] == "Job 2"
    catalog.refresh_from_db()
    assert catalog.taken_at


def test_what_changes_while_it_is_sent_is_sent_next(
    discovery: Discovery, product: DataProduct, maker: User, server: CatalogServer, monkeypatch: Any
) -> None:
    add(discovery, maker, server)

    def writing(*args: Any, **more: Any) -> Any:
        yield from publish(*args, **more)
        kinds.change(actor=SYSTEM, artifact=product, job="Written meanwhile")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(catalogs, "publish", writing)
        work()
    assert states() == ["taken", "waiting"]
    work()
    assert server.held[str(product.uuid)]["description"]["purpose"] == "Written meanwhile"


def test_a_slow_catalog_gets_the_rest_with_the_next_attempt(
    discovery: Discovery, product: DataProduct, maker: User, server: CatalogServer, monkeypatch: Any
) -> None:
    make(DataProduct, discovery=discovery, domain=discovery.domain, name="Other", kind="aggregate")
    add(discovery, maker, server)
    with monkeypatch.context() as slow:
        slow.setattr(catalogs, "LONGEST", -1.0)
        work()
    assert (len(server.held), states()) == (1, ["waiting"])
    work()
    assert (len(server.held), states()) == (2, ["taken"])


def test_once_a_day_and_only_on_request(
    discovery: Discovery, product: DataProduct, maker: User, server: CatalogServer
) -> None:
    actor, daily = Actor.of_account(maker), add(discovery, maker, server, "daily")
    work()
    assert states() == ["taken", "waiting"]
    assert timedelta(hours=23) < waits() <= catalogs.A_DAY
    kinds.change(actor=SYSTEM, artifact=product, job="Another job")
    assert states() == ["taken", "waiting"]
    catalogs.push_now(actor=actor, catalog=daily)
    work()
    assert server.held[str(product.uuid)]["description"]["purpose"] == "Another job"
    assert states() == ["taken", "taken", "waiting"]
    catalogs.change_catalog(actor=actor, catalog=daily, rhythm="off")
    assert states() == ["taken", "taken"]
    kinds.change(actor=SYSTEM, artifact=product, job="Only on request")
    assert states() == ["taken", "taken"]
    catalogs.push_now(actor=actor, catalog=daily)
    work()
    assert states() == ["taken"] * 3
    assert {token for _verb, token in server.asked} == {"Bearer let-me-in"}, "an empty credential is kept"
    catalogs.change_catalog(actor=actor, catalog=daily, rhythm="off", token="other")
    catalogs.stop_catalog(actor=actor, catalog=daily)
    daily.refresh_from_db()
    for refused in (catalogs.push_now, lambda **of: catalogs.change_catalog(**of, rhythm="daily")):
        with pytest.raises(Conflict):
            refused(actor=actor, catalog=daily)


def test_a_credential_is_read_in_no_table_and_on_no_page(
    discovery: Discovery,
    product: DataProduct,
    maker: User,
    server: CatalogServer,
    client_of: Any,
    settings: Any,
) -> None:
    catalog = add(discovery, maker, server)
    assert "let-me-in" not in str(Catalog.objects.values())
    assert secret_encryption.unsealed(catalog.token) == "let-me-in"
    client = client_of(maker)
    for name in ("catalog", "catalog_edit"):
        url = reverse(f"api:discovery_{name}", args=[discovery.slug, catalog.uuid])
        page = client.get(url).content.decode()
        assert "let-me-in" not in page
        assert catalog.token not in page
    settings.SECRET_KEY = "another key of this installation, long enough to be believed"
    work()
    assert server.asked == []
    assert "Enter it again" in Delivery.objects.get().detail


@pytest.mark.parametrize("token", ["let-me\nin", "laß-mich-ein"])
def test_a_credential_that_no_request_takes_is_refused_beside_its_field(
    discovery: Discovery, maker: User, server: CatalogServer, client_of: Any, token: str
) -> None:
    """Sent, it would stand in the log with the error, and no delivery would say why."""
    client, new = client_of(maker), reverse("api:discovery_catalog_add", args=[discovery.slug])
    refused = client.post(new, {"address": server.url, "rhythm": "change", "token": token})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["token"]
    edit = reverse("api:discovery_catalog_edit", args=[discovery.slug, add(discovery, maker, server).uuid])
    assert client.post(edit, {"rhythm": "change", "token": token}).status_code == 422
    assert secret_encryption.unsealed(Catalog.objects.get().token) == "let-me-in"


def test_pages_add_change_push_and_stop(
    discovery: Discovery, product: DataProduct, maker: User, server: CatalogServer, client_of: Any
) -> None:
    client = client_of(maker)
    of: list[object] = [discovery.slug]
    keys, new = reverse("api:discovery_keys", args=of), reverse("api:discovery_catalog_add", args=of)
    assert f'href="{new}"' in client.get(keys).content.decode()
    for wrong in ({}, {"address": "nonsense", "rhythm": "change"}, {"address": server.url, "rhythm": "x"}):
        assert client.post(new, wrong).status_code == 422
    made = client.post(new, {"address": server.url, "rhythm": "off"})
    (catalog,) = catalogs_of(discovery)
    assert "No updates yet" in client.get(made["Location"]).content.decode()
    of = [discovery.slug, catalog.uuid]
    client.post(reverse("api:discovery_catalog_push", args=of))
    work()
    page = client.get(made["Location"]).content.decode()
    assert "1 sent, 0 deleted" in page
    assert "Last complete update" in page
    client.post(reverse("api:discovery_catalog_edit", args=of), {"rhythm": "daily"})
    assert "Once a day" in client.get(keys).content.decode()
    client.post(reverse("api:discovery_catalog_stop", args=of))
    assert "Stopped" in client.get(keys).content.decode()
    assert "Push now" not in client.get(made["Location"]).content.decode()
    verbs = (
        Operation.objects.filter(verb__startswith="catalog.").order_by("pk").values_list("verb", "summary")
    )
    said = ["catalog.added", "catalog.pushed", "catalog.changed", "catalog.stopped"]
    assert list(verbs) == [(verb, "127.0.0.1") for verb in said]


def test_no_address_inside_and_nobody_without_the_right(
    discovery: Discovery, product: DataProduct, maker: User, server: CatalogServer, settings: Any
) -> None:
    editor = factories.access(discovery, DiscoveryRole.EDITOR, name="Ed")
    with pytest.raises(NotAllowed):
        add(discovery, editor, server)
    add(discovery, maker, server)
    settings.WEBHOOKS_INSIDE = False
    with pytest.raises(Invalid):
        add(discovery, maker, server)
    work()
    settings.WEBHOOKS_INSIDE = True
    with operation(SYSTEM, "access.removed", place=discovery):
        artifacts.trash(DiscoveryAccess.objects.get(user=maker))
    kinds.change(actor=SYSTEM, artifact=product, job="Another job")
    work()
    assert server.asked == []
    assert set(states()) == {OutgoingState.FAILED}


def test_a_deleted_discovery_sends_nothing(
    discovery: Discovery, product: DataProduct, maker: User, server: CatalogServer
) -> None:
    add(discovery, maker, server, "daily")
    delete_discovery(actor=SYSTEM, discovery=discovery)
    work()
    assert server.asked == []
    assert states()[0] == OutgoingState.FAILED


def test_a_credential_is_not_sent_in_clear(
    discovery: Discovery, maker: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOKS_INSIDE = False
    here = [(2, 1, 6, "", ("93.184.216.34", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_more: here)
    given: dict[str, Any] = {
        "actor": Actor.of_account(maker),
        "discovery": discovery,
        "token": "t",
        "rhythm": "off",
    }
    with pytest.raises(Invalid, match="sent unencrypted") as refused:
        catalogs.add_catalog(address="http://catalog.example.org/", **given)
    assert refused.value.field == "address"
    assert catalogs.add_catalog(address="https://catalog.example.org/", **given).pk
