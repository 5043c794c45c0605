"""Webhooks: signed, sent again where it failed, written down, sent once more on request, and nowhere
inside the network."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from api.keys.selectors import keys_of
from api.models import Delivery, Event, Webhook
from api.services import deliveries
from api.webhooks import services as webhooks
from api.webhooks.selectors import webhooks_of
from core.exceptions import Conflict, Invalid, NotAllowed
from core.models import Operation
from core.registry import Registry
from core.services import artifacts, kinds
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery, DiscoveryAccess
from exchange.discovery_documents.services import export_file
from organizations.actors import Actor
from organizations.delivery_queue import services as outbox
from organizations.models import User
from organizations.organization.models import OrganizationRole
from products.design.product.services import move_product
from products.models import DataProduct, ProductState, Slo, SloWindow
from tests import factories
from tests.factories import SYSTEM, make
from tests.outbox import work
from workshops.models import ActionItem
from workshops.results.decisions.services import add_decision

pytestmark = pytest.mark.django_db


class Listener:
    """A server on this machine that is told; it answers with `statuses` first, and may lead elsewhere."""

    def __init__(self) -> None:
        self.told: list[tuple[dict[str, str], bytes]] = []
        self.statuses: list[int] = []
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                listener.told.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(listener.statuses.pop(0) if listener.statuses else 204)
                self.send_header("Location", "http://127.0.0.1:1/inside")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_args: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"


@pytest.fixture
def listener(settings: Any) -> Iterator[Listener]:
    settings.WEBHOOKS_INSIDE = True
    listener = Listener()
    thread = threading.Thread(target=listener.server.serve_forever, daemon=True)
    thread.start()
    yield listener
    listener.server.shutdown()
    listener.server.server_close()
    thread.join()


@pytest.fixture
def maker(discovery: Discovery) -> User:
    return factories.access(discovery, DiscoveryRole.FACILITATOR, name="Fay")


@pytest.fixture
def webhook(discovery: Discovery, listener: Listener, maker: User) -> Webhook:
    actor = Actor.of_account(maker)
    return webhooks.add_webhook(actor=actor, place=discovery, address=listener.url, events=Event.values)


def decide(discovery: Discovery) -> None:
    add_decision(actor=SYSTEM, discovery=discovery, title="Secret words", reason="Because")


def test_a_decision_is_told_signed_and_without_what_it_says(
    discovery: Discovery, webhook: Webhook, listener: Listener
) -> None:
    decide(discovery)
    assert work() == 1
    ((headers, body),) = listener.told
    said = json.loads(body)
    assert said["type"] == "decision"
    assert said["data"]["discovery"] == discovery.slug
    assert [each["kind"] for each in said["data"]["artifacts"]] == ["decision"]
    assert b"Secret words" not in body
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    key = base64.b64decode(webhooks.secret_of(webhook).removeprefix("whsec_"))
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{signature}"
    assert Delivery.objects.get().state == "taken"
    assert work() == 0
    assert len(listener.told) == 1


def test_states_versions_and_violated_promises_are_told_and_nothing_else(
    discovery: Discovery, webhook: Webhook
) -> None:
    product = make(
        DataProduct, discovery=discovery, domain=discovery.domain, name="HCP 360", kind="aggregate"
    )
    kinds.change(actor=SYSTEM, artifact=product, job="Another job")
    assert not Delivery.objects.exists()
    move_product(actor=SYSTEM, product=product, state=ProductState.PLANNED)
    slo = make(Slo, product=product, kind="freshness", indicator="Rows")
    window = make(SloWindow, slo=slo, target=99)
    action = make(ActionItem, discovery=discovery, title="Fix")
    with operation(SYSTEM, "measurement.added", place=discovery):
        artifacts.change(window, action=action)
    told = {each.event: json.loads(each.body)["data"]["artifacts"] for each in Delivery.objects.all()}
    assert told == {
        "state": [{"kind": "data_product", "uuid": str(product.uuid)}],
        "promise": [{"kind": "slo", "uuid": str(slo.uuid)}],
    }


def test_what_fails_is_sent_again_for_two_days_and_then_on_request(
    discovery: Discovery, webhook: Webhook, listener: Listener, maker: User
) -> None:
    decide(discovery)
    listener.statuses = [500] * 3
    assert work() == 1
    later = Delivery.objects.get()
    assert later.due_at > timezone.now() + timedelta(seconds=50)
    assert [work() for _attempt in range(3)] == [1, 1, 1]
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.status) == ("taken", 4, 204)

    decide(discovery)
    listener.statuses = [500] * (len(outbox.PAUSES) + 1)
    while work():
        pass
    delivery = Delivery.objects.exclude(pk=delivery.pk).get()
    assert (delivery.state, delivery.attempts) == ("failed", len(outbox.PAUSES) + 1)
    deliveries.send_again(actor=Actor.of_account(maker), delivery=delivery)
    work()
    delivery.refresh_from_db()
    assert delivery.state == "taken"
    identifiers = {headers["webhook-id"] for headers, _body in listener.told}
    assert len(identifiers) == 2, "a receiver can tell what it has already"


def test_a_redirect_is_not_followed(discovery: Discovery, webhook: Webhook, listener: Listener) -> None:
    decide(discovery)
    listener.statuses = [307]
    work()
    assert len(listener.told) == 1
    assert (Delivery.objects.get().state, Delivery.objects.get().status) == ("waiting", 307)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://10.0.0.1/x",
        "http://[::1]/",
        "http://169.254.169.254/",
        "http://localhost/",
    ],
)
def test_no_address_inside_is_taken_or_asked(
    discovery: Discovery, maker: User, listener: Listener, settings: Any, address: str
) -> None:
    actor = Actor.of_account(maker)
    inside = webhooks.add_webhook(actor=actor, place=discovery, address=listener.url, events=["decision"])
    settings.WEBHOOKS_INSIDE = False
    with pytest.raises(Invalid):
        webhooks.add_webhook(actor=actor, place=discovery, address=address, events=["decision"])
    decide(discovery)
    work()
    assert listener.told == [], "also one that was outside when it was made"
    assert Delivery.objects.get(webhook=inside).state == "failed"


def test_who_may_not_manage_keys_any_more_is_told_nothing(
    discovery: Discovery, webhook: Webhook, listener: Listener, maker: User
) -> None:
    decide(discovery)
    with operation(SYSTEM, "access.removed", place=discovery):
        artifacts.trash(DiscoveryAccess.objects.get(user=maker))
    work()
    assert listener.told == []
    assert Delivery.objects.get().state == "failed"
    editor = Actor.of_account(factories.access(discovery, DiscoveryRole.EDITOR, name="Eda"))
    with pytest.raises(NotAllowed):
        webhooks.add_webhook(actor=editor, place=discovery, address=webhook.address, events=["decision"])


def test_without_the_feature_waiting_deliveries_are_refused(
    discovery: Discovery, webhook: Webhook, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(discovery)
    monkeypatch.setattr(deliveries, "receivers", Registry("receivers of deliveries"))
    assert work() == 1
    delivery = Delivery.objects.get()
    message = "This receiver is no longer available on this installation."
    assert (delivery.state, delivery.detail) == ("failed", message)
    assert listener.told == []


def test_one_of_the_organization_is_told_of_its_discoveries_and_no_others(
    discovery: Discovery, listener: Listener
) -> None:
    organization = discovery.domain.organization
    admin = Actor.of_account(factories.member(organization, OrganizationRole.ADMIN))
    webhook = webhooks.add_webhook(
        actor=admin, place=organization, address=listener.url, events=["decision", "nonsense"]
    )
    decide(discovery)
    decide(factories.discovery(name="Elsewhere"))
    assert [each.webhook for each in Delivery.objects.all()] == [webhook]
    webhooks.stop_webhook(actor=admin, webhook=webhook)
    work()
    decide(discovery)
    assert listener.told == []
    assert Delivery.objects.count() == 1
    with pytest.raises(Conflict):
        deliveries.send_again(actor=admin, delivery=Delivery.objects.select_related("webhook").get())


def test_what_was_told_is_deleted_after_a_month(discovery: Discovery, webhook: Webhook) -> None:
    decide(discovery)
    assert outbox.delete_old(timezone.now()) == 0
    assert outbox.delete_old(timezone.now() + timedelta(days=31)) == 1


def test_pages_make_show_send_again_and_stop(discovery: Discovery, maker: User, listener: Listener) -> None:
    client = Client()
    client.force_login(maker)
    keys = reverse("api:discovery_keys", args=[discovery.slug])
    add = reverse("api:discovery_webhook_add", args=[discovery.slug])
    assert f'href="{add}"' in client.get(keys).content.decode()
    for wrong in ({}, {"address": "nonsense", "events": ["decision"]}, {"address": listener.url}):
        assert client.post(add, wrong).status_code == 422
    made = client.post(add, {"address": listener.url, "events": ["decision"]})
    webhook = Webhook.objects.get()
    secret = webhooks.secret_of(webhook)
    assert secret in made.content.decode()
    assert made.headers["Cache-Control"] == "no-store"
    page = reverse("api:discovery_webhook", args=[discovery.slug, webhook.uuid])
    assert secret not in client.get(page).content.decode()
    decide(discovery)
    work()
    assert "204" in client.get(page).content.decode()
    args = [discovery.slug, webhook.uuid, Delivery.objects.get().uuid]
    client.post(reverse("api:discovery_webhook_again", args=args))
    work()
    assert len(listener.told) == 2
    client.post(reverse("api:discovery_webhook_stop", args=args[:2]))
    assert "Stopped" in client.get(keys).content.decode()


def test_an_address_that_is_a_secret_is_in_no_history_and_no_document(
    discovery: Discovery, maker: User, listener: Listener
) -> None:
    actor = Actor.of_account(maker)
    address = f"{listener.url}/Sesame-in-path?key=Sesame-in-query"
    webhook = webhooks.add_webhook(actor=actor, place=discovery, address=address, events=["decision"])
    decide(discovery)
    work()
    deliveries.send_again(actor=actor, delivery=Delivery.objects.get())
    webhooks.stop_webhook(actor=actor, webhook=webhook)
    verbs = Operation.objects.filter(verb__startswith="webhook.").values_list("summary", flat=True)
    assert list(verbs) == ["127.0.0.1"] * 3
    client = Client()
    client.force_login(maker)
    history = client.get(reverse("discovery:discovery_history", args=[discovery.slug])).content.decode()
    assert "127.0.0.1" in history
    assert "Sesame" not in history
    assert "Sesame" not in export_file(actor=actor, discovery=discovery).decode()


def test_a_name_that_cannot_be_looked_up_is_tried_again(
    discovery: Discovery, webhook: Webhook, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(discovery)
    with monkeypatch.context() as without_names:
        without_names.setattr("socket.getaddrinfo", _fails)
        work()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == ("waiting", 1)
    assert "resolved" in delivery.detail
    work()
    assert Delivery.objects.get().state == "taken"


def _fails(*_args: Any, **_more: Any) -> Any:
    raise socket.gaierror("no name server")


def test_a_worker_that_ends_in_an_attempt_is_followed_by_another_one(
    discovery: Discovery, webhook: Webhook, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends(*_args: Any, **_more: Any) -> Any:
        raise SystemExit

    decide(discovery)
    with monkeypatch.context() as dying:
        dying.setattr(webhooks, "send", ends)
        with pytest.raises(SystemExit):
            work()
    work()
    assert Delivery.objects.get().state == "taken"

    decide(discovery)
    monkeypatch.setattr(webhooks, "send", ends)
    for _attempt in range(len(outbox.PAUSES) + 1):
        with pytest.raises(SystemExit):
            work()
    work()
    assert {each.state for each in Delivery.objects.all()} == {"taken", "failed"}
    assert work() == 0


def test_those_in_force_stand_before_those_stopped(
    discovery: Discovery, maker: User, listener: Listener
) -> None:
    actor = Actor.of_account(maker)
    first, second = (
        webhooks.add_webhook(actor=actor, place=discovery, address=listener.url, events=["decision"])
        for _each in range(2)
    )
    webhooks.stop_webhook(actor=actor, webhook=first)
    assert list(webhooks_of(discovery)) == [second, first]
    for rows in (webhooks_of(discovery), keys_of(discovery)):
        assert "NULLS FIRST" in str(rows.query), "PostgreSQL has them last by itself"
