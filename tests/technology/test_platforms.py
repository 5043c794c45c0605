"""Platforms, capabilities, needs and today's architecture: who writes them, what is refused, and what one
undo brings back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.exceptions import Conflict, Invalid, NotAllowed, NotFound, Stale
from core.models import Operation
from core.services import artifacts, kinds
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from organizations.actors import Actor
from organizations.models import Person, Team
from products.models import DataProduct, Source
from technology import capability_catalog
from technology.capabilities.selectors import planes_of, platforms_of
from technology.capabilities.services import add_from_catalog
from technology.models import AssetRead, Capability, DataAsset, Plane, Platform, ProductNeed
from technology.needs import services as needs
from technology.today import services as today
from technology.today.selectors import today_of
from tests import factories
from tests.factories import SYSTEM, make
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(discovery: Discovery) -> Actor:
    return Actor.of_account(factories.access(discovery, DiscoveryRole.EDITOR))


@pytest.fixture
def platform(editor: Actor, discovery: Discovery) -> Platform:
    return kinds.add(actor=editor, draft=Platform(discovery=discovery, name="Data platform"))


@pytest.fixture
def storage(editor: Actor, discovery: Discovery, platform: Platform) -> Capability:
    draft = Capability(
        discovery=discovery, plane="infrastructure", name="Storage", platform=platform, today=1
    )
    return kinds.add(actor=editor, draft=draft)


@pytest.fixture
def product(discovery: Discovery) -> DataProduct:
    return make(
        DataProduct, discovery=discovery, domain=discovery.domain, name="HCP 360", kind="consumer_oriented"
    )


@pytest.fixture
def crm(discovery: Discovery) -> Source:
    return make(Source, discovery=discovery, domain=discovery.domain, name="CRM")


@pytest.fixture
def warehouse(editor: Actor, discovery: Discovery) -> DataAsset:
    return kinds.add(actor=editor, draft=DataAsset(discovery=discovery, name="Warehouse"))


@pytest.mark.parametrize(("role", "error"), [(DiscoveryRole.VIEWER, NotAllowed), (None, NotFound)])
def test_only_editors_write(
    discovery: Discovery,
    platform: Platform,
    storage: Capability,
    product: DataProduct,
    crm: Source,
    warehouse: DataAsset,
    role: Any,
    error: Any,
) -> None:
    account = factories.user() if role is None else factories.access(discovery, role)
    actor = Actor.of_account(account)
    read = make(AssetRead, discovery=discovery, source=crm, reader=warehouse)
    operations = Operation.objects.count()
    for refused in (
        lambda: kinds.add(actor=actor, draft=Platform(discovery=discovery, name="Another")),
        lambda: kinds.change(actor=actor, artifact=platform, name="Another"),
        lambda: kinds.delete(actor=actor, artifact=platform),
        lambda: kinds.add(
            actor=actor, draft=Capability(discovery=discovery, plane="supervision", name="Search")
        ),
        lambda: add_from_catalog(actor=actor, discovery=discovery, keys=["search"]),
        lambda: kinds.change(actor=actor, artifact=storage, today=2),
        lambda: kinds.delete(actor=actor, artifact=storage),
        lambda: needs.set_needs(actor=actor, product=product, levels={storage: 3}),
        lambda: kinds.add(actor=actor, draft=DataAsset(discovery=discovery, name="Mart")),
        lambda: kinds.change(actor=actor, artifact=warehouse, name="Mart"),
        lambda: kinds.delete(actor=actor, artifact=warehouse),
        lambda: today.add_read(actor=actor, discovery=discovery, origin=crm, reader=warehouse),
        lambda: today.delete_read(actor=actor, asset_read=read),
    ):
        with pytest.raises(error):
            refused()
    assert Operation.objects.count() == operations


def test_what_is_refused(
    editor: Actor, discovery: Discovery, storage: Capability, product: DataProduct, warehouse: DataAsset
) -> None:
    elsewhere = factories.discovery(factories.domain(factories.organization("Other"), "Other"), "Other")
    stranger = make(Person, organization=elsewhere.domain.organization, name="Stranger")
    foreign = make(Capability, discovery=elsewhere, plane="supervision", name="Search")
    other_product = make(
        DataProduct, discovery=elsewhere, domain=elsewhere.domain, name="X", kind="source_oriented"
    )
    foreign_platform = make(Platform, discovery=elsewhere, name="Foreign")
    of: dict[str, Any] = {"actor": editor, "discovery": discovery}

    def add(model: type[Capability | DataAsset | Platform], **fields: Any) -> Any:
        return kinds.add(actor=editor, draft=model(discovery=discovery, **fields))

    for refused in (
        lambda: add(Platform, name="dATA PLATFORM"),
        lambda: add(Platform, name="New", owner=stranger),
        lambda: add(Capability, plane="infrastructure", name="sTORAGE"),
        lambda: add(Capability, plane="cellar", name="New"),
        lambda: add(Capability, plane="supervision", name="New", today=6),
        lambda: add(Capability, plane="supervision", name="New", needed=-1),
        lambda: kinds.change(actor=editor, artifact=storage, gap_effort=Decimal(-1)),
        lambda: kinds.change(actor=editor, artifact=storage, gap_closer=stranger),
        lambda: kinds.change(actor=editor, artifact=storage, platform=foreign_platform),
        lambda: needs.set_needs(actor=editor, product=product, levels={storage: 0}),
        lambda: needs.set_needs(actor=editor, product=product, levels={storage: 6}),
        lambda: needs.set_needs(actor=editor, product=product, levels={foreign: 3}),
        lambda: add(DataAsset, name="wAREHOUSE"),
        lambda: add(DataAsset, name="New", kind="cellar"),
        lambda: add(DataAsset, name="New", owner=stranger),
        lambda: add(DataAsset, name="New", becomes=other_product),
        lambda: today.add_read(**of, origin=warehouse, reader=warehouse),
        lambda: today.add_read(**of, origin=warehouse, reader=other_product),
    ):
        with pytest.raises(Invalid):
            refused()
    with pytest.raises(NotFound):
        add_from_catalog(**of, keys=["search", "cellar"])
    # The same name in another plane is another capability.
    other = add(Capability, plane="supervision", name="Storage")
    assert Capability.objects.filter(discovery=discovery).count() == 2
    # Until it moves there, whatever its name was before.
    with pytest.raises(Invalid):
        kinds.change(actor=editor, artifact=other, plane="infrastructure")


def test_the_catalog_is_taken_over_once_and_undone_at_once(editor: Actor, discovery: Discovery) -> None:
    keys = [entry.key for entry in capability_catalog.CATALOG]
    first = add_from_catalog(actor=editor, discovery=discovery, keys=keys)
    again = add_from_catalog(actor=editor, discovery=discovery, keys=keys)
    assert list(Capability.objects.order_by("pk").values_list("key", flat=True)) == keys
    assert again.summary == ""
    planes = planes_of(discovery)
    assert [plane.missing for plane in planes] == [(), (), ()]
    assert [line.number for plane in planes for line in plane.lines] == list(range(1, len(keys) + 1))
    undo(actor=editor, target=first)
    assert not Capability.objects.exists()


def test_the_catalog_names_planes_and_keys_that_fit() -> None:
    assert {entry.plane for entry in capability_catalog.CATALOG} == set(Plane.values)
    assert len({entry.key for entry in capability_catalog.CATALOG}) == len(capability_catalog.CATALOG)
    assert all(len(entry.key) <= 40 and len(str(entry.name)) <= 120 for entry in capability_catalog.CATALOG)
    assert len(capability_catalog.LEVELS) == 6


def test_the_slower_of_two_editors_reads_a_conflict(
    editor: Actor, platform: Platform, storage: Capability, warehouse: DataAsset
) -> None:
    rows: list[Any] = [platform, storage, warehouse]
    for row in rows:
        kinds.change(actor=editor, artifact=row, revision=row.revision, name="Mine")
        with pytest.raises(Stale):
            kinds.change(actor=editor, artifact=row, revision=row.revision, name="Theirs")


def test_a_form_that_is_sent_twice_adds_once(
    editor: Actor, discovery: Discovery, storage: Capability
) -> None:
    sent: dict[str, Any] = {"plane": "infrastructure", "name": "Storage", "uuid": storage.uuid}
    sent |= {"platform": storage.platform, "today": 1}
    for _time in range(2):
        assert kinds.add(actor=editor, draft=Capability(discovery=discovery, **sent)) == storage
    with pytest.raises(Conflict, match="“Storage” is saved"):
        kinds.add(actor=editor, draft=Capability(discovery=discovery, **{**sent, "today": 2}))
    kinds.delete(actor=editor, artifact=storage)
    with pytest.raises(Conflict):
        kinds.add(actor=editor, draft=Capability(discovery=discovery, **sent))


def test_what_moves_to_another_group_takes_its_last_place(
    editor: Actor, discovery: Discovery, storage: Capability
) -> None:
    there = [
        kinds.add(actor=editor, draft=Capability(discovery=discovery, plane="supervision", name=name))
        for name in ("Costs", "Lineage")
    ]
    assert [each.position for each in there] == [0, 1]
    assert kinds.change(actor=editor, artifact=storage, plane="supervision").position == 2
    assert kinds.change(actor=editor, artifact=there[0], name="Cost").position == 0


def test_a_deleted_capability_comes_back_with_what_products_need_of_it(
    editor: Actor, storage: Capability, product: DataProduct
) -> None:
    needs.set_needs(actor=editor, product=product, levels={storage: 3}, reasons={storage: "Profiles"})
    deleted = kinds.delete(actor=editor, artifact=storage)
    assert not ProductNeed.objects.exists()
    undo(actor=editor, target=deleted)
    need = ProductNeed.objects.get()
    assert (need.capability, need.level, need.reason) == (storage, 3, "Profiles")


def test_a_deleted_platform_keeps_its_capabilities(
    editor: Actor, platform: Platform, storage: Capability
) -> None:
    deleted = kinds.delete(actor=editor, artifact=platform)
    storage.refresh_from_db()
    assert storage.platform is None
    undo(actor=editor, target=deleted)
    storage.refresh_from_db()
    assert storage.platform == platform


def test_needs_are_set_changed_and_taken_back(
    editor: Actor, storage: Capability, product: DataProduct
) -> None:
    needs.set_needs(actor=editor, product=product, levels={storage: 2}, reasons={storage: "Profiles"})
    raised = needs.set_needs(actor=editor, product=product, levels={storage: 4})
    need = ProductNeed.objects.get()
    assert (need.level, need.reason) == (4, "Profiles")
    undo(actor=editor, target=raised)
    need.refresh_from_db()
    assert need.level == 2
    gone = needs.set_needs(actor=editor, product=product, levels={storage: None})
    assert not ProductNeed.objects.exists()
    undo(actor=editor, target=gone)
    assert ProductNeed.objects.get() == need


def test_today_is_what_reads_what(
    editor: Actor, discovery: Discovery, crm: Source, warehouse: DataAsset, product: DataProduct
) -> None:
    report = kinds.add(actor=editor, draft=DataAsset(discovery=discovery, name="Report", becomes=product))
    add: dict[str, Any] = {"actor": editor, "discovery": discovery}
    today.add_read(**add, origin=crm, reader=warehouse, how="Nightly")
    once = today.add_read(**add, origin=warehouse, reader=report)
    assert today.add_read(**add, origin=warehouse, reader=report, how="By hand") == once
    today.add_read(**add, origin=warehouse, reader=product)
    picture = today_of(discovery)
    assert [(line.reader, line.origin, line.how) for line in picture.reads] == [
        ("Warehouse", "CRM", "Nightly"),
        ("Report", "Warehouse", "By hand"),
        ("HCP 360", "Warehouse", ""),
    ]
    assert [(line.reads, line.read_by) for line in picture.assets] == [
        (("CRM",), ("Report", "HCP 360")),
        (("Warehouse",), ()),
    ]
    assert {node.name for node in picture.nodes} == {"CRM", "Warehouse", "Report", "HCP 360"}
    deleted = kinds.delete(actor=editor, artifact=warehouse)
    assert today_of(discovery).reads == ()
    assert today_of(discovery).assets[0].is_loose
    undo(actor=editor, target=deleted)
    assert len(today_of(discovery).reads) == 3


def refused(constraint: str, model: Any, **fields: Any) -> None:
    """Writing the row fails, and nothing of it stays."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        make(model, **fields)
    message = str(error.value)
    assert constraint in message or f"{model._meta.db_table}." in message or "UNIQUE" in message


def test_what_the_database_refuses(
    discovery: Discovery,
    platform: Platform,
    storage: Capability,
    product: DataProduct,
    crm: Source,
    warehouse: DataAsset,
) -> None:
    of: dict[str, Any] = {"discovery": discovery}
    make(ProductNeed, product=product, capability=storage, level=3)
    other = make(Capability, **of, plane="supervision", name="Search")
    refused("platform_name_in_discovery", Platform, **of, name="DATA PLATFORM")
    refused("capability_plane", Capability, **of, plane="cellar", name="New")
    refused("capability_maturity", Capability, **of, plane="supervision", name="New", today=6)
    refused("capability_maturity", Capability, **of, plane="supervision", name="New", needed=6)
    refused("capability_name_in_plane", Capability, **of, plane="infrastructure", name="STORAGE")
    refused("productneed_once", ProductNeed, product=product, capability=storage, level=4)
    refused("productneed_level", ProductNeed, product=product, capability=other, level=0)
    refused("productneed_level", ProductNeed, product=product, capability=other, level=6)
    refused("dataasset_kind", DataAsset, **of, name="New", kind="cellar")
    refused("dataasset_name_in_discovery", DataAsset, **of, name="WAREHOUSE")
    refused("assetread_one_origin", AssetRead, **of, reader=warehouse)
    refused("assetread_one_origin", AssetRead, **of, source=crm, asset=warehouse, reader_product=product)
    refused("assetread_one_reader", AssetRead, **of, source=crm)
    refused("assetread_one_reader", AssetRead, **of, source=crm, reader=warehouse, reader_product=product)
    refused("assetread_not_itself", AssetRead, **of, asset=warehouse, reader=warehouse)


def test_people_and_things_in_the_trash_are_not_named(editor: Actor, discovery: Discovery) -> None:
    """Nobody closes a gap who was deleted; brought back, they are named again."""
    home = {"organization": discovery.domain.organization}
    gone, team = make(Person, **home, name="Gone"), make(Team, **home, name="Gone too")
    platform = make(Platform, discovery=discovery, name="Here", owner=gone, team=team)
    other = make(Platform, discovery=discovery, name="Closed")
    people = {"owner": gone, "gap_closer": gone}
    make(Capability, discovery=discovery, plane=Plane.INFRASTRUCTURE, name="Store", platform=other, **people)
    make(DataAsset, discovery=discovery, name="Extract", owner=gone)
    with operation(SYSTEM, "test.deleted"):
        artifacts.trash(gone, team, other)

    (line,) = (line for plane in planes_of(discovery) for line in plane.lines)
    shown = line.capability
    assert (shown.platform, shown.owner, shown.gap_closer) == (None, None, None)
    assert [(each.owner, each.team) for each in platforms_of(discovery)] == [(None, None)]
    assert today_of(discovery).assets[0].asset.owner is None
    platform.refresh_from_db()
    assert (platform.owner, platform.team) == (gone, team)
