"""Sources, consumers and iterations: who may write them, what is stale, what one undo brings back, and how
many queries their pages and report sections take."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from core.exceptions import Conflict, Invalid, NotAllowed, NotFound, Stale
from core.models import Operation
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from organizations.actors import Actor
from products.design.iterations.kinds import ITERATION
from products.design.ports.report import ends_section, ports_section, roadmap_section
from products.design.sources_and_consumers import services as sources_and_consumers
from products.design.sources_and_consumers.selectors import source_lines
from products.models import (
    Consumer,
    InputPort,
    Iteration,
    OutputPort,
    PortColumn,
    ProductConsumer,
    Source,
    SourceFeed,
    SourceKind,
)
from tests import factories
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def crm(editor, discovery):
    return kinds.add(actor=editor, draft=Source(discovery=discovery, name="CRM"))


@pytest.fixture
def hub(editor, discovery, crm):
    draft = Source(discovery=discovery, name="Hub", kind=SourceKind.INTEGRATION)
    return sources_and_consumers.add_source(actor=editor, draft=draft, feeds=[crm])


@pytest.fixture
def sales(editor, discovery):
    return kinds.add(actor=editor, draft=Consumer(discovery=discovery, name="Field sales"))


@pytest.fixture
def first(editor, product):
    return kinds.add(actor=editor, draft=Iteration(product=product, name="First", serves="One dashboard"))


def fed() -> list[tuple[str, str]]:
    return [(link.source.name, link.integration.name) for link in SourceFeed.objects.order_by("pk")]


def test_what_the_actor_may_not_see_cannot_be_linked(editor, discovery, hub):
    hidden = factories.make(
        Source, discovery=factories.discovery(discovery.domain), domain=discovery.domain, name="ERP"
    )
    with pytest.raises(Invalid, match="can’t choose this here"):
        kinds.link(actor=editor, artifact=hub, name="feeds", other=hidden)


@pytest.mark.parametrize(("role", "error"), [(DiscoveryRole.VIEWER, NotAllowed), (None, NotFound)])
def test_only_editors_write(discovery, product, crm, hub, sales, first, role, error):
    account = factories.user() if role is None else factories.access(discovery, role)
    actor = Actor.of_account(account)
    link = factories.make(ProductConsumer, product=product, consumer=sales)
    operations = Operation.objects.count()
    for refused in (
        lambda: kinds.add(actor=actor, draft=Source(discovery=discovery, name="ERP")),
        lambda: sources_and_consumers.change_source(actor=actor, source=hub, feeds=[]),
        lambda: kinds.delete(actor=actor, artifact=crm),
        lambda: kinds.add(actor=actor, draft=Consumer(discovery=discovery, name="Medical")),
        lambda: kinds.change(actor=actor, artifact=sales, name="Medical"),
        lambda: kinds.delete(actor=actor, artifact=sales),
        lambda: sources_and_consumers.use_product(actor=actor, product=product, consumer=sales),
        lambda: sources_and_consumers.use_through(actor=actor, link=link, port=None),
        lambda: sources_and_consumers.stop_using(actor=actor, product=product, consumer=sales),
        lambda: kinds.add(actor=actor, draft=Iteration(product=product, name="Second")),
        lambda: kinds.change(actor=actor, artifact=first, name="Second"),
        lambda: kinds.delete(actor=actor, artifact=first),
        lambda: kinds.reorder(ITERATION, actor=actor, parent=product, order=[first.uuid]),
    ):
        with pytest.raises(error):
            refused()
    assert Operation.objects.count() == operations


def test_the_slower_of_two_editors_reads_both_versions(editor, crm, sales, first):
    changes: list[tuple[Any, Any, str]] = [
        (sources_and_consumers.change_source, crm, "source"),
        (kinds.change, sales, "artifact"),
        (kinds.change, first, "artifact"),
    ]
    for change, row, word in changes:
        change(actor=editor, revision=row.revision, name="Mine", **{word: row})
        with pytest.raises(Stale):
            change(actor=editor, revision=row.revision, name="Theirs", **{word: row})
        row.refresh_from_db()
        assert row.name == "Mine"


def test_a_stale_source_keeps_what_it_brings_together(editor, crm, hub):
    sources_and_consumers.change_source(actor=editor, source=hub, revision=hub.revision, name="Data hub")
    with pytest.raises(Stale):
        sources_and_consumers.change_source(actor=editor, source=hub, revision=hub.revision, feeds=[])
    assert fed() == [("CRM", "Data hub")]


def test_a_deleted_source_comes_back_with_what_it_fed(editor, product, crm, hub):
    port = kinds.add(actor=editor, draft=InputPort(product=product, source=crm))
    deleted = kinds.delete(actor=editor, artifact=crm)
    assert (fed(), list(Source.objects.values_list("name", flat=True))) == ([], ["Hub"])
    undo(actor=editor, target=deleted)
    assert fed() == [("CRM", "Hub")]
    assert InputPort.objects.get() == port
    (line, _hub) = source_lines(crm.discovery, ())
    assert (line.source, [each.uuid for each in line.products]) == (crm, [product.uuid])


def test_what_a_source_brings_together_is_undone_with_its_change(editor, discovery, crm, hub):
    erp = kinds.add(actor=editor, draft=Source(discovery=discovery, name="ERP"))
    sources_and_consumers.change_source(actor=editor, source=hub, name="Data hub", feeds=[erp])
    assert fed() == [("ERP", "Data hub")]
    undo(actor=editor, target=Operation.objects.latest("pk"))
    assert fed() == [("CRM", "Hub")]
    sources_and_consumers.change_source(actor=editor, source=hub, kind=SourceKind.SOURCE)
    assert fed() == []
    undo(actor=editor, target=Operation.objects.latest("pk"))
    assert fed() == [("CRM", "Hub")]


def test_only_what_is_near_and_an_integration_source_is_brought_together(editor, discovery, crm, hub):
    far = factories.discovery()
    theirs = factories.make(Source, discovery=far, domain=far.domain, name="ERP")
    for wrong in ([hub], [theirs]):
        with pytest.raises(Invalid, match="can’t choose this here"):
            sources_and_consumers.change_source(actor=editor, source=hub, feeds=wrong)
    with pytest.raises(Invalid, match="Only an integration source"):
        sources_and_consumers.change_source(actor=editor, source=crm, feeds=[hub])
    assert fed() == [("CRM", "Hub")]


def test_a_deleted_consumer_comes_back_with_what_it_uses(editor, product, sales):
    sources_and_consumers.use_product(actor=editor, product=product, consumer=sales)
    deleted = kinds.delete(actor=editor, artifact=sales)
    assert not Consumer.objects.exists()
    assert not ProductConsumer.objects.exists()
    undo(actor=editor, target=deleted)
    assert ProductConsumer.objects.get().consumer == sales
    stopped = sources_and_consumers.stop_using(actor=editor, product=product, consumer=sales)
    undo(actor=editor, target=stopped)
    assert ProductConsumer.objects.get().consumer == sales


def test_the_port_that_a_consumer_used_before_comes_back(editor, product, sales):
    table = kinds.add(actor=editor, draft=OutputPort(product=product, name="Profiles", kind="table"))
    link = sources_and_consumers.use_product(actor=editor, product=product, consumer=sales)
    sources_and_consumers.use_through(actor=editor, link=link, port=table)
    undo(actor=editor, target=Operation.objects.latest("pk"))
    assert ProductConsumer.objects.get().port is None


def test_iterations_are_ordered_and_undone(editor, product, feeder, first):
    second = kinds.add(actor=editor, draft=Iteration(product=product, name="Second", adds="Next steps"))
    order = kinds.reorder(ITERATION, actor=editor, parent=product, order=[second.uuid, first.uuid])
    assert list(Iteration.objects.all()) == [second, first]
    undo(actor=editor, target=order)
    assert list(Iteration.objects.all()) == [first, second]
    kinds.change(actor=editor, artifact=first, done_on=date(2026, 5, 1))
    undo(actor=editor, target=Operation.objects.latest("pk"))
    deleted = kinds.delete(actor=editor, artifact=first)
    assert list(Iteration.objects.all()) == [second]
    with pytest.raises(Conflict):
        kinds.reorder(ITERATION, actor=editor, parent=product, order=[first.uuid])
    with pytest.raises(Conflict):
        kinds.reorder(ITERATION, actor=editor, parent=feeder, order=[second.uuid])
    undo(actor=editor, target=deleted)
    assert [(each, each.done_on) for each in Iteration.objects.all()] == [(first, None), (second, None)]


# --- Queries --------------------------------------------------------------------------------------

# A roadmap asks whether any product needs a capability, as gaps block its products.
PAGES = {"source_list": 14, "consumer_list": 14, "roadmap": 11, "product_tab": 13}
# The ports of a report look at the whole map, for circles.
SECTIONS = [(ports_section, 8), (ends_section, 9), (roadmap_section, 3)]


def grow(editor, discovery, product, number):
    """One more of all that the pages and sections list."""
    source = kinds.add(actor=editor, draft=Source(discovery=discovery, name=f"Source {number}"))
    hub = Source(discovery=discovery, name=f"Hub {number}", kind="integration")
    sources_and_consumers.add_source(actor=editor, draft=hub, feeds=[source])
    kinds.add(actor=editor, draft=InputPort(product=product, source=source))
    port = kinds.add(actor=editor, draft=OutputPort(product=product, name=f"Port {number}", kind="api"))
    kinds.add(actor=editor, draft=PortColumn(port=port, name="id"))
    consumer = kinds.add(actor=editor, draft=Consumer(discovery=discovery, name=f"Consumer {number}"))
    sources_and_consumers.use_product(actor=editor, product=product, consumer=consumer, port=port)
    starts = date(2026, 1, 1 + number)
    kinds.add(actor=editor, draft=Iteration(product=product, name=f"Step {number}", starts_on=starts))


@pytest.mark.parametrize(
    ("name", "is_of_product"),
    [("source_list", False), ("consumer_list", False), ("roadmap", False), ("product_tab", True)],
)
def test_pages_take_no_more_queries_when_there_is_more(
    client, account, editor, discovery, product, name, is_of_product, django_assert_num_queries
):
    client.force_login(account)
    where = [discovery.slug, product.uuid, "plan"] if is_of_product else [discovery.slug]
    address = reverse(f"products:{name}", args=where)
    grow(editor, discovery, product, 0)
    client.get(address)
    with django_assert_num_queries(PAGES[name]):
        few = client.get(address)
    for number in range(1, 5):
        grow(editor, discovery, product, number)
    with django_assert_num_queries(PAGES[name]):
        many = client.get(address)
    assert len(many.content) > len(few.content)


@pytest.mark.parametrize(("section", "queries"), SECTIONS)
def test_report_sections_take_no_more_queries_when_there_is_more(
    editor, discovery, product, section, queries, django_assert_num_queries
):
    grow(editor, discovery, product, 0)
    with django_assert_num_queries(queries):
        section(discovery)
    for number in range(1, 5):
        grow(editor, discovery, product, number)
    with django_assert_num_queries(queries):
        assert section(discovery)
