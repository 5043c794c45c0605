"""Writing the iterations of a product: what the first one serves, and what each next one adds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from discovery.actors import Actor
from discovery.exceptions import Invalid
from discovery.models import Operation
from discovery.services import artefacts
from discovery.services.operations import operation
from products.models import DataProduct, Iteration
from products.permissions import check_edit_products


def add_iteration(
    *,
    actor: Actor,
    product: DataProduct,
    name: str,
    serves: str = "",
    adds: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    done_on: date | None = None,
    uuid: UUID | None = None,
) -> Iteration:
    """A new iteration after the others. `uuid` is that of the form: sent again, it is the same iteration.

    Raises Invalid for an iteration that ends before it starts.
    """
    check_edit_products(actor, product.discovery)
    _check_dates(starts_on, ends_on)
    summary = f"{product.name}: {name}"
    with operation(actor, "iteration.added", summary=summary, discovery=product.discovery):
        artefacts.locked(product)
        uuid = uuid or uuid4()
        sent_before = artefacts.added_already(Iteration, uuid, product_id=product.pk)
        if sent_before is not None:
            return sent_before
        return artefacts.add(
            Iteration,
            uuid=uuid,
            product=product,
            name=name,
            serves=serves,
            adds=adds,
            starts_on=starts_on,
            ends_on=ends_on,
            done_on=done_on,
            position=artefacts.next_position(Iteration.objects.filter(product=product)),
        )


def change_iteration(
    *, actor: Actor, iteration: Iteration, revision: int | None = None, **fields: Any
) -> Iteration:
    """`fields` are those of add_iteration. Raises as it does, and Stale."""
    product = iteration.product
    check_edit_products(actor, product.discovery)
    _check_dates(fields.get("starts_on", iteration.starts_on), fields.get("ends_on", iteration.ends_on))
    summary = f"{product.name}: {fields.get('name', iteration.name)}"
    with operation(actor, "iteration.changed", summary=summary, discovery=product.discovery):
        return artefacts.change(iteration, revision=revision, **fields)


def delete_iteration(*, actor: Actor, iteration: Iteration) -> Operation:
    """The iteration goes to the trash; returns the operation, for undo."""
    product = iteration.product
    check_edit_products(actor, product.discovery)
    summary = f"{product.name}: {iteration.name}"
    with operation(actor, "iteration.deleted", summary=summary, discovery=product.discovery) as done:
        artefacts.trash(iteration)
    return done


def reorder_iterations(*, actor: Actor, product: DataProduct, order: Sequence[UUID]) -> Operation:
    """Raises Conflict when `order` names an iteration that is gone."""
    check_edit_products(actor, product.discovery)
    with operation(actor, "iterations.reordered", summary=product.name, discovery=product.discovery) as done:
        artefacts.reorder(Iteration.objects.filter(product=product), order)
    return done


def _check_dates(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise Invalid(_("An iteration ends on the day it starts, or later."))
