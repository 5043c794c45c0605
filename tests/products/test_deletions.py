"""The message after a deletion counts what was deleted with a data product, or with an artifact of a kind."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from discovery.models import Discovery
from lvt.models import UseCase
from products.models import (
    InputPort,
    OutputPort,
    PortColumn,
    ProductUseCase,
    UsageGroup,
    UsagePattern,
)
from tests import factories
from tests.factories import make
from tests.products.value_world import SOURCE, product

pytestmark = pytest.mark.django_db


def _told(client: Client, name: str, *names: object) -> str:
    """What the page says after a row was deleted."""
    answer = client.post(reverse(f"products:{name}_delete", args=names))
    return str(list(get_messages(answer.wsgi_request))[-1])


@pytest.fixture
def discovery(client: Client) -> Discovery:
    made = factories.discovery()
    client.force_login(factories.access(made))
    return made


def test_a_product_says_how_much_goes_with_it(client: Client, discovery: Discovery) -> None:
    full, fed, bare = (product(discovery, name, SOURCE) for name in ("Full", "Fed", "Bare"))
    for name in ("One", "Two"):
        port = make(OutputPort, product=full, name=name, kind="table")
        for column in ("id", "name"):
            make(PortColumn, port=port, name=column, type="string")
    make(InputPort, product=full, name="In")
    port_of_another = make(InputPort, product=fed, feeder=full, kind="product")
    make(ProductUseCase, product=full, use_case=make(UseCase, discovery=discovery, name="Case"))

    assert _told(client, "product", discovery.slug, full.uuid) == (
        "Data product deleted, with 1 input port, 2 output ports and 4 port columns."
    )
    assert _told(client, "product", discovery.slug, bare.uuid) == "Data product deleted"
    assert list(InputPort.objects.all()) == [port_of_another]


def test_what_stays_without_a_group_is_counted(client: Client, discovery: Discovery) -> None:
    used = product(discovery, "Used", SOURCE)
    group = make(UsageGroup, product=used, name="Morning")
    for who in ("Reps", "Planners"):
        make(UsagePattern, product=used, group=group, who=who)

    told = _told(client, "usage_group", discovery.slug, group.uuid)

    assert told == "Deleted: Morning. 2 usage patterns are no longer linked to it."
