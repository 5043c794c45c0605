"""Writing data products: what they are, who answers for them, and what shapes them.

What a product is connected with is written by services/ports.py, sources.py and consumers.py. Deleting it
takes its own rows along, in one operation, so that one undo brings all of it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.utils.translation import gettext as _

from core.exceptions import Invalid, Stale
from discovery.actors import Actor
from discovery.models import Activity, Artifact, Discovery, Operation, Person, Team
from discovery.services import artifacts
from discovery.services.operations import operation
from lvt.models import Measure, UseCase
from lvt.selectors.tree import measures_of
from lvt.services.tree import check_owner
from products.models import (
    DataProduct,
    Measurement,
    ProductKind,
    ProductMeasure,
    ProductState,
    ProductUseCase,
    TemplateAnswer,
    TemplateQuestion,
)
from products.permissions import check_edit_products, check_write_product
from products.policies.products import check_may_be_aggregate, check_product_transition
from products.services.names import unique_name
from products.services.room import enter_the_room, workshop_of


def add_product(
    *,
    actor: Actor,
    discovery: Discovery,
    name: str,
    kind: str,
    job: str = "",
    description: str = "",
    owner: Person | None = None,
    team: Team | None = None,
    delivers: Measure | None = None,
    use_cases: Iterable[UseCase] = (),
    measures: Iterable[Measure] = (),
    uuid: UUID | None = None,
    activity: Activity | None = None,
) -> DataProduct:
    """A new, proposed product after the others. A participant may add one while `activity` is where their
    room is.

    `uuid` is the one that the form or device chose: sent again, because the answer was lost, it is the same
    product. Raises Invalid for a name that its domain has already, and for a kind, owner, team, measure or
    use case that is not of the discovery; Conflict when the room has moved on.
    """
    check_write_product(actor, discovery, activity)
    served, judged = list(use_cases), list(measures)
    _check_links(discovery, served, judged, delivers)
    _check_people(discovery, owner, team)
    _check_kind(kind)
    with operation(actor, "product.added", summary=name, discovery=discovery, workshop=workshop_of(activity)):
        uuid = uuid or uuid4()
        enter_the_room(actor, activity, uuid)
        sent_before = artifacts.added_already(DataProduct, uuid, discovery_id=discovery.pk)
        if sent_before is not None:
            return sent_before
        with unique_name(DataProduct, discovery.domain_id, name):
            made = artifacts.add(
                DataProduct,
                uuid=uuid,
                discovery=discovery,
                domain_id=discovery.domain_id,
                name=name,
                kind=kind,
                job=job,
                description=description,
                owner=owner,
                team=team,
                delivers=delivers,
                position=artifacts.next_position(DataProduct.objects.filter(discovery=discovery)),
            )
        _link_use_cases(made, served)
        _link_measures(made, judged)
    return made


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

    Two who change different fields do not stand in each other's way. Raises as add_product, Invalid for an
    effort outside its range, and Stale when somebody changed one of the same fields since `revision`.
    """
    discovery = product.discovery
    check_write_product(actor, discovery, activity)
    served, judged = fields.pop("use_cases", None), fields.pop("measures", None)
    served = None if served is None else list(served)
    judged = None if judged is None else list(judged)
    _check_links(discovery, served or [], judged or [], fields.get("delivers"))
    _check_people(discovery, fields.get("owner"), fields.get("team"))
    _check_kind(fields.get("kind", product.kind))
    _check_effort(*(fields.get(name, getattr(product, name)) for name in _EFFORT))
    name = fields.get("name")
    with operation(
        actor,
        "product.changed",
        summary=name or product.name,
        discovery=discovery,
        workshop=workshop_of(activity),
    ):
        enter_the_room(actor, activity, product.uuid)
        seen = _as_if_seen(product, revision, fields)
        with unique_name(DataProduct, product.domain_id, name, besides=product):
            changed = artifacts.change(product, revision=seen, **fields)
        if served is not None:
            _link_use_cases(changed, served)
        if judged is not None:
            _link_measures(changed, judged)
    return changed


def move_product(*, actor: Actor, product: DataProduct, state: ProductState) -> Operation:
    """Along PRODUCT_TRANSITIONS; returns the operation, for undo. Raises Conflict for any other way."""
    check_edit_products(actor, product.discovery)
    with operation(
        actor, "product.moved", summary=f"{product.name}: {state.label}", discovery=product.discovery
    ) as done:
        current = artifacts.locked(product)
        check_product_transition(current, state)
        artifacts.change(current, state=state)
    return done


def answer_aggregate(*, actor: Actor, product: DataProduct, is_aggregate: bool) -> Operation:
    """Whether a consumer-oriented product that feeds others is an aggregate: it becomes one, or is never
    asked for again. Returns the operation, for undo. Raises Conflict for one of another type."""
    check_edit_products(actor, product.discovery)
    with operation(actor, "product.changed", summary=product.name, discovery=product.discovery) as done:
        current = artifacts.locked(product)
        check_may_be_aggregate(current)
        if is_aggregate:
            artifacts.change(current, kind=ProductKind.AGGREGATE)
        else:
            artifacts.change(current, is_no_aggregate=True)
    return done


def delete_product(*, actor: Actor, product: DataProduct) -> Operation:
    """The product goes to the trash with its answers, ports, links, usage patterns and objectives; returns
    the operation, for undo.

    Ports of other products that it feeds stay, and say that it is gone.
    """
    check_edit_products(actor, product.discovery)
    with operation(actor, "product.deleted", summary=product.name, discovery=product.discovery) as done:
        _trash_with_own(product)
    return done


def reorder_products(*, actor: Actor, discovery: Discovery, order: Sequence[UUID]) -> Operation:
    """Raises Conflict when `order` names a product that is gone."""
    check_edit_products(actor, discovery)
    with operation(actor, "products.reordered", discovery=discovery) as done:
        artifacts.reorder(DataProduct.objects.filter(discovery=discovery), order)
    return done


def answer_question(
    *,
    actor: Actor,
    product: DataProduct,
    question: str,
    text: str,
    revision: int | None = None,
    activity: Activity | None = None,
) -> TemplateAnswer | None:
    """What the group answers to one of the six questions; an empty `text` takes the answer back.

    `revision` is that of the answer that was seen, 0 when there was none. Raises Stale, also when somebody
    else gave the first answer since; Invalid for a question that there is not.
    """
    check_write_product(actor, product.discovery, activity)
    if question not in TemplateQuestion.values:
        raise Invalid(_("There is no such question."))
    with operation(
        actor,
        "product.answered",
        summary=product.name,
        discovery=product.discovery,
        workshop=workshop_of(activity),
    ):
        enter_the_room(actor, activity, product.uuid)
        artifacts.locked(product)  # so that two first answers come one after the other
        current = TemplateAnswer.objects.filter(product=product, question=question).first()
        if current is None:
            if not text:
                return None
            return artifacts.add(TemplateAnswer, product=product, question=question, text=text)
        if text:
            return artifacts.change(current, revision=revision, text=text)
        if revision is not None and revision != current.revision:
            raise Stale(_("Somebody else changed this while you were editing."), current)
        artifacts.trash(current)
    return None


# --- What belongs to a product --------------------------------------------------------------------


def _trash_with_own(artifact: Artifact) -> None:
    """Put what hangs on the artifact into the trash, and then the artifact: what would be deleted with it."""
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
    """The revision to hold the change to: the present one when nobody changed these fields since `revision`.

    A template is edited by several people at once, each at another part of it.
    """
    if revision is None:
        return None
    current = artifacts.locked(product)
    before = DataProduct.history.filter(uuid=product.uuid, revision=revision).order_by("-history_id").first()
    if before is None:
        return revision
    names = [DataProduct._meta.get_field(name).attname for name in fields]  # type: ignore[union-attr]  # columns
    is_same = all(getattr(before, name) == getattr(current, name) for name in names)
    return current.revision if is_same else revision


def _link_use_cases(product: DataProduct, use_cases: Iterable[UseCase]) -> None:
    wanted = {use_case.pk: use_case for use_case in use_cases}
    for link in ProductUseCase.objects.filter(product=product):
        if wanted.pop(link.use_case_id, None) is None:
            artifacts.trash(link)
    for use_case in wanted.values():
        artifacts.add(ProductUseCase, product=product, use_case=use_case)


def _link_measures(product: DataProduct, measures: Iterable[Measure]) -> None:
    wanted = {measure.pk: measure for measure in measures}
    for link in ProductMeasure.objects.filter(product=product):
        if wanted.pop(link.measure_id, None) is None:
            artifacts.trash(link)
    for measure in wanted.values():
        artifacts.add(ProductMeasure, product=product, measure=measure)


# --- What must hold -------------------------------------------------------------------------------

_EFFORT = ("effort_low", "effort", "effort_high")


def _check_effort(*low_to_high: Any) -> None:
    known = [value for value in low_to_high if value is not None]
    if known != sorted(known):
        raise Invalid(_("The effort lies between “at least” and “at most”."))


def _check_kind(kind: str) -> None:
    if kind not in ProductKind.values:
        raise Invalid(_("There is no such type of data product."))


def _check_people(discovery: Discovery, owner: Person | None, team: Team | None) -> None:
    check_owner(discovery, owner)
    if team is not None and team.organization_id != discovery.domain.organization_id:
        raise Invalid(_("This team belongs to another organization."))


def _check_links(
    discovery: Discovery,
    use_cases: Sequence[UseCase],
    measures: Sequence[Measure],
    delivers: Measure | None,
) -> None:
    if any(use_case.discovery_id != discovery.pk for use_case in use_cases):
        raise Invalid(_("A data product can only serve use cases of its own discovery."))
    wanted = {measure.pk for measure in (*measures, *([delivers] if delivers else ()))}
    if wanted and measures_of(discovery).filter(pk__in=wanted).count() != len(wanted):
        raise Invalid(_("A data product can only name measures of its own discovery's tree."))
