"""A product that others feed on is asked once whether it is an aggregate."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Operation
from discovery.models import Discovery
from organizations.actors import Actor
from organizations.models import User
from products.design.product import services
from products.models import DataProduct, InputPort, ProductState
from tests import factories
from tests.sending import HTMX
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client: Client, account: User) -> Client:
    client.force_login(account)
    return client


def _url(name: str, discovery: Discovery, *args: object) -> str:
    return reverse(f"products:{name}", args=[discovery.slug, *args])


def _page(client: Client, product: DataProduct) -> str:
    return client.get(_url("product", product.discovery, product.uuid)).content.decode()


def test_what_feeds_others_is_asked_once_whether_it_is_an_aggregate(
    client: Client, editor: Actor, discovery: Discovery, product: DataProduct
) -> None:
    asked, url = "Is it an aggregate?", _url("product_aggregate", discovery, product.uuid)
    assert asked not in _page(client, product)

    taker = services.add_product(actor=editor, discovery=discovery, name="Taker", kind="consumer_oriented")
    port = factories.make(InputPort, product=taker, feeder=product, kind="product")
    listed = client.get(_url("product_list", discovery)).content.decode()
    assert "It feeds Taker." in _page(client, product)
    assert listed.count(asked) == 1
    assert asked not in _page(client, taker)

    for answer, words, changed in (
        ("no", "stays consumer-oriented", {"is_no_aggregate": True, "kind": "consumer_oriented"}),
        ("yes", "is now an aggregate", {"is_no_aggregate": False, "kind": "aggregate"}),
    ):
        done = client.post(url, {"answer": answer}, headers=HTMX)
        assert words in str(done.headers)
        product.refresh_from_db()
        assert {name: getattr(product, name) for name in changed} == changed
        assert asked not in _page(client, product)
        undo(actor=editor, target=Operation.objects.latest("pk"))
        assert asked in _page(client, product)

    assert client.post(url, {"answer": "perhaps"}, headers=HTMX).status_code == 409
    services.move_product(actor=editor, product=taker, state=ProductState.RETIRED)
    assert asked not in _page(client, product)
    assert port.feeder == product
    services.change_product(actor=editor, product=product, kind="source_oriented")
    assert client.post(url, {"answer": "yes"}, headers=HTMX).status_code == 409
