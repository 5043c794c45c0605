"""Secrets of webhooks: shown once, renewed with a day in which both sign; and what older operations named."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from api.models import Event, Webhook
from api.webhooks import services as webhooks
from api.webhooks.selectors import happened
from core.exceptions import Conflict, NotAllowed
from core.models import Operation
from core.services import artifacts
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from organizations.actors import Actor
from organizations.models import User
from products.models import DataProduct
from tests import factories
from tests.api.test_webhooks import Listener, decide, listener, maker, webhook
from tests.factories import SYSTEM, make
from tests.outbox import work

pytestmark = pytest.mark.django_db

__all__ = ["listener", "maker", "webhook"]


def signatures(listener: Listener) -> list[str]:
    return listener.told[-1][0]["webhook-signature"].split()


def expected(listener: Listener, secret: str) -> str:
    headers, body = listener.told[-1]
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return f"v1,{base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()}"


def test_a_renewed_secret_signs_beside_the_one_before_for_a_day(
    discovery: Discovery, webhook: Webhook, listener: Listener, maker: User
) -> None:
    actor, first = Actor.of_account(maker), webhooks.secret_of(webhook)
    second = webhooks.renew_secret(actor=actor, webhook=webhook)
    assert first != second
    decide(discovery)
    work()
    assert signatures(listener) == [expected(listener, second), expected(listener, first)]
    third = webhooks.renew_secret(actor=actor, webhook=webhook)
    decide(discovery)
    work()
    assert signatures(listener) == [expected(listener, third), expected(listener, second)]
    Webhook.objects.update(renewed_at=timezone.now() - webhooks.OVERLAP - timedelta(seconds=1))
    decide(discovery)
    work()
    assert signatures(listener) == [expected(listener, third)]
    editor = Actor.of_account(factories.access(discovery, DiscoveryRole.EDITOR, name="Ed"))
    with pytest.raises(NotAllowed):
        webhooks.renew_secret(actor=editor, webhook=webhook)
    webhooks.stop_webhook(actor=actor, webhook=webhook)
    webhook.refresh_from_db()
    with pytest.raises(Conflict):
        webhooks.renew_secret(actor=actor, webhook=webhook)


def test_the_page_shows_a_new_secret_once(
    discovery: Discovery, webhook: Webhook, maker: User, client_of: Any
) -> None:
    client, of = client_of(maker), [discovery.slug, webhook.uuid]
    page = reverse("api:discovery_webhook", args=of)
    assert "until" not in client.get(page).content.decode()
    renewed = client.post(reverse("api:discovery_webhook_renew", args=of))
    webhook.refresh_from_db()
    secret = webhooks.secret_of(webhook)
    assert secret in renewed.content.decode()
    assert renewed.headers["Cache-Control"] == "no-store"
    again = client.get(page).content.decode()
    assert secret not in again
    assert "The previous secret also signs until" in again
    verb = Operation.objects.latest("pk")
    assert (verb.verb, verb.summary) == ("webhook.secret_renewed", "127.0.0.1")


def test_operations_of_before_name_the_host_only(discovery: Discovery) -> None:
    told = {
        "https://hooks.example.org/services/Sesame?key=Sesame": "hooks.example.org",
        "https://hooks.example.org": "hooks.example.org",
        "http://[nonsense/Sesame": "",
        "hooks.example.org": "hooks.example.org",
    }
    for summary in told:
        with operation(SYSTEM, "webhook.added", summary=summary, place=discovery):
            pass
    with operation(SYSTEM, "goal.added", summary="https://a/b", place=discovery):
        pass
    migration = import_module("api.migrations.0005_renewed_secrets")
    migration.name_hosts_only(apps, SimpleNamespace())
    kept = Operation.objects.filter(scope_uuid=discovery.uuid).order_by("pk")
    said = list(kept.filter(verb="webhook.added").values_list("summary", flat=True))
    assert said == list(told.values())
    assert kept.filter(summary="https://a/b").exists()


def test_what_happened_takes_as_many_queries_for_many_products(discovery: Discovery) -> None:
    counts = []
    for number in (1, 6):
        products = [
            make(
                DataProduct,
                discovery=discovery,
                domain=discovery.domain,
                name=f"{number} {each}",
                kind="aggregate",
            )
            for each in range(number)
        ]
        with operation(SYSTEM, "product.moved", place=discovery) as moved:
            for product in products:
                artifacts.change(product, state="planned")
        with CaptureQueriesContext(connection) as asked:
            events = happened(moved)
        assert {uuid for _kind, uuid in events[Event.STATE]} == {each.uuid for each in products}
        counts.append(len(asked))
    assert counts[0] == counts[1]
