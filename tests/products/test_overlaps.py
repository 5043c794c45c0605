"""Products that are nearly the same: on the page, in the report, set aside with a reason and compared
again."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from core.exceptions import Invalid, NotAllowed
from core.models import Operation
from core.selectors.request_cache import one_reading
from core.services import artifacts
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from organizations.actors import Actor
from products.design.merging.services import merge_products
from products.design.product.services import delete_product
from products.landscape.overlaps.selectors import overlaps_of
from products.landscape.overlaps.services import compare_again, set_aside
from products.models import (
    Consumer,
    DataProduct,
    DistinctProducts,
    InputPort,
    OutputPort,
    PortColumn,
    ProductConsumer,
    Source,
)
from products.report import overlaps_section
from tests import factories
from tests.products.twin_world import ROWS, TWINS
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def hospital(discovery):
    """The products of twin_world in a discovery, by their names."""
    placed = {"discovery": discovery, "domain": discovery.domain}
    made: dict[str, DataProduct] = {}
    ends: dict[tuple[type, str], Any] = {}
    with operation(factories.SYSTEM, "test.made", place=discovery):
        for name, purpose, columns, inputs, deliveries in ROWS:
            product = artifacts.add(DataProduct, **placed, name=name, kind="source_oriented", job=purpose)
            port = artifacts.add(OutputPort, product=product, name="Table", kind="table")
            for column in filter(None, columns.split(",")):
                artifacts.add(PortColumn, port=port, name=column)
            for end in filter(None, inputs.split(",")):
                source = ends.get((Source, end)) or artifacts.add(Source, **placed, name=end)
                artifacts.add(InputPort, product=product, source=source)
                ends[Source, end] = source
            for end in filter(None, deliveries.split(",")):
                consumer = ends.get((Consumer, end)) or artifacts.add(Consumer, **placed, name=end)
                artifacts.add(ProductConsumer, product=product, consumer=consumer, port=port)
                ends[Consumer, end] = consumer
            made[name] = product
    return made


def section_of(discovery, section=overlaps_section):
    context = section(discovery)
    assert context is not None
    return context


def names_of(pairs):
    return [{pair.first.name, pair.second.name} for pair in pairs]


def test_twins_come_first_wherever_pairs_are_listed(client, account, discovery, hospital):
    wanted = list(TWINS)
    overlaps = overlaps_of(discovery)
    assert all(twins in names_of(overlaps.pairs)[: len(wanted)] for twins in wanted)
    assert all(twins in names_of(section_of(discovery)["pairs"]) for twins in wanted)
    client.force_login(account)
    page = client.get(reverse("products:landscape_overlaps", args=[discovery.slug])).content.decode()
    assert "Both have the columns happened at, kind, severity and ward." in page
    assert "Both use data from Price board and Hospital information system." in page
    assert page.index("Ward events") < page.index("Patient master record")


def test_a_share_is_rounded_half_up_and_never_full_when_it_is_not(editor, discovery, hospital):
    nearest = overlaps_of(discovery).pairs[0]
    for share, percent in (
        (0.994, "99"),
        (0.996, "99.6"),
        (0.9999, "over 99.9"),
        (1.0, "100"),
        (0.125, "13"),
    ):
        assert type(nearest)(nearest.first, nearest.second, share, ()).percent == percent


def test_a_pair_is_set_aside_with_its_reason_and_compared_again(client, account, discovery, hospital):
    first, second = hospital["Ward events"], hospital["Ward incidents"]
    client.force_login(account)
    url = reverse("products:overlap_set_aside", args=[discovery.slug, second.uuid, first.uuid])
    overlaps = reverse("products:landscape_overlaps", args=[discovery.slug])
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "Incidents are told to the authorities"}).status_code == 303
    page = client.get(overlaps).content.decode()
    assert reverse("products:product_merge", args=[discovery.slug, first.uuid, second.uuid]) not in page
    assert "Incidents are told to the authorities" in page
    assert "Compare again" in page
    section = section_of(discovery)
    assert {"Ward events", "Ward incidents"} not in names_of(section["pairs"])
    assert [row.reason for row in section["apart"]] == ["Incidents are told to the authorities"]
    pair = DistinctProducts.objects.get()
    again = reverse("products:overlap_compare_again", args=[discovery.slug, pair.uuid])
    assert client.post(again).status_code == 303
    assert {"Ward events", "Ward incidents"} in names_of(overlaps_of(discovery).usual)
    undo(actor=Actor.of_account(account), target=Operation.objects.get(verb="overlap.compared_again"))
    assert DistinctProducts.objects.get() == pair


def test_what_is_said_again_counts_once(editor, discovery, product, feeder):
    set_aside(actor=editor, first=product, second=feeder, reason="One shows, one holds")
    set_aside(actor=editor, first=feeder, second=product, reason="One holds, one shows")
    assert [row.reason for row in DistinctProducts.objects.all()] == ["One holds, one shows"]
    for others in ((product, product), (product, feeder)):
        with pytest.raises(Invalid):
            set_aside(
                actor=editor, first=others[0], second=others[1], reason="" if others[1] == feeder else "x"
            )


def test_only_editors_set_pairs_aside(editor, discovery, product, feeder):
    viewer = Actor.of_account(factories.access(discovery, DiscoveryRole.VIEWER, name="Vi Viewer"))
    with pytest.raises(NotAllowed):
        set_aside(actor=viewer, first=product, second=feeder, reason="No")
    set_aside(actor=editor, first=product, second=feeder, reason="Yes")
    with pytest.raises(NotAllowed):
        compare_again(actor=viewer, pair=DistinctProducts.objects.get())


def test_a_merged_product_stays_apart_from_what_the_other_was_apart_from(editor, discovery, hospital):
    events, incidents, bills = (hospital[name] for name in ("Ward events", "Ward incidents", "Invoices"))
    set_aside(actor=editor, first=events, second=incidents, reason="Not yet")
    set_aside(actor=editor, first=incidents, second=bills, reason="Money is no incident")
    merged = merge_products(actor=editor, keep=events, absorb=incidents)
    [row] = DistinctProducts.objects.all()
    assert {row.first, row.second} == {events, bills}
    undo(actor=editor, target=merged)
    assert DistinctProducts.objects.count() == 2


def test_a_deleted_product_takes_its_pairs_along(editor, discovery, product, feeder):
    set_aside(actor=editor, first=product, second=feeder, reason="Not the same")
    deleted = delete_product(actor=editor, product=feeder)
    assert not DistinctProducts.objects.exists()
    undo(actor=editor, target=deleted)
    assert DistinctProducts.objects.count() == 1


def test_the_pairs_cost_as_many_queries_whatever_their_number(discovery, hospital, django_assert_num_queries):
    with one_reading(), django_assert_num_queries(5):
        overlaps_of(discovery)
