"""Writing data products: what they are, who answers for them, and what shapes them.

What a product is connected with is written by kinds and sources_and_consumers. Deleting it
takes its own rows along, in one operation, so that one undo brings all of it back.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.models import Artifact, Operation
from core.services import artifacts, kinds, operation
from discovery.models import Discovery
from discovery.permissions import check_edit_discovery
from lvt.models import Measure, UseCase
from organizations.actors import Actor
from products.design.product.kinds import DATA_PRODUCT
from products.design.product.policies import check_may_be_aggregate, check_product_transition
from products.models import (
    DataProduct,
    Measurement,
    ProductKind,
    ProductState,
    TemplateAnswer,
    TemplateQuestion,
)
from products.services.room_writes import writing
from workshops.models import Activity


def add_product(
    *,
    actor: Actor,
    discovery: Discovery,
    activity: Activity | None = None,
    use_cases: Iterable[UseCase] = (),
    measures: Iterable[Measure] = (),
    **fields: Any,
) -> DataProduct:
    """A new, proposed product after the others; `fields` are its values. A participant may add one while
    `activity` is where their room is.

    Sent again under one `uuid`, because the answer was lost, it is the same product. Raises Invalid as
    kinds.add, and Conflict when the room has moved on.
    """
    draft = DataProduct(discovery=discovery, **fields)
    with writing(actor, "product.added", discovery, activity, draft.uuid, summary=draft.name):
        links: dict[str, list[Any]] = {"use_cases": list(use_cases), "measures": list(measures)}
        sent_before = kinds.added_already(draft, discovery_id=discovery.pk, **links)
        return sent_before or kinds.insert(draft, **links)


def change_product(
    *,
    actor: Actor,
    product: DataProduct,
    revision: int | None = None,
    activity: Activity | None = None,
    **fields: Any,
) -> DataProduct:
    """`fields` are those of the model but state, discovery and domain; `use_cases` and `measures` replace
    what the product is linked with.

    Two people may change different fields at the same time. Raises as add_product, and Stale when
    someone changed one of the same fields since `revision`.
    """
    name = fields.get("name") or product.name
    with writing(actor, "product.changed", product.discovery, activity, product.uuid, summary=name):
        base = _as_if_seen(product, revision, fields)
        return kinds.update(product, revision=base, **fields)


def move_product(*, actor: Actor, product: DataProduct, state: ProductState) -> Operation:
    """Along PRODUCT_TRANSITIONS. Raises Conflict for any other way."""
    check_edit_discovery(actor, product.discovery)
    with operation(
        actor, "product.moved", summary=f"{product.name}: {state.label}", place=product.discovery
    ) as current:
        row = artifacts.locked(product)
        check_product_transition(row, state)
        artifacts.change(row, state=state)
    return current


def answer_aggregate(*, actor: Actor, product: DataProduct, is_aggregate: bool) -> Operation:
    """Answers whether a consumer-oriented product that feeds others is an aggregate: it becomes one, or the
    question is not asked again. Raises Conflict for one of another type."""
    check_edit_discovery(actor, product.discovery)
    with operation(actor, "product.changed", summary=product.name, place=product.discovery) as current:
        row = artifacts.locked(product)
        check_may_be_aggregate(row)
        if is_aggregate:
            artifacts.change(row, kind=ProductKind.AGGREGATE)
        else:
            artifacts.change(row, is_no_aggregate=True)
    return current


def delete_product(*, actor: Actor, product: DataProduct) -> Operation:
    """The product goes to the trash with its answers, ports, links, usage patterns and objectives.

    Ports of other products that it feeds stay, and show that it is gone. Raises NotAllowed or NotFound.
    """
    check_edit_discovery(actor, product.discovery)
    with operation(actor, "product.deleted", summary=product.name, place=product.discovery) as current:
        _trash_with_own(product)
    return current


def answer_question(
    *,
    actor: Actor,
    product: DataProduct,
    question: str,
    text: str,
    revision: int | None = None,
    activity: Activity | None = None,
) -> TemplateAnswer | None:
    """Saves the group's answer to one of the six questions; an empty `text` removes the answer.

    `revision` is that of the answer that was seen, 0 when there was none. Raises Stale, also when someone
    else gave the first answer since; Invalid for an unknown question.
    """
    if question not in TemplateQuestion.values:
        raise Invalid(_("Unknown question."))
    name = product.name
    with writing(actor, "product.answered", product.discovery, activity, product.uuid, summary=name):
        artifacts.locked(product)  # so that two first answers come one after the other
        current = TemplateAnswer.objects.filter(product=product, question=question).first()
        if current is None:
            if not text:
                return None
            return artifacts.add(TemplateAnswer, product=product, question=question, text=text)
        if text:
            return artifacts.change(current, revision=revision, text=text)
        artifacts.trash(artifacts.locked_at_revision(current, revision))
    return None


# --- What belongs to a product --------------------------------------------------------------------


def _trash_with_own(artifact: Artifact) -> None:
    """Put the things that belong to the artifact into the trash, and then the artifact: what would be deleted
    with it."""
    for relation in artifact._meta.related_objects:
        child = relation.related_model
        if relation.on_delete is not models.CASCADE or not issubclass(child, Artifact):
            continue
        if child is Measurement:
            continue  # there may be thousands, and all are read through their objective
        for row in child.objects.filter(**{relation.field.name: artifact}):
            _trash_with_own(row)
    artifacts.trash(artifact)


def _as_if_seen(product: DataProduct, revision: int | None, fields: Mapping[str, Any]) -> int | None:
    """The revision to hold the change to: the present one when no one changed these fields since `revision`.

    A template is edited by several people at once, each at another part of it.
    """
    if revision is None:
        return None
    current = artifacts.locked(product)
    before = DataProduct.history.filter(uuid=product.uuid, revision=revision).order_by("-history_id").first()
    if before is None:
        return revision
    columns = {*fields} - {*DATA_PRODUCT.links}
    names = [DataProduct._meta.get_field(name).attname for name in columns]  # type: ignore[union-attr]  # columns
    is_same = all(getattr(before, name) == getattr(current, name) for name in names)
    return current.revision if is_same else revision
