"""What the tech stream says of a product follows it into the product that takes it in, and comes back."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.urls import reverse

from core.exceptions import Conflict
from core.models import Artifact
from discovery.discoveries.models import DiscoveryRole
from products.design.merging.selectors import children, merge_plan
from products.design.merging.services import merge_products
from products.models import DataProduct, OutputPort, Source
from products.registries import merged_rows
from technology.models import AssetRead, Capability, DataAsset, Plane, ProductNeed, SharingChoice
from technology.needs import services as needs
from tests import factories
from tests.factories import make
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db

# Merging itself settles rows that draw on a product, and rows that are no artifacts.
_SETTLED = {("InputPort", "feeder"), ("DistinctProducts", "first"), ("DistinctProducts", "second")}


@pytest.fixture
def account(discovery):
    return factories.access(discovery, DiscoveryRole.EDITOR)


@pytest.fixture
def keep(discovery):
    return _product(discovery, "HCP 360")


@pytest.fixture
def absorb(discovery):
    return _product(discovery, "HCP profile")


def _product(discovery, name):
    return make(DataProduct, discovery=discovery, domain=discovery.domain, name=name, kind="source_oriented")


def _capability(discovery, name):
    return make(Capability, discovery=discovery, plane=Plane.INFRASTRUCTURE, name=name)


def _content():
    return {
        model: list(
            model.everything.order_by("pk").values(
                *(f.attname for f in model._meta.concrete_fields if f.name not in ("revision", "modified_at"))
            )
        )
        for model in (ProductNeed, AssetRead, DataAsset, SharingChoice, DataProduct)
    }


def test_needs_reads_and_what_it_replaces_follow_and_one_undo_brings_all_back(
    editor, discovery, keep, absorb
):
    storage, catalog = _capability(discovery, "Storage"), _capability(discovery, "Catalog")
    make(ProductNeed, product=keep, capability=storage, level=2, reason="History")
    make(ProductNeed, product=absorb, capability=storage, level=4, reason="Volume")
    make(ProductNeed, product=absorb, capability=catalog, level=3)
    crm = make(Source, discovery=discovery, domain=discovery.domain, name="CRM")
    files = make(DataAsset, discovery=discovery, name="Extract", becomes=absorb)
    make(AssetRead, discovery=discovery, source=crm, reader_product=keep)
    make(AssetRead, discovery=discovery, source=crm, reader_product=absorb, how="Nightly")
    make(AssetRead, discovery=discovery, asset=files, reader_product=absorb)
    port = make(OutputPort, product=absorb, name="API", kind="api")
    choice = make(SharingChoice, port=port, pattern="virtual", reason="Simple")
    before = _content()

    merged = merge_products(actor=editor, keep=keep, absorb=absorb)

    needs = ProductNeed.objects.values_list("product__name", "capability__name", "level", "reason")
    assert sorted(needs) == [
        ("HCP 360", "Catalog", 3, ""),
        ("HCP 360", "Storage", 4, "History · Volume"),
    ]
    reads = AssetRead.objects.values_list("reader_product__name", "source__name", "asset__name", "how")
    assert sorted(reads, key=str) == [("HCP 360", "CRM", None, "Nightly"), ("HCP 360", None, "Extract", "")]
    assert DataAsset.objects.get().becomes == keep
    assert SharingChoice.objects.get() == choice
    assert SharingChoice.objects.get().port.product == keep

    undo(actor=editor, target=merged)
    assert _content() == before


def test_two_ways_of_reading_the_same_stay_two(editor, discovery, keep, absorb):
    crm = make(Source, discovery=discovery, domain=discovery.domain, name="CRM")
    for product, how in ((keep, "API"), (absorb, "Nightly")):
        make(AssetRead, discovery=discovery, source=crm, reader_product=product, how=how)
    merge_products(actor=editor, keep=keep, absorb=absorb)
    assert sorted(keep.reads.values_list("how", flat=True)) == ["API", "Nightly"]


def test_reasons_that_do_not_fit_together_are_those_of_the_kept_product(editor, discovery, keep, absorb):
    storage = _capability(discovery, "Storage")
    make(ProductNeed, product=keep, capability=storage, level=4, reason="k" * 200)
    make(ProductNeed, product=absorb, capability=storage, level=1, reason="a" * 200)
    merge_products(actor=editor, keep=keep, absorb=absorb)
    assert keep.needs.values_list("level", "reason").get() == (4, "k" * 200)


def test_the_page_says_beforehand_what_will_follow(client_of, account, discovery, keep, absorb):
    storage, catalog = _capability(discovery, "Storage"), _capability(discovery, "Catalog")
    make(ProductNeed, product=keep, capability=storage, level=2)
    for capability in (storage, catalog):
        make(ProductNeed, product=absorb, capability=capability, level=4)
    make(DataAsset, discovery=discovery, name="Extract", becomes=absorb)

    moving = {each.word: (each.names, each.doubled) for each in merge_plan(keep, absorb).moving}
    assert moving == {
        "Needed capabilities": (("Catalog",), ("Storage",)),
        "Replaced data assets": (("Extract",), ()),
    }
    url = reverse("products:product_merge", args=[discovery.slug, keep.uuid, absorb.uuid])
    assert "Needed capabilities" in client_of(account).get(url).content.decode()


def test_what_was_said_since_is_not_left_between_the_two(editor, discovery, keep, absorb):
    merged = merge_products(actor=editor, keep=keep, absorb=absorb)
    storage = _capability(discovery, "Storage")
    needs.set_needs(actor=editor, product=keep, levels={storage: 2})
    with pytest.raises(Conflict, match="afterwards"):
        undo(actor=editor, target=merged)


def test_whatever_names_a_product_knows_what_becomes_of_it_in_a_merge():
    """A model that is added later and names a product under any name fails this."""
    elsewhere = {(rows.model, rows.field) for rows in merged_rows}
    for model in apps.get_models():
        if not issubclass(model, Artifact):
            continue
        for field in model._meta.concrete_fields:
            if field.related_model is DataProduct and (model.__name__, field.name) not in _SETTLED:
                assert (model, field.name) in elsewhere or model in children(), f"{model}.{field.name}"
