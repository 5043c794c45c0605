"""What the database itself refuses of ports, their ends, iterations, and contributions of a room."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.services import kinds
from products.models import (
    Consumer,
    DataProduct,
    InputPort,
    Iteration,
    MapMark,
    MeasurementKey,
    OutputPort,
    PortColumn,
    ProductConsumer,
    Source,
    SourceFeed,
    TemplateProposal,
)
from tests import factories
from workshops.models import Activity

pytestmark = pytest.mark.django_db


def refused(constraint: str, model: Any, **fields: Any) -> None:
    """Writing the row fails, and nothing of it stays."""
    before = model.everything.count()
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        factories.make(model, **fields)
    assert model.everything.count() == before
    # PostgreSQL and SQLite's checks name the constraint; SQLite names the columns of a unique one.
    message = str(error.value)
    assert constraint in message or f"{model._meta.db_table}." in message


@pytest.fixture
def table(editor: Any, product: DataProduct) -> OutputPort:
    return kinds.add(actor=editor, draft=OutputPort(product=product, name="Profiles", kind="table"))


@pytest.fixture
def hub(editor: Any, discovery: Any) -> Source:
    return kinds.add(actor=editor, draft=Source(discovery=discovery, name="Hub", kind="integration"))


@pytest.fixture
def crm(editor: Any, discovery: Any) -> Source:
    return kinds.add(actor=editor, draft=Source(discovery=discovery, name="CRM"))


@pytest.fixture
def sales(editor: Any, discovery: Any) -> Consumer:
    return kinds.add(actor=editor, draft=Consumer(discovery=discovery, name="Field sales"))


def test_a_source_has_a_name_of_its_own_and_a_kind(discovery, crm):
    place = {"discovery": discovery, "domain": discovery.domain}
    refused("source_name_in_domain", Source, name="crm", **place)
    refused("source_kind", Source, name="ERP", kind="oracle", **place)
    elsewhere = factories.discovery()
    factories.make(Source, name="CRM", discovery=elsewhere, domain=elsewhere.domain)


def test_a_source_goes_into_another_one_once(crm, hub):
    factories.make(SourceFeed, source=crm, integration=hub)
    refused("sourcefeed_once", SourceFeed, source=crm, integration=hub)
    refused("sourcefeed_not_itself", SourceFeed, source=hub, integration=hub)


def test_a_consumer_has_a_name_of_its_own(discovery, sales):
    refused(
        "consumer_name_in_domain", Consumer, name="FIELD SALES", discovery=discovery, domain=discovery.domain
    )


def test_ports_and_columns_are_of_a_known_type(product, table):
    refused("outputport_kind", OutputPort, product=product, name="X", kind="pigeon")
    refused("inputport_kind", InputPort, product=product, kind="pigeon")
    factories.make(PortColumn, port=table, name="hcp_id")
    refused("portcolumn_once", PortColumn, port=table, name="hcp_id")
    refused("portcolumn_type", PortColumn, port=table, name="picture", type="blob")


def test_a_port_has_one_origin_which_is_not_its_own_product(product, feeder, crm):
    refused("inputport_one_origin", InputPort, product=product, source=crm, feeder=feeder)
    refused("inputport_not_itself", InputPort, product=product, feeder=product, kind="product")


def test_a_consumer_uses_each_port_once_and_the_whole_once(product, sales, table):
    factories.make(ProductConsumer, product=product, consumer=sales, port=table)
    refused("productconsumer_once_by_port", ProductConsumer, product=product, consumer=sales, port=table)
    factories.make(ProductConsumer, product=product, consumer=sales)
    refused("productconsumer_once", ProductConsumer, product=product, consumer=sales)


def test_an_iteration_does_not_end_before_it_starts(product):
    day, before = date(2026, 5, 2), date(2026, 5, 1)
    refused("iteration_ends_after_start", Iteration, product=product, name="I", starts_on=day, ends_on=before)
    factories.make(Iteration, product=product, name="I", starts_on=day, ends_on=day)


def test_a_mark_on_the_map_is_of_a_known_kind(discovery):
    refused("mapmark_kind", MapMark, discovery=discovery, kind="fine", text="All is well")


def test_a_key_of_programs_is_known_by_one_digest(discovery):
    factories.make(MeasurementKey, discovery=discovery, name="Monitoring", digest="0" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make(MeasurementKey, discovery=discovery, name="Another", digest="0" * 64)


@pytest.mark.parametrize(
    ("name", "part", "kind"),
    [
        ("templateproposal_part", "weather", ""),
        ("templateproposal_kind", "output", ""),
        ("templateproposal_kind", "output", "pigeon"),
        ("templateproposal_kind", "job", "api"),
    ],
)
def test_a_proposal_is_for_a_part_of_the_template(name, part, kind, product):
    activity: Activity = factories.activity(factories.workshop(product.discovery), "template_together")
    refused(name, TemplateProposal, activity=activity, product=product, part=part, kind=kind, text="x")
