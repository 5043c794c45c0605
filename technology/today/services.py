"""Writing today's reads."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.kinds import rule_of
from core.models import Operation
from core.services import artifacts, operation
from discovery.models import Discovery
from discovery.permissions import check_edit_discovery
from organizations.actors import Actor
from products.models import DataProduct, Source
from technology.models import AssetRead, DataAsset

Origin = Source | DataAsset
Reader = DataAsset | DataProduct


def add_read(
    *,
    actor: Actor,
    discovery: Discovery,
    origin: Origin,
    reader: Reader,
    how: str = "",
    uuid: UUID | None = None,
) -> AssetRead:
    """Records that the asset or product `reader` reads `origin` today. An existing record gets the new `how`
    and is returned.

    Raises Invalid when it would read itself, and for artifacts of another discovery (a source: of another
    domain).
    """
    check_edit_discovery(actor, discovery)
    if isinstance(origin, DataAsset) and isinstance(reader, DataAsset) and origin.pk == reader.pk:
        raise Invalid(rule_of(AssetRead, "assetread_not_itself"), "origin")
    if reader.discovery_id != discovery.pk or not _is_reachable(discovery, origin):
        raise Invalid(_("That belongs to another discovery."))
    ends: dict[str, Any] = {
        "asset" if isinstance(origin, DataAsset) else "source": origin,
        "reader" if isinstance(reader, DataAsset) else "reader_product": reader,
    }
    summary = f"{reader} ← {origin}"[:200]
    with operation(actor, "read.added", summary=summary, place=discovery):
        values = {"how": how, **ends}
        sent_before = artifacts.added_already(AssetRead, uuid, values, discovery_id=discovery.pk)
        if sent_before is not None:
            return sent_before
        # Two people who record the same at once wait for each other here.
        artifacts.locked(reader)
        there = AssetRead.objects.filter(discovery=discovery, **ends).first()
        if there is not None:
            return artifacts.change(there, how=how or there.how)
        return artifacts.add(AssetRead, uuid=uuid, discovery=discovery, how=how, **ends)


def delete_read(*, actor: Actor, asset_read: AssetRead) -> Operation:
    """The read goes to the trash: the reader does not read the origin, or no longer. Raises NotAllowed or
    NotFound."""
    check_edit_discovery(actor, asset_read.discovery)
    with operation(
        actor, "read.deleted", summary=str(asset_read)[:200], place=asset_read.discovery
    ) as current:
        artifacts.trash(asset_read)
    return current


def _is_reachable(discovery: Discovery, origin: Origin) -> bool:
    if isinstance(origin, Source):
        return origin.domain_id == discovery.domain_id
    return origin.discovery_id == discovery.pk
