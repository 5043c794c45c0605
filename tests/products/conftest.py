"""Who edits what, and a product to edit: the discovery that most tests of this folder are about."""

from __future__ import annotations

from typing import Any

import pytest

from core.services import kinds
from discovery.models import Discovery
from lvt.models import UseCase
from organizations.actors import Actor
from products.design.product.services import add_product
from products.models import Consumer, DataProduct, ProductKind, Source
from tests import factories
from tests.products import value_world


@pytest.fixture
def use_case(editor: Actor, discovery: Discovery) -> UseCase:
    return kinds.add(actor=editor, draft=UseCase(discovery=discovery, name="HCP 360 dashboard"))


@pytest.fixture
def product(editor: Actor, discovery: Discovery, use_case: UseCase) -> DataProduct:
    """A consumer-oriented product that serves one use case."""
    return add_product(
        actor=editor,
        discovery=discovery,
        name="HCP 360",
        kind=ProductKind.CONSUMER_ORIENTED,
        job="Shows all that is known of an HCP before a visit",
        use_cases=[use_case],
    )


@pytest.fixture
def feeder(editor: Actor, discovery: Discovery) -> DataProduct:
    """A source-oriented product that nothing is connected with yet."""
    return add_product(
        actor=editor, discovery=discovery, name="Field visits", kind=ProductKind.SOURCE_ORIENTED
    )


@pytest.fixture
def crm(discovery: Discovery) -> Source:
    return factories.make(Source, discovery=discovery, domain=discovery.domain, name="CRM")


@pytest.fixture
def sales(discovery: Discovery) -> Consumer:
    return factories.make(Consumer, discovery=discovery, domain=discovery.domain, name="Field sales")


@pytest.fixture
def twin(editor: Actor, discovery: Discovery) -> DataProduct:
    """A product that is to be merged with `product`."""
    return add_product(actor=editor, discovery=discovery, name="HCP profile", kind="consumer_oriented")


@pytest.fixture
def ranked(discovery: Discovery) -> Any:
    """Dashboard (3) needs Visits, Consent and HCP 360, Digital (4) these and the product Digital; they take
    4, 2, 8 and an unknown number of person-weeks."""
    built = value_world.build(discovery)
    value_world.score(built, dashboard=3, digital=4)
    return built
