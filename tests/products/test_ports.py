"""Ports and columns: what each may point to, what stays when that is gone, and what one undo brings back."""

from __future__ import annotations

from uuid import uuid4

import pytest

from core.exceptions import Conflict, Invalid, NotAllowed, Stale
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from discovery.models import DiscoveryAccess
from organizations.actors import Actor
from products.design.ports.selectors import data_sets, ports_of
from products.design.product.services import delete_product
from products.design.sources_and_consumers import services as consumers
from products.models import Consumer, DataProduct, InputPort, OutputPort, PortColumn, ProductConsumer, Source
from tests import factories
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def crm(editor, discovery):
    return kinds.add(actor=editor, draft=Source(discovery=discovery, name="CRM"))


@pytest.fixture
def table(editor, product):
    return kinds.add(actor=editor, draft=OutputPort(product=product, name="Profiles", kind="table"))


def test_an_input_port_takes_from_a_source_or_from_a_product(editor, product, feeder, crm):
    first = kinds.add(actor=editor, draft=InputPort(product=product, source=crm, kind="extractor"))
    second = kinds.add(actor=editor, draft=InputPort(product=product, feeder=feeder))
    assert (first.kind, second.kind) == ("extractor", "product")
    assert [port.position for port in InputPort.objects.filter(product=product)] == [0, 1]
    with pytest.raises(Invalid, match="not both"):
        kinds.add(actor=editor, draft=InputPort(product=product, source=crm, feeder=feeder))


def test_a_product_cannot_feed_itself(editor, product, feeder):
    with pytest.raises(Invalid, match="can’t feed itself"):
        kinds.add(actor=editor, draft=InputPort(product=product, feeder=product))
    port = kinds.add(actor=editor, draft=InputPort(product=product, feeder=feeder))
    with pytest.raises(Invalid, match="can’t feed itself"):
        kinds.change(actor=editor, artifact=port, feeder=product)


def test_two_products_may_feed_each_other(editor, product, feeder):
    kinds.add(actor=editor, draft=InputPort(product=product, feeder=feeder))
    back = kinds.add(actor=editor, draft=InputPort(product=feeder, feeder=product))
    assert back.feeder == product


def test_a_feeder_port_belongs_to_the_feeder(editor, product, feeder, table):
    with pytest.raises(Invalid, match="another data product"):
        kinds.add(actor=editor, draft=InputPort(product=feeder, feeder_port=table))
    port = kinds.add(actor=editor, draft=InputPort(product=feeder, feeder=product, feeder_port=table))
    with pytest.raises(Invalid, match="another data product"):
        kinds.change(actor=editor, artifact=port, feeder=None, kind="")
    changed = kinds.change(actor=editor, artifact=port, feeder=None, feeder_port=None, kind="")
    assert (changed.feeder, changed.feeder_port, changed.kind) == (None, None, "")


def test_the_kind_product_needs_a_product(editor, product):
    with pytest.raises(Invalid, match="Choose the data product that delivers"):
        kinds.add(actor=editor, draft=InputPort(product=product, kind="product"))
    with pytest.raises(Invalid, match="not a valid choice"):
        kinds.add(actor=editor, draft=InputPort(product=product, kind="telepathy"))
    with pytest.raises(Invalid, match="not a valid choice"):
        kinds.add(actor=editor, draft=OutputPort(product=product, name="X", kind="telepathy"))


def test_only_what_the_actor_may_see_feeds_a_product(editor, account, product, discovery):
    near = factories.discovery(factories.domain(discovery.domain.organization, name="Medical"))
    hidden = factories.make(
        DataProduct, discovery=near, domain=near.domain, name="Claims", kind="source_oriented"
    )
    with pytest.raises(Invalid, match="can’t choose this here"):
        kinds.add(actor=editor, draft=InputPort(product=product, feeder=hidden))
    factories.make(DiscoveryAccess, discovery=near, user=account, role=DiscoveryRole.VIEWER)
    assert kinds.add(actor=editor, draft=InputPort(product=product, feeder=hidden)).feeder == hidden
    far = factories.discovery()
    foreign = factories.make(
        DataProduct, discovery=far, domain=far.domain, name="Claims", kind="source_oriented"
    )
    theirs = factories.make(Source, discovery=far, domain=far.domain, name="ERP")
    with pytest.raises(Invalid, match="can’t choose this here"):
        kinds.add(actor=editor, draft=InputPort(product=product, feeder=foreign))
    with pytest.raises(Invalid, match="can’t choose this here"):
        kinds.add(actor=editor, draft=InputPort(product=product, source=theirs))


def test_viewers_change_no_port(discovery, product, table):
    viewer = Actor.of_account(factories.access(discovery, DiscoveryRole.VIEWER))
    for refused in (
        lambda: kinds.add(actor=viewer, draft=InputPort(product=product)),
        lambda: kinds.add(actor=viewer, draft=OutputPort(product=product, name="X", kind="api")),
        lambda: kinds.change(actor=viewer, artifact=table, name="X"),
        lambda: kinds.delete(actor=viewer, artifact=table),
        lambda: kinds.add(actor=viewer, draft=PortColumn(port=table, name="X")),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_a_port_of_a_deleted_product_stays_and_says_so(editor, product, feeder):
    port = kinds.add(actor=editor, draft=InputPort(product=product, feeder=feeder))
    deletion = delete_product(actor=editor, product=feeder)
    (line,) = ports_of(editor, product).inputs
    assert (line.port, line.trouble) == (port, "The data product “Field visits” was deleted.")
    renamed = kinds.change(actor=editor, artifact=line.port, feeder=line.port.feeder, name="Visits")
    assert renamed.feeder_id == feeder.pk
    undo(actor=editor, target=deletion)
    assert ports_of(editor, product).inputs[0].trouble == ""


def test_a_port_of_a_deleted_source_says_so(editor, product, crm):
    kinds.add(actor=editor, draft=InputPort(product=product, source=crm))
    kinds.delete(actor=editor, artifact=crm)
    assert ports_of(editor, product).inputs[0].trouble == "The source “CRM” was deleted."
    with pytest.raises(Invalid, match="or was deleted"):
        kinds.add(actor=editor, draft=InputPort(product=product, source=Source.everything.get(pk=crm.pk)))


def test_what_uses_a_deleted_port_stays_with_the_product(editor, discovery, product, feeder, table):
    sales = kinds.add(actor=editor, draft=Consumer(discovery=discovery, name="Field sales"))
    consumers.use_product(actor=editor, product=product, consumer=sales, port=table)
    drawn = kinds.add(actor=editor, draft=InputPort(product=feeder, feeder=product, feeder_port=table))
    kinds.add(actor=editor, draft=PortColumn(port=table, name="hcp_id"))
    deletion = kinds.delete(actor=editor, artifact=table)
    shown = ports_of(editor, product)
    assert not shown.outputs
    assert [link.consumer for link in shown.consumers] == [sales]
    assert [each.port for each in shown.drawn_by] == [drawn]
    assert ports_of(editor, feeder).inputs[0].trouble == "Its output port “Profiles” was deleted."
    undo(actor=editor, target=deletion)
    (line,) = ports_of(editor, product).outputs
    assert [str(column) for column in line.columns] == ["hcp_id"]
    assert [link.consumer for link in line.consumers] == [sales]


def test_a_column_is_there_once(editor, table):
    first = kinds.add(actor=editor, draft=PortColumn(port=table, name="hcp_id", is_personal=True))
    second = kinds.add(actor=editor, draft=PortColumn(port=table, name="name", type="string"))
    with pytest.raises(Invalid, match="already"):
        kinds.add(actor=editor, draft=PortColumn(port=table, name="hcp_id"))
    with pytest.raises(Invalid, match="already"):
        kinds.change(actor=editor, artifact=second, name="hcp_id")
    with pytest.raises(Invalid, match="not a valid choice"):
        kinds.add(actor=editor, draft=PortColumn(port=table, name="x", type="blob"))
    assert kinds.change(actor=editor, artifact=first, description="Key").description == "Key"
    assert list(PortColumn.objects.filter(port=table)) == [first, second]
    operation = kinds.delete(actor=editor, artifact=first)
    kinds.add(actor=editor, draft=PortColumn(port=table, name="hcp_id"))
    with pytest.raises(Conflict):
        undo(actor=editor, target=operation)


def test_the_slower_of_two_editors_reads_both_versions(editor, table):
    kinds.change(actor=editor, artifact=table, revision=table.revision, format="CSV")
    with pytest.raises(Stale):
        kinds.change(actor=editor, artifact=table, revision=table.revision, format="JSON")


def test_a_form_that_is_sent_twice_adds_one_port(editor, product):
    uuid = uuid4()
    first = kinds.add(actor=editor, draft=OutputPort(product=product, name="A", kind="api", uuid=uuid))
    again = kinds.add(actor=editor, draft=OutputPort(product=product, name="A", kind="api", uuid=uuid))
    assert first == again
    assert OutputPort.objects.filter(product=product).count() == 1


def test_a_consumer_uses_each_port_once(editor, discovery, product, table):
    sales = kinds.add(actor=editor, draft=Consumer(discovery=discovery, name="Field sales"))
    known = consumers.use_product(actor=editor, product=product, consumer=sales, port=table)
    assert consumers.use_product(actor=editor, product=product, consumer=sales, port=table) == known
    loose = consumers.use_product(actor=editor, product=product, consumer=sales)
    assert consumers.use_through(actor=editor, link=loose, port=table) == known
    assert ProductConsumer.objects.filter(product=product).count() == 1
    assert consumers.use_through(actor=editor, link=known, port=None).port is None
    consumers.stop_using(actor=editor, product=product, consumer=sales)
    with pytest.raises(Conflict):
        consumers.stop_using(actor=editor, product=product, consumer=sales)


def test_data_sets_are_the_same_whatever_their_case():
    rows = [OutputPort(data_set=name) for name in ("HCP profile", "hcp PROFILE ", "", "Visits")]
    assert [(each.name, len(each.ports)) for each in data_sets(rows)] == [("HCP profile", 2), ("Visits", 1)]


def test_many_ports_take_no_more_queries(editor, discovery, product, feeder, django_assert_num_queries):
    def add(number):
        source = kinds.add(actor=editor, draft=Source(discovery=discovery, name=f"Source {number}"))
        kinds.add(actor=editor, draft=InputPort(product=product, source=source))
        port = kinds.add(actor=editor, draft=OutputPort(product=product, name=f"Port {number}", kind="api"))
        kinds.add(actor=editor, draft=PortColumn(port=port, name="id"))
        consumer = kinds.add(actor=editor, draft=Consumer(discovery=discovery, name=f"Consumer {number}"))
        consumers.use_product(actor=editor, product=product, consumer=consumer, port=port)
        kinds.add(actor=editor, draft=InputPort(product=feeder, feeder=product, feeder_port=port))

    def look():
        ports = ports_of(editor, product)
        return [(line.port.kind, line.origin) for line in ports.inputs], [
            (str(link.consumer), str(drawn.product.discovery), str(drawn.product.domain))
            for line in ports.outputs
            for link in line.consumers
            for drawn in line.drawn_by
        ]

    add(0)
    with django_assert_num_queries(9):
        look()
    for number in range(1, 6):
        add(number)
    with django_assert_num_queries(9):
        look()
