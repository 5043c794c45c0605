"""Every check that a name is taken sees through disguises: in services, and in forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from core.exceptions import Invalid
from core.forms.kinds import form_of
from core.services import kinds
from discovery.models import Discovery
from organizations.actors import Actor
from organizations.models import Person, Role, Team
from organizations.organization.models import OrganizationRole
from products.design.connections import services as connecting
from products.design.product import services as products
from products.design.product.forms import PARTS
from products.design.product.kinds import DATA_PRODUCT
from products.models import Consumer, DataProduct, InputPort, ProductKind, Source
from technology.models import Capability, DataAsset, Platform
from tests import factories
from tests.core.test_name_comparison import DISGUISES
from workshops.results.quick_captures.selectors import person_named

pytestmark = pytest.mark.django_db

Add = Callable[[Actor, Discovery, str], Any]


def _of_discovery(service: Callable[..., Any], **fields: Any) -> Add:
    return lambda actor, discovery, name: service(actor=actor, discovery=discovery, name=name, **fields)


def _kind_of_discovery(
    model: type[Capability | Consumer | DataAsset | Platform | Source], **fields: Any
) -> Add:
    return lambda actor, discovery, name: kinds.add(
        actor=actor, draft=model(discovery=discovery, name=name, **fields)
    )


def _kind_of_organization(model: type[Role | Team]) -> Add:
    return lambda actor, discovery, name: kinds.add(
        actor=actor, draft=model(organization=discovery.domain.organization, name=name)
    )


ADD: dict[str, Add] = {
    "product": _of_discovery(products.add_product, kind=ProductKind.CONSUMER_ORIENTED),
    "source": _kind_of_discovery(Source),
    "consumer": _kind_of_discovery(Consumer),
    "platform": _kind_of_discovery(Platform),
    "capability": _kind_of_discovery(Capability, plane="supervision"),
    "asset": _kind_of_discovery(DataAsset),
    "team": _kind_of_organization(Team),
    "role": _kind_of_organization(Role),
}


@pytest.fixture
def facilitator(discovery):
    organization = discovery.domain.organization
    return Actor.of_account(factories.member(organization, OrganizationRole.ADMIN))


@pytest.mark.parametrize("what", ADD)
def test_no_disguise_makes_a_second_one(discovery, facilitator, what):
    ADD[what](facilitator, discovery, "Load forecast")
    for name in DISGUISES.values():
        with pytest.raises(Invalid):
            ADD[what](facilitator, discovery, name)
    ADD[what](facilitator, discovery, "Load forecasts of tomorrow")


def test_a_known_name_in_disguise_is_picked_and_not_made(discovery, facilitator):
    product = ADD["product"](facilitator, discovery, "Dashboard")
    for what, connect in (
        ("product", lambda name: connecting.connect_producer(actor=facilitator, product=product, name=name)),
        ("consumer", lambda name: connecting.connect_consumer(actor=facilitator, product=product, name=name)),
    ):
        ADD[what](facilitator, discovery, "Load forecast")
        for name in DISGUISES.values():
            connect(name)
    assert DataProduct.objects.count() == 2
    assert Consumer.objects.count() == 1
    assert not Source.objects.exists()
    assert InputPort.objects.count() == 1


def test_a_person_is_known_by_what_a_reader_sees(discovery, facilitator):
    organization = discovery.domain.organization
    greta = kinds.add(actor=facilitator, draft=Person(organization=organization, name="Greta  Özdemir"))
    assert person_named(discovery, "greta Ozdemir") is None
    assert person_named(discovery, "Greta O\N{COMBINING DIAERESIS}zdemir") == greta


def test_people_of_one_name_are_told_apart_where_somebody_is_chosen(discovery, facilitator):
    for name, title in (("Greta Özdemir", "Head of Grid"), ("Greta  Özdemir", "Lawyer"), ("Jo Ito", "Cook")):
        kinds.add(
            actor=facilitator,
            draft=Person(organization=discovery.domain.organization, name=name, role_title=title),
        )
    product = ADD["product"](facilitator, discovery, "Dashboard")
    form = str(form_of(DATA_PRODUCT, PARTS["ownership"])(instance=product))
    assert "Greta Özdemir (Head of Grid)" in form
    assert "Greta  Özdemir (Lawyer)" in form
    assert "Jo Ito<" in form


def test_what_is_perhaps_the_same_is_said_of_products_and_people(discovery, facilitator, client):
    organization = discovery.domain.organization
    for name in ("Smart-meter readings", "Smart meter readings", "Bills"):
        ADD["product"](facilitator, discovery, name)
    for name in ("Greta Özdemir", "Greta Ozdemir", "Jo Ito"):
        kinds.add(actor=facilitator, draft=Person(organization=organization, name=name))
    assert facilitator.account is not None
    client.force_login(facilitator.account)
    for address in (
        reverse("products:product_list", args=[discovery.slug]),
        reverse("discovery:organization_people", args=[organization.slug]),
    ):
        assert client.get(address).content.decode().count("Possible duplicate of:") == 2
