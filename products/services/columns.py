"""Writing the columns of an output port: what a consumer finds in its data set."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from discovery.actors import Actor
from discovery.models import Operation
from discovery.services import artifacts
from discovery.services.operations import operation
from products.models import ColumnType, OutputPort, PortColumn
from products.permissions import check_edit_products


def add_column(
    *,
    actor: Actor,
    port: OutputPort,
    name: str,
    type: str = ColumnType.STRING,
    description: str = "",
    is_required: bool = False,
    is_personal: bool = False,
    uuid: UUID | None = None,
) -> PortColumn:
    """A new column after the others. `uuid` is the one that the form chose: sent again, it is the same one.

    Raises Invalid for a name that the port has already, and for a type that there is not.
    """
    check_edit_products(actor, port.product.discovery)
    _check_type(type)
    summary = f"{port.product.name}, {port.name}: {name}"
    with operation(actor, "column.added", summary=summary, discovery=port.product.discovery):
        artifacts.locked(port)
        uuid = uuid or uuid4()
        sent_before = artifacts.added_already(PortColumn, uuid, port_id=port.pk)
        if sent_before is not None:
            return sent_before
        _check_name(port, name)
        return artifacts.add(
            PortColumn,
            uuid=uuid,
            port=port,
            name=name,
            type=type,
            description=description,
            is_required=is_required,
            is_personal=is_personal,
            position=artifacts.next_position(PortColumn.objects.filter(port=port)),
        )


def change_column(
    *, actor: Actor, column: PortColumn, revision: int | None = None, **fields: Any
) -> PortColumn:
    """`fields` are those of add_column. Raises as it does, and Stale."""
    port = column.port
    check_edit_products(actor, port.product.discovery)
    _check_type(fields.get("type", column.type))
    name = fields.get("name", column.name)
    summary = f"{port.product.name}, {port.name}: {name}"
    with operation(actor, "column.changed", summary=summary, discovery=port.product.discovery):
        artifacts.locked(port)
        _check_name(port, name, besides=column)
        return artifacts.change(column, revision=revision, **fields)


def delete_column(*, actor: Actor, column: PortColumn) -> Operation:
    """The column goes to the trash; returns the operation, for undo."""
    port = column.port
    check_edit_products(actor, port.product.discovery)
    summary = f"{port.product.name}, {port.name}: {column.name}"
    with operation(actor, "column.deleted", summary=summary, discovery=port.product.discovery) as done:
        artifacts.trash(column)
    return done


def _check_type(type: str) -> None:
    if type not in ColumnType.values:
        raise Invalid(_("There is no such type of column."))


def _check_name(port: OutputPort, name: str, *, besides: PortColumn | None = None) -> None:
    """The port is locked, so that nobody is quicker."""
    others = PortColumn.objects.filter(port=port, name=name)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise Invalid(_("This port has a column “%(name)s” already.") % {"name": name})
