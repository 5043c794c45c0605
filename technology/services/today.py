"""Writing today's architecture: data assets, and who reads what."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.db.models import Q
from django.utils.translation import gettext as _

from core.exceptions import Invalid
from discovery.actors import Actor
from discovery.models import Discovery, Operation, Person
from discovery.services import artifacts
from discovery.services.operations import operation
from products.models import DataProduct, Source
from technology.models import AssetKind, AssetRead, DataAsset
from technology.permissions import check_edit_technology
from technology.services.names import unique_name
from technology.services.platforms import check_same_organization

Origin = Source | DataAsset
Reader = DataAsset | DataProduct


def add_asset(
    *,
    actor: Actor,
    discovery: Discovery,
    name: str,
    kind: str = AssetKind.ASSET,
    description: str = "",
    location: str = "",
    owner: Person | None = None,
    becomes: DataProduct | None = None,
    uuid: UUID | None = None,
) -> DataAsset:
    """A new asset or existing data product; `becomes` is the planned product that replaces it. `uuid` is the
    one that the form chose: sent again, it is the same.

    Raises Invalid for a name that there is already, a kind that there is not, and for people and products of
    elsewhere.
    """
    check_edit_technology(actor, discovery)
    _check(discovery, kind=kind, owner=owner, becomes=becomes)
    with operation(actor, "asset.added", summary=name, discovery=discovery):
        uuid = uuid or uuid4()
        sent_before = artifacts.added_already(DataAsset, uuid, discovery_id=discovery.pk)
        if sent_before is not None:
            return sent_before
        with unique_name(DataAsset, discovery, name):
            return artifacts.add(
                DataAsset,
                uuid=uuid,
                discovery=discovery,
                name=name,
                kind=kind,
                description=description,
                location=location,
                owner=owner,
                becomes=becomes,
                position=artifacts.next_position(DataAsset.objects.filter(discovery=discovery)),
            )


def change_asset(*, actor: Actor, asset: DataAsset, revision: int | None = None, **fields: Any) -> DataAsset:
    """`fields` are those of add_asset. Raises as it does, and Stale."""
    check_edit_technology(actor, asset.discovery)
    _check(asset.discovery, **{name: fields[name] for name in ("kind", "owner", "becomes") if name in fields})
    name = fields.get("name")
    with (
        operation(actor, "asset.changed", summary=name or asset.name, discovery=asset.discovery),
        unique_name(DataAsset, asset.discovery, name, besides=asset),
    ):
        return artifacts.change(asset, revision=revision, **fields)


def delete_asset(*, actor: Actor, asset: DataAsset) -> Operation:
    """Into the trash, with what it reads and who reads it. Returns the operation, for undo."""
    check_edit_technology(actor, asset.discovery)
    with operation(actor, "asset.deleted", summary=asset.name, discovery=asset.discovery) as deleted:
        artifacts.trash(*AssetRead.objects.filter(Q(asset=asset) | Q(reader=asset)), asset)
    return deleted


def add_read(
    *,
    actor: Actor,
    discovery: Discovery,
    origin: Origin,
    reader: Reader,
    how: str = "",
    uuid: UUID | None = None,
) -> AssetRead:
    """The asset or product `reader` reads `origin` today. One that is there already is the answer, with the
    new `how`.

    Raises Invalid when it would read itself, and for what is of another discovery (a source: of another
    domain).
    """
    check_edit_technology(actor, discovery)
    if isinstance(origin, DataAsset) and isinstance(reader, DataAsset) and origin.pk == reader.pk:
        raise Invalid(_("Nothing reads itself."))
    if reader.discovery_id != discovery.pk or not _is_reachable(discovery, origin):
        raise Invalid(_("That belongs to another discovery."))
    ends: dict[str, Any] = {
        "asset" if isinstance(origin, DataAsset) else "source": origin,
        "reader" if isinstance(reader, DataAsset) else "reader_product": reader,
    }
    summary = f"{reader} ← {origin}"[:200]
    with operation(actor, "read.added", summary=summary, discovery=discovery):
        sent_before = artifacts.added_already(AssetRead, uuid, discovery_id=discovery.pk)
        if sent_before is not None:
            return sent_before
        # Two who say the same at once wait for each other here.
        artifacts.locked(reader)
        there = AssetRead.objects.filter(discovery=discovery, **ends).first()
        if there is not None:
            return artifacts.change(there, how=how or there.how)
        return artifacts.add(AssetRead, uuid=uuid or uuid4(), discovery=discovery, how=how, **ends)


def delete_read(*, actor: Actor, read: AssetRead) -> Operation:
    """It does not read it (any more). Returns the operation, for undo."""
    check_edit_technology(actor, read.discovery)
    with operation(actor, "read.deleted", summary=str(read)[:200], discovery=read.discovery) as deleted:
        artifacts.trash(read)
    return deleted


def _is_reachable(discovery: Discovery, origin: Origin) -> bool:
    if isinstance(origin, Source):
        return origin.domain_id == discovery.domain_id
    return origin.discovery_id == discovery.pk


def _check(
    discovery: Discovery,
    *,
    kind: str = AssetKind.ASSET,
    owner: Person | None = None,
    becomes: DataProduct | None = None,
) -> None:
    if kind not in AssetKind.values:
        raise Invalid(_("There is no such type of data asset."))
    check_same_organization(discovery, owner)
    if becomes is not None and becomes.discovery_id != discovery.pk:
        raise Invalid(_("That data product belongs to another discovery."))
