"""What is written while a delivery to a catalog begins, on a database with several writers."""

from __future__ import annotations

import time
from threading import Event
from typing import Any

import pytest
from django.db import transaction

from api.external_catalogs import services as catalogs
from api.models import Delivery
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from organizations.actors import Actor
from products.models import DataProduct
from tests import factories
from tests.api.catalog_server import catalog_server
from tests.at_once import at_once, somebody_waits
from tests.factories import SYSTEM, make
from tests.outbox import work

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def test_a_change_that_is_not_committed_yet_is_waited_for(discovery: Discovery, settings: Any) -> None:
    settings.WEBHOOKS_INSIDE = True
    maker = factories.access(discovery, DiscoveryRole.FACILITATOR, name="Fay")
    product = make(
        DataProduct, discovery=discovery, domain=discovery.domain, name="HCP 360", kind="aggregate"
    )
    is_noted, is_pushed = Event(), Event()

    def write() -> None:
        with transaction.atomic():
            kinds.change(actor=SYSTEM, artifact=product, job="Committed late")
            is_noted.set()
            deadline = time.monotonic() + 20
            while not somebody_waits() and not is_pushed.is_set() and time.monotonic() < deadline:
                time.sleep(0.01)

    def push() -> int:
        assert is_noted.wait(20)
        deliveries = work()
        is_pushed.set()
        return deliveries

    with catalog_server() as server:
        catalogs.add_catalog(
            actor=Actor.of_account(maker), discovery=discovery, address=server.url, token="", rhythm="change"
        )
        assert at_once(write, push) == [None, 1]
        while Delivery.objects.filter(state="waiting").exists():
            work()
        assert "Committed late" in str(server.held[str(product.uuid)])
