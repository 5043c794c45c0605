"""The feed of a discovery: what is published, signed, for everybody with the link and nobody else."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from typing import Any
from uuid import uuid4

import jwt
import pytest
import yaml
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date

from api.artifacts.selectors import readable
from api.models import Feed
from api.outgoing import product_feed as outgoing
from api.product_feed_links import selectors, services as feeds, views
from core.exceptions import NotAllowed
from core.models import Operation
from core.models.token_buckets import TokenBucket
from core.rate_limits import Buckets, Limit
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from discovery.discoveries.services import delete_discovery
from discovery.models import Discovery
from documents import concurrency_limit
from lvt.models import Vision
from organizations.actors import Actor
from organizations.models import User
from products.models import DataProduct, PortColumn, ProductState
from specifications import public_view
from specifications.catalogs.exporter_input import Contents
from specifications.catalogs.exporters import EXPORTERS
from specifications.product_rows import ProductSpec
from specifications.selectors.specification_products import product_specs
from tests import factories
from tests.api.example_feed_reader import Reader, main
from tests.factories import SYSTEM, make
from tests.products.described import bare_product, full_product
from workshops.web import rate_limits

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(discovery: Discovery) -> str:
    return feeds.make_link(actor=SYSTEM, discovery=discovery)


def live(discovery: Discovery, name: str, **more: Any) -> DataProduct:
    placed = {"discovery": discovery, "domain": discovery.domain, "kind": "aggregate"}
    return make(DataProduct, **placed, name=name, **{"state": "live", **more})


def get(key: str, rest: str = "", **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Client().get(f"/feed/{key}/{rest}", headers=named)


def items(key: str) -> dict[str, Any]:
    return {each["title"]: each for each in get(key).json()["items"]}


def below(item: dict[str, Any], key: str) -> list[str]:
    """Where the documents of the item lie, below the key."""
    return [each["url"].split(f"/feed/{key}/")[1] for each in item["attachments"]]


def test_a_link_is_shown_once_renewed_and_withdrawn(discovery: Discovery, client_of: Any) -> None:
    facilitator = client_of(factories.access(discovery, name="Fio"))
    page = reverse("api:discovery_keys", args=[discovery.slug])
    make_it = reverse("api:feed_make", args=[discovery.slug])
    assert f'action="{make_it}"' in facilitator.get(page).content.decode()
    keys = []
    for _time in range(2):
        made = facilitator.post(make_it)
        assert made.headers["Cache-Control"] == "no-store"
        keys.append(made.content.decode().split("/feed/")[1].split("/")[0])
    first, second = keys
    assert len(second) > 40
    assert not any(each in str(list(Feed.objects.values())) for each in keys)
    assert second not in facilitator.get(page).content.decode()
    assert (get(first).status_code, get(second).status_code) == (404, 200)
    assert "Not read yet" not in facilitator.get(page).content.decode()
    facilitator.post(reverse("api:feed_withdraw", args=[discovery.slug]))
    assert get(second).status_code == 404
    assert "Create a link" in facilitator.get(page).content.decode()
    verbs = Operation.objects.filter(verb__startswith="feed.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["feed.made", "feed.made", "feed.withdrawn"]
    editor = Actor.of_account(factories.access(discovery, DiscoveryRole.EDITOR, name="Ed"))
    for refused in (feeds.make_link, feeds.withdraw_link):
        with pytest.raises(NotAllowed):
            refused(actor=editor, discovery=discovery)


@pytest.mark.parametrize("state", ProductState)
def test_what_is_live_is_published_and_nothing_else(
    discovery: Discovery, key: str, state: ProductState
) -> None:
    product = live(discovery, "HCP 360", state=state)
    is_live = state == ProductState.LIVE
    assert list(items(key)) == ["HCP 360"] * is_live
    assert (get(key, f"odps/{product.uuid}").status_code == 200) == is_live
    elsewhere = live(factories.discovery(discovery.domain, "Sibling"), "Elsewhere")
    assert get(key, f"odps/{elsewhere.uuid}").status_code == 404


def test_an_item_names_its_documents_and_each_is_there(discovery: Discovery, key: str) -> None:
    product = full_product(discovery)
    bare_product(discovery)
    feed = get(key)
    assert feed.headers["Content-Type"] == "application/feed+json"
    assert feed.json()["version"] == "https://jsonfeed.org/version/1.1"
    assert feed.json()["feed_url"].endswith(f"/feed/{key}/")
    (item,) = feed.json()["items"]
    assert item["id"] == f"urn:uuid:{product.uuid}"
    assert item["content_text"]
    ports = product.output_ports.count()
    formats = [each["_headwaters"]["format"] for each in item["attachments"]]
    assert formats == ["odps", *["odcs"] * ports, *EXPORTERS]
    for each, path in zip(item["attachments"], below(item, key), strict=True):
        document = get(key, path)
        assert document.headers["Content-Type"] == each["mime_type"], path
        read = list(yaml.safe_load_all(document.content))
        assert read, path
        if each["_headwaters"]["format"] == "odcs":
            assert read[0]["version"] == each["_headwaters"]["version"]
    for nothing in (f"odcs/{product.uuid}", f"nothing/{product.uuid}", f"openslo/{discovery.uuid}"):
        assert get(key, nothing).status_code == 404
    live(discovery, "Without promises")
    assert "openslo" not in str(below(items(key)["Without promises"], key))


def test_everybody_reads_what_users_need_and_nothing_of_the_making(discovery: Discovery, key: str) -> None:
    """Whatever a specification learns to say is decided on: it is named here, left out, or the same."""
    product = full_product(discovery)
    make(Vision, discovery=discovery, statement="Every visit helps a patient")
    assert product.owner
    consumer = product.consumer_links.all()[0].consumer
    consumer.name = "Consumer that nobody may know"
    consumer.save_base(raw=True)
    rows = product_specs(discovery)
    (shown,) = public_view.public_products(rows)
    (row,) = (each for each in rows if each.id == str(product.uuid))
    changed = {each.name for each in fields(row) if getattr(row, each.name) != getattr(shown, each.name)}
    assert changed == {*public_view.LEFT_OUT, "owner", "answers", "inputs", "ports"}
    assert {name: getattr(shown, name) for name in public_view.LEFT_OUT} == public_view.LEFT_OUT
    assert shown.owner
    assert (shown.owner.name, shown.owner.email) == (product.owner.name, "")
    assert shown.inputs == (), "its feeder is not live"
    (item,) = items(key).values()
    whole = "".join(get(key, path).content.decode() for path in ["", *below(item, key)])
    for secret in (product.owner.email, consumer.name, str(row.inputs[0].id)):
        assert secret not in whole
    feeder = DataProduct.objects.get(name="Feeder")
    DataProduct.objects.filter(pk=feeder.pk).update(state="live")
    (shown,) = (each for each in public_view.public_products(product_specs(discovery)) if each.id == row.id)
    assert [each.feeder.name for each in shown.inputs if each.feeder] == ["Feeder"]


def test_answers_are_signed_and_an_altered_one_is_noticed(discovery: Discovery, key: str) -> None:
    product = full_product(discovery)
    keys = jwt.PyJWKSet.from_dict(get(key, "keys").json())
    for path in ("", f"odps/{product.uuid}", f"odcs/{product.output_ports.all()[0].uuid}"):
        answer = get(key, path)
        signature = answer.headers["x-jws-signature"]
        name = jwt.get_unverified_header(signature)["kid"]
        read = jwt.PyJWS().decode(signature, keys[name], ["EdDSA"], detached_payload=answer.content)
        assert read == answer.content
        with pytest.raises(jwt.InvalidSignatureError):
            jwt.PyJWS().decode(signature, keys[name], ["EdDSA"], detached_payload=answer.content + b" ")
        assert name == feeds.signer_of(discovery).name
    renewed = feeds.make_link(actor=SYSTEM, discovery=discovery)
    assert get(renewed, "keys").json() == feeds.signer_of(discovery).public_keys(), "readers keep their keys"
    assert feeds.signer_of(factories.discovery(name="Other")).name != feeds.signer_of(discovery).name


def test_who_asks_by_date_misses_nothing(discovery: Discovery, key: str) -> None:
    """The operation that was written last is not always the one that began last."""
    live(discovery, "HCP 360")
    Operation.objects.update(at=timezone.now() - timedelta(minutes=1))
    for at in (timezone.now(), timezone.now() + timedelta(days=1)):
        answer = get(key, If_Modified_Since=http_date(at.timestamp()))
        assert (answer.status_code, answer.json()["items"][0]["title"]) == (200, "HCP 360")
        assert "Last-Modified" not in answer.headers


def test_who_has_it_already_is_told_so_until_something_changes(discovery: Discovery, key: str) -> None:
    product = full_product(discovery)
    other = live(discovery, "Other")
    first = get(key)
    etag = first.headers["ETag"]
    assert etag == f'"{hashlib.sha256(first.content).hexdigest()}"'
    same = get(key, If_None_Match=etag)
    assert (same.status_code, same.content) == (304, b"")
    path = f"odps/{product.uuid}"
    assert get(key, path, If_None_Match=get(key, path).headers["ETag"]).status_code == 304
    before = items(key)

    assert product.owner
    kinds.change(actor=SYSTEM, artifact=product.owner, name="Renamed")
    assert get(key, If_None_Match=etag).status_code == 200
    after = items(key)
    revisions = {name: each["_headwaters"]["revision"] for name, each in before.items()}
    now = {name: each["_headwaters"]["revision"] for name, each in after.items()}
    assert now[product.name] != revisions[product.name]
    assert now["Other"] == revisions["Other"]
    assert other.name in now


def test_the_day_of_a_product_is_that_of_whatever_hangs_on_it(discovery: Discovery, key: str) -> None:
    product, other = full_product(discovery), live(discovery, "Other")
    long_ago = timezone.now() - timedelta(days=9)

    def age() -> None:
        for entry in readable().values():
            entry.kind.model.everything.update(modified_at=long_ago)

    column = PortColumn.objects.filter(port__product=product)[0]
    for artifact in (column, product.slos.all()[0]):
        age()
        kinds.delete(actor=SYSTEM, artifact=artifact)
        changed = selectors.changed_at(discovery)
        assert changed[str(product.uuid)] > long_ago
        assert changed[str(other.uuid)] == long_ago


def test_it_takes_as_many_queries_for_many_products_as_for_one(discovery: Discovery, key: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert get(key).status_code == 200
        return len(asked)

    full_product(discovery)
    get(key)
    few = queries()
    for number in range(5):
        live(discovery, f"Product {number}")
    assert queries() == few


def test_a_guesser_waits_and_readers_do_not(
    discovery: Discovery, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limits, "WRONG_CODES_OF_ADDRESS", Limit(burst=3, per_second=0.001))
    renewed = feeds.make_link(actor=SYSTEM, discovery=discovery)
    assert get(key).status_code == 404
    assert not TokenBucket.objects.exists(), "who had the link does not guess"
    assert [get(f"guess-{number}").status_code for number in range(5)] == [404, 404, 404, 429, 429]
    assert get(renewed).status_code == 200
    delete_discovery(actor=SYSTEM, discovery=discovery)
    assert get(renewed).status_code in (404, 429)


def test_a_reader_is_held_to_a_rate_and_to_turns(
    discovery: Discovery, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(concurrency_limit, "PATIENCE", 0.0)
    with concurrency_limit.turn_of(views.READERS):
        busy = get(key)
    assert busy.status_code == 503
    assert int(busy.headers["Retry-After"]) > 0
    monkeypatch.setattr(views, "READS", Limit(burst=2, per_second=0.001))
    monkeypatch.setattr(views, "_buckets", Buckets())
    assert [get(key).status_code for _time in range(3)] == [200, 200, 429]


def test_readers_of_many_feeds_leave_a_turn_to_people(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that reads as many feeds as there are turns holds up no report."""
    other = factories.discovery(name="Other")
    keys = [key, feeds.make_link(actor=SYSTEM, discovery=other)]
    assert len(keys) == concurrency_limit.AT_ONCE
    monkeypatch.setattr(concurrency_limit, "PATIENCE", 0.0)
    told: list[int] = []
    published_of = selectors.published_of

    def while_it_is_read(discovery: Discovery) -> Contents:
        told.append(get(keys[1]).status_code)
        with concurrency_limit.turn_of("a person"):
            return published_of(discovery)

    monkeypatch.setattr(selectors, "published_of", while_it_is_read)
    assert get(keys[0]).status_code == 200
    assert told == [503]


def test_a_document_is_made_without_those_of_other_products(
    discovery: Discovery, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = full_product(discovery)
    live(discovery, "Other")
    port = product.output_ports.all()[0].uuid
    made: list[str] = []
    attached = outgoing.attached

    def noted(each: ProductSpec, contents: Contents) -> Iterator[outgoing.Attachment]:
        made.append(each.name)
        return attached(each, contents)

    monkeypatch.setattr(outgoing, "attached", noted)
    for path in (f"odps/{product.uuid}", f"odcs/{port}"):
        assert get(key, path).status_code == 200
    assert get(key, f"odps/{uuid4()}").status_code == 404
    assert made == [product.name] * 2


def test_the_link_is_in_no_log(
    discovery: Discovery, key: str, caplog: pytest.LogCaptureFixture, account: User
) -> None:
    from config.logs import LogFormat

    feeds.withdraw_link(actor=SYSTEM, discovery=discovery)
    with caplog.at_level("INFO"):
        get(key)
    said = [LogFormat().format(record) for record in caplog.records]
    assert any("/feed/…" in line for line in said)
    assert not any(key in line for line in said)


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_the_reader_of_the_documentation_runs(live_server: Any, settings: Any) -> None:
    settings.BASE_URL = live_server.url
    discovery = factories.discovery()
    live(discovery, "Content catalog")
    key = feeds.make_link(actor=SYSTEM, discovery=discovery)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        main(f"{live_server.url}/feed/{key}/")
    assert "Content catalog, changed 20" in said.getvalue()
    assert "ODPS v1.1.0: " in said.getvalue()
    assert said.getvalue().endswith("unchanged since\n")
    stolen = json.loads(json.dumps(feeds.signer_of(factories.discovery(name="Other")).public_keys()))
    with pytest.raises((KeyError, jwt.InvalidSignatureError)):
        Reader(f"{live_server.url}/feed/{key}/", stolen).feed()
