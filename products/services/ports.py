"""Writing the input ports of a product: how it receives data.

What a port points to may go to the trash: the port stays as it is and says so, so that undo finds it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from discovery.actors import Actor
from discovery.models import Operation
from discovery.permissions import allows, check_see_discovery
from discovery.services import artifacts
from discovery.services.operations import operation
from products.models import (
    DataProduct,
    InputKind,
    InputPort,
    OutputPort,
    Source,
)
from products.permissions import check_edit_products


def add_input_port(
    *,
    actor: Actor,
    product: DataProduct,
    kind: str = "",
    source: Source | None = None,
    feeder: DataProduct | None = None,
    feeder_port: OutputPort | None = None,
    name: str = "",
    format: str = "",
    location: str = "",
    description: str = "",
    uuid: UUID | None = None,
) -> InputPort:
    """A new input port after the others. With a `feeder` its kind is PRODUCT, whatever `kind` says.

    `uuid` is the one that the form chose: sent again, it is the same port. Raises Invalid for a product that
    would feed itself, for a source and a feeder at once, for a port of another feeder, and for what is out of
    the actor's reach.
    """
    check_edit_products(actor, product.discovery)
    kind = _kind_of(kind, feeder)
    _check_origin(actor, product, source, feeder, feeder_port)
    with operation(actor, "input_port.added", summary=product.name, discovery=product.discovery):
        artifacts.locked(product)
        sent_before = artifacts.added_already(InputPort, uuid, product_id=product.pk)
        if sent_before is not None:
            return sent_before
        return artifacts.add(
            InputPort,
            uuid=uuid,
            product=product,
            kind=kind,
            source=source,
            feeder=feeder,
            feeder_port=feeder_port,
            name=name,
            format=format,
            location=location,
            description=description,
            position=artifacts.next_position(InputPort.objects.filter(product=product)),
        )


def change_input_port(
    *, actor: Actor, port: InputPort, revision: int | None = None, **fields: Any
) -> InputPort:
    """`fields` are those of add_input_port. What the port points to already may stay, even when it lies in
    the trash. Raises as add_input_port, and Stale."""
    product = port.product
    check_edit_products(actor, product.discovery)
    source, feeder = fields.get("source", port.source), fields.get("feeder", port.feeder)
    if "feeder_port" not in fields and _key(feeder) != port.feeder_id:
        fields["feeder_port"] = None  # it was one of the feeder before
    feeder_port = fields.get("feeder_port", port.feeder_port)
    if {"kind", "feeder"} & fields.keys():
        before = "" if port.kind == InputKind.PRODUCT else port.kind
        fields["kind"] = _kind_of(fields.get("kind", before), feeder)
    _check_origin(actor, product, source, feeder, feeder_port, before=port)
    with operation(actor, "input_port.changed", summary=product.name, discovery=product.discovery):
        return artifacts.change(port, revision=revision, **fields)


def delete_input_port(*, actor: Actor, port: InputPort) -> Operation:
    """The port goes to the trash, what it takes from stays; returns the operation, for undo."""
    product = port.product
    check_edit_products(actor, product.discovery)
    with operation(actor, "input_port.deleted", summary=product.name, discovery=product.discovery) as done:
        artifacts.trash(port)
    return done


# --- What must hold -------------------------------------------------------------------------------


def _kind_of(kind: str, feeder: DataProduct | None) -> str:
    if kind and kind not in InputKind.values:
        raise Invalid(_("There is no such type of input port."))
    if feeder is not None:
        return InputKind.PRODUCT
    if kind == InputKind.PRODUCT:
        raise Invalid(_("Say which data product it is that delivers."))
    return kind


def _check_origin(
    actor: Actor,
    product: DataProduct,
    source: Source | None,
    feeder: DataProduct | None,
    feeder_port: OutputPort | None,
    *,
    before: InputPort | None = None,
) -> None:
    if source is not None and feeder is not None:
        raise Invalid(_("An input port takes from a source or from another data product, not from both."))
    if feeder is not None and feeder.pk == product.pk:
        raise Invalid(_("A data product cannot feed itself."))
    if source is not None and (before is None or before.source_id != source.pk):
        _check_source(actor, product, source)
    if feeder is not None and (before is None or before.feeder_id != feeder.pk):
        _check_feeder(actor, product, feeder)
    if feeder_port is None:
        return
    if feeder is None or feeder_port.product_id != feeder.pk:
        raise Invalid(_("This output port belongs to another data product."))
    is_new = before is None or before.feeder_port_id != feeder_port.pk
    if is_new and feeder_port.deleted_at is not None:
        raise Invalid(_("This output port was deleted."))


def _check_source(actor: Actor, product: DataProduct, source: Source) -> None:
    if source.deleted_at is not None:
        raise Invalid(_("This source was deleted."))
    is_near = source.discovery_id == product.discovery_id or (
        source.domain_id == product.domain_id and allows(check_see_discovery, actor, source.discovery)
    )
    if not is_near:
        raise Invalid(_("A data product takes from sources of its own domain."))


def _check_feeder(actor: Actor, product: DataProduct, feeder: DataProduct) -> None:
    if feeder.deleted_at is not None:
        raise Invalid(_("This data product was deleted."))
    is_near = feeder.discovery_id == product.discovery_id or (
        feeder.domain.organization_id == product.domain.organization_id
        and allows(check_see_discovery, actor, feeder.discovery)
    )
    if not is_near:
        raise Invalid(_("A data product takes from data products of its own organization."))


def _key(artifact: DataProduct | None) -> int | None:
    return artifact.pk if artifact is not None else None
