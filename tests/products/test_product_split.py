"""Splitting a product by its data sets: what moves, what is copied, what stays, and one undo for all."""

from __future__ import annotations

import pytest

from core.exceptions import Conflict, Invalid, NotAllowed
from core.models import Artifact, Operation
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from organizations.actors import Actor
from organizations.models import Person
from products.design.ports.selectors import trouble_of
from products.design.product.services import change_product
from products.design.sources_and_consumers import services as consumers
from products.models import (
    Consumer,
    DataProduct,
    InputPort,
    OutputPort,
    PortColumn,
    ProductConsumer,
    ProductUseCase,
    Source,
)
from products.services.product_split import split_product
from tests import factories
from tests.products.merging import content
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile(editor, product):
    return kinds.add(
        actor=editor, draft=OutputPort(product=product, name="Profile", kind="table", data_set="Profile")
    )


@pytest.fixture
def visits(editor, discovery, product, feeder):
    """An output port of another data set, with a column, a consumer and a product that draws on it."""
    port = kinds.add(
        actor=editor, draft=OutputPort(product=product, name="Visits", kind="table", data_set="Visits")
    )
    kinds.add(actor=editor, draft=PortColumn(port=port, name="visit_id"))
    sales = kinds.add(actor=editor, draft=Consumer(discovery=discovery, name="Field sales"))
    consumers.use_product(actor=editor, product=product, consumer=sales, port=port)
    kinds.add(actor=editor, draft=InputPort(product=feeder, feeder=product, feeder_port=port))
    crm = kinds.add(actor=editor, draft=Source(discovery=discovery, name="CRM"))
    kinds.add(actor=editor, draft=InputPort(product=product, source=crm, kind="extractor"))
    return port


def test_ports_move_with_all_that_hangs_on_them(
    editor, discovery, product, feeder, profile, visits, use_case
):
    owner = factories.make(Person, organization=discovery.domain.organization, name="Olga Owner")
    product = change_product(actor=editor, product=product, owner=owner)
    made = split_product(actor=editor, product=product, name="Visits", ports=[visits])
    assert (made.kind, made.owner, made.state) == (product.kind, owner, "proposed")
    assert list(OutputPort.objects.filter(product=made)) == [visits]
    assert list(OutputPort.objects.filter(product=product)) == [profile]
    assert [str(column) for column in made.output_ports.get().columns.all()] == ["visit_id"]
    assert ProductConsumer.objects.get().product == made
    drawn = InputPort.objects.get(product=feeder)
    assert (drawn.feeder, drawn.feeder_port) == (made, visits)
    assert [(port.kind, str(port.source)) for port in InputPort.objects.filter(product=made)] == [
        ("extractor", "CRM")
    ]
    assert InputPort.objects.filter(product=product).count() == 1
    assert [link.use_case for link in ProductUseCase.objects.filter(product=made)] == [use_case]


def test_one_undo_makes_it_one_again(editor, product, profile, visits):
    before = content()
    made = split_product(actor=editor, product=product, name="Visits", ports=[visits])
    operation = Operation.objects.latest("pk")
    assert operation.verb == "product.split"
    undo(actor=editor, target=operation)
    after = content()
    added: dict[type[Artifact], int] = {DataProduct: made.pk}
    added[InputPort] = InputPort.everything.get(product=made).pk
    added[ProductUseCase] = ProductUseCase.everything.get(product=made).pk
    for model, key in added.items():
        label = model._meta.label
        assert model.everything.get(pk=key).deleted_at is not None
        after[label] = [row for row in after[label] if row[0] != key]
    assert after == before


def test_no_use_case_is_taken_along_unless_it_is_wanted(editor, product, profile, visits, use_case):
    made = split_product(actor=editor, product=product, name="Visits", ports=[visits], use_cases=[])
    assert not ProductUseCase.objects.filter(product=made).exists()
    assert ProductUseCase.objects.filter(product=product).count() == 1


def test_what_comes_back_from_the_trash_follows_its_port(editor, product, feeder, profile, visits):
    drawn, sales = InputPort.objects.get(product=feeder), Consumer.objects.get()
    deleted = kinds.delete(actor=editor, artifact=drawn)
    stopped = consumers.stop_using(actor=editor, product=product, consumer=sales, port=visits)
    made = split_product(actor=editor, product=product, name="Visits", ports=[visits])
    back = undo(actor=editor, target=deleted)
    drawn.refresh_from_db()
    assert (drawn.feeder, drawn.feeder_port, trouble_of(drawn)) == (made, visits, "")
    undo(actor=editor, target=stopped)
    assert [(link.product, link.port) for link in ProductConsumer.objects.all()] == [(made, visits)]
    undo(actor=editor, target=back)
    assert not InputPort.objects.filter(product=feeder).exists()


def test_what_came_back_follows_its_port_once_more_when_the_split_is_undone(editor, product, profile, visits):
    drawn = InputPort.objects.get(feeder=product)
    sales = Consumer.objects.get()
    deleted = kinds.delete(actor=editor, artifact=drawn)
    stopped = consumers.stop_using(actor=editor, product=product, consumer=sales, port=visits)
    split_product(actor=editor, product=product, name="Visits", ports=[visits])
    split = Operation.objects.get(verb="product.split")
    undo(actor=editor, target=deleted)
    undo(actor=editor, target=split)
    drawn.refresh_from_db()
    assert (drawn.feeder, trouble_of(drawn)) == (product, "")
    undo(actor=editor, target=stopped)
    assert [(link.product, link.port) for link in ProductConsumer.objects.all()] == [(product, visits)]


def test_a_consumer_that_came_back_uses_the_port_once(editor, product, profile, visits):
    sales = Consumer.objects.get()
    stopped = consumers.stop_using(actor=editor, product=product, consumer=sales, port=visits)
    made = split_product(actor=editor, product=product, name="Visits", ports=[visits])
    visits.refresh_from_db()
    consumers.use_product(actor=editor, product=made, consumer=sales, port=visits)
    undo(actor=editor, target=stopped)
    assert [(link.product, link.port) for link in ProductConsumer.objects.all()] == [(made, visits)]


def test_an_input_that_is_gone_is_not_copied(editor, product, profile, visits):
    origin = InputPort.objects.get(product=product).source
    assert origin is not None
    kinds.delete(actor=editor, artifact=origin)
    made = split_product(actor=editor, product=product, name="Visits", ports=[visits])
    assert not InputPort.objects.filter(product=made).exists()


def test_what_cannot_be_split_stays_whole(editor, discovery, product, feeder, profile, visits):
    other = kinds.add(actor=editor, draft=OutputPort(product=feeder, name="Other", kind="api"))
    before = content()
    with pytest.raises(Invalid, match="Choose the output ports"):
        split_product(actor=editor, product=product, name="Visits", ports=[])
    with pytest.raises(Invalid, match="Keep at least one output port"):
        split_product(actor=editor, product=product, name="Visits", ports=[profile, visits])
    with pytest.raises(Conflict):
        split_product(actor=editor, product=product, name="Visits", ports=[other])
    with pytest.raises(Invalid, match="exists in this domain"):
        split_product(actor=editor, product=product, name=product.name.upper(), ports=[visits])
    viewer = Actor.of_account(factories.access(discovery, DiscoveryRole.VIEWER))
    with pytest.raises(NotAllowed):
        split_product(actor=viewer, product=product, name="Visits", ports=[visits])
    after = content()
    for label in ("products.DataProduct", "products.OutputPort", "products.InputPort"):
        assert after[label] == before[label]
