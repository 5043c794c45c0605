"""Making one product of two: no link of either is lost, and one undo parts them again."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from core.exceptions import Conflict, Invalid
from core.models import Operation
from core.services import artifacts, kinds, operation
from discovery.permissions import check_edit_discovery
from organizations.actors import Actor
from products.design.merging import selectors as merging
from products.models import DataProduct, DistinctProducts, InputPort, TemplateAnswer
from products.registries import MergedRows, merged_rows
from workshops.models import Activity


def merge_products(
    *, actor: Actor, keep: DataProduct, absorb: DataProduct, take: Collection[str] = ()
) -> Operation:
    """`keep` takes over all that `absorb` is connected with; `absorb` goes to the trash.

    Ports (with their columns), links, iterations, objectives, usage patterns, rules, answers and marks move,
    and rows of other apps about it (`registries.merged_rows`); what draws on `absorb` draws on `keep`, and
    activities that were prepared for it look at `keep`. What both have is there once; what one of the two fed
    the other with ends. Fields that `keep` leaves empty are filled. Where both have a value `keep`
    stays as it is, but for what `take` names by the keys of merging.selectors.FieldChoice. Where `absorb`
    delivered another measure of success, `keep` is judged by that one too.

    Raises Invalid for one and the same product and for two of different domains or discoveries; Conflict when
    one of them was merged or deleted in the meantime.
    """
    check_edit_discovery(actor, keep.discovery)
    check_edit_discovery(actor, absorb.discovery)
    _check_pair(keep, absorb)
    with operation(
        actor, "product.merged", summary=f"{absorb.name} → {keep.name}", place=keep.discovery
    ) as current:
        # Before the products: rooms lock what they are at first, then the product.
        _look_at_the_kept(keep, absorb)
        keep, absorb = _locked(keep, absorb)
        fields = _fields(keep, absorb, take)
        # The one of the two that is not delivered from now on, if there is one.
        measure = (keep if "delivers" in fields else absorb).delivers
        _stop_feeding_each_other(keep, absorb)
        _draw_on_the_kept(keep, absorb)
        for model in merging.children():
            _move(model, keep, absorb, take)
        _keep_apart(keep, absorb)
        for rows in merged_rows:
            _move_elsewhere(rows, keep, absorb)
        artifacts.trash(absorb)
        keep = artifacts.change(keep, **fields) if fields else artifacts.touch(keep)
        if measure is not None and measure != keep.delivers:
            kinds.insert_link(keep, "measures", measure)
    return current


def _check_pair(keep: DataProduct, absorb: DataProduct) -> None:
    if keep.pk == absorb.pk:
        raise Invalid(_("A data product can’t be merged with itself."))
    if keep.domain_id != absorb.domain_id:
        raise Invalid(
            _(
                "“%(keep)s” and “%(absorb)s” belong to different domains, and each domain is "
                "responsible for its own products. Let one feed the other instead."
            )
            % {"keep": keep.name, "absorb": absorb.name}
        )
    if keep.discovery_id != absorb.discovery_id:
        raise Invalid(
            _(
                "“%(keep)s” and “%(absorb)s” belong to different discoveries, with use cases of their own. "
                "Let one feed the other instead."
            )
            % {"keep": keep.name, "absorb": absorb.name}
        )


def _locked(keep: DataProduct, absorb: DataProduct) -> tuple[DataProduct, DataProduct]:
    """Both as they are now. Always in the same order, so that two who merge them crosswise do not wait for
    each other for ever."""
    rows = DataProduct.objects.select_for_update(of=("self",)).order_by("pk")
    products = {row.pk: row for row in rows.filter(pk__in=(keep.pk, absorb.pk))}
    for product in (keep, absorb):
        if product.pk not in products:
            raise trashed_meanwhile(product)
    return products[keep.pk], products[absorb.pk]


def trashed_meanwhile(product: DataProduct) -> Conflict:
    """The Conflict for a merge with a product that is in the trash."""
    return Conflict(
        _("“%(name)s” was merged or deleted in the meantime. Nothing was changed.") % {"name": product.name}
    )


def _fields(keep: DataProduct, absorb: DataProduct, take: Collection[str]) -> dict[str, Any]:
    """The values that `keep` gets from `absorb`, by field."""
    groups = merging.taken_over(keep, absorb)
    groups += [names for names in merging.differing(keep, absorb) if names[0] in take]
    return {name: getattr(absorb, name) for names in groups for name in names}


def _look_at_the_kept(keep: DataProduct, absorb: DataProduct) -> None:
    activities = Activity.objects.filter(
        track__workshop__discovery=absorb.discovery_id, settings__product=str(absorb.uuid)
    )
    for activity in activities.order_by("pk"):
        current = artifacts.locked(activity)
        artifacts.change(current, settings={**current.settings, "product": str(keep.uuid)})


def _stop_feeding_each_other(keep: DataProduct, absorb: DataProduct) -> None:
    both = (keep.pk, absorb.pk)
    artifacts.trash(*InputPort.objects.filter(product__in=both, feeder__in=both))


def _draw_on_the_kept(keep: DataProduct, absorb: DataProduct) -> None:
    for port in InputPort.objects.filter(feeder=absorb):
        before, port.feeder_id = port.feeder_id, keep.pk
        own = InputPort.objects.filter(product=port.product_id, feeder=keep)
        is_double = merging.double_of(port, own) is not None
        port.feeder_id = before
        if is_double:
            artifacts.trash(port)
        else:
            artifacts.change(port, feeder=keep)


def _move(model: Any, keep: DataProduct, absorb: DataProduct, take: Collection[str]) -> None:
    own = merging.rows_of(model, keep)
    has_order = any(field.name == "position" for field in model._meta.concrete_fields)
    position = artifacts.next_position(model.objects.filter(product=keep)) if has_order else 0
    for row in merging.rows_of(model, absorb):
        double = merging.double_of(row, own)
        if double is not None:
            if isinstance(row, TemplateAnswer) and f"answer_{row.question}" in take:
                artifacts.change(double, text=row.text)
            artifacts.trash(row)
        elif has_order:
            artifacts.change(row, product=keep, position=position)
            position += 1
        else:
            artifacts.change(row, product=keep)


def _keep_apart(keep: DataProduct, absorb: DataProduct) -> None:
    """Products that are distinct from the absorbed one become distinct from the kept one, once."""
    rows = DistinctProducts.objects.filter(Q(first__in=(keep, absorb)) | Q(second__in=(keep, absorb)))
    apart = {frozenset({row.first_id, row.second_id}) for row in rows}
    for row in rows.order_by("pk"):
        here = {keep.pk if key == absorb.pk else key for key in (row.first_id, row.second_id)}
        if absorb.pk not in {row.first_id, row.second_id}:
            continue
        if len(here) < 2 or here in apart:
            artifacts.trash(row)
            continue
        apart.add(frozenset(here))
        end: dict[str, Any] = {"first" if row.first_id == absorb.pk else "second": keep}
        artifacts.change(row, **end)


def _move_elsewhere(rows: MergedRows, keep: DataProduct, absorb: DataProduct) -> None:
    moved: dict[str, Any] = {rows.field: keep}
    for row in rows.model.objects.filter(**{rows.field: absorb}).order_by("pk"):
        # Asked again for each row: two that follow may be the same.
        double = merging.combined(rows, row, rows.model.objects.filter(**moved))
        if double is None:
            artifacts.change(row, **moved)
            continue
        other, changes = double
        artifacts.trash(row)
        if changes:
            artifacts.change(other, **changes)
