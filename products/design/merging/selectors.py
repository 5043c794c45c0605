"""The effects of merging one product into another: shown before, and done by merging/services.py."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.kinds import kind_of
from core.models import Artifact
from documents import rounded_numbers
from documents.localized_numbers import number
from products.models import (
    AccessRule,
    DataProduct,
    InputPort,
    Iteration,
    MapMark,
    OutputPort,
    ProductConsumer,
    ProductMeasure,
    ProductUseCase,
    Slo,
    TemplateAnswer,
    TemplateProposal,
    UsageGroup,
    UsagePattern,
)
from products.registries import MergedRows, merged_rows
from products.selectors.connectable import mention

# The identity of the kept product; its name may still be chosen.
_IDENTITY = frozenset(
    {"id", "uuid", "revision", "created_at", "modified_at", "deleted_at"}
    | {"discovery", "domain", "kind", "is_no_aggregate", "state", "position"}
)
# One estimate, its range and how sure it is: they come from the same product.
_EFFORT = ("effort", "effort_low", "effort_high", "effort_confidence")

# Things linked to a product, in the words of the page that shows a merge beforehand.
WORDS: dict[type[Artifact], str | Promise] = {
    InputPort: _("Input ports"),
    OutputPort: _("Output ports"),
    ProductConsumer: _("Consumers"),
    ProductUseCase: _("Use cases"),
    ProductMeasure: _("Measures of success"),
    Iteration: _("Iterations"),
    UsagePattern: _("Usage patterns"),
    UsageGroup: _("Groups of usage patterns"),
    Slo: _("Promises (SLOs)"),
    AccessRule: _("Access rules"),
    TemplateAnswer: _("Answers to the six questions"),
    TemplateProposal: _("Proposals from the room"),
    MapMark: _("Marks on maps"),
}


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A difference between both products. `key` names it in a form and in `take`."""

    key: str
    label: str
    kept_text: str
    other: str


@dataclass(frozen=True, slots=True)
class FilledField:
    """A value that only the absorbed product has, and that the kept one takes over."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Moving:
    """Things of one kind that move over; `doubled` are those that both have, and that exist once
    afterwards."""

    word: str
    names: tuple[str, ...]
    doubled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MergePlan:
    """`fed` are the products that draw on the absorbed one and will draw on the kept one; `between` is
    whether one feeds the other, which ends."""

    keep: DataProduct
    absorb: DataProduct
    choices: tuple[FieldChoice, ...]
    filled_fields: tuple[FilledField, ...]
    moving: tuple[Moving, ...]
    fed: tuple[str, ...]
    between: bool


def merge_plan(keep: DataProduct, absorb: DataProduct) -> MergePlan:
    """The effects of `merge_products`, in words. A fixed number of queries."""
    answers = {row.question: row for row in TemplateAnswer.objects.filter(product=keep)}
    choices = [_choice(keep, absorb, names) for names in differing(keep, absorb)]
    moving = []
    for model in children():
        others, own = _rows_of(model, absorb), list(_rows_of(model, keep))
        moved, doubled = [], []
        for row in others:
            if is_between(row, keep, absorb):
                continue
            answer = answers.get(row.question) if isinstance(row, TemplateAnswer) else None
            if answer is not None and isinstance(row, TemplateAnswer) and answer.text != row.text:
                choices.append(FieldChoice(f"answer_{row.question}", _name(row), answer.text, row.text))
            elif double_of(row, own):
                doubled.append(_name(row))
            else:
                moved.append(_name(row))
        if moved or doubled:
            moving.append(Moving(str(WORDS[model]), tuple(moved), tuple(doubled)))
    moving += [each for each in map(partial(_moving_elsewhere, keep, absorb), merged_rows) if each]
    rows = InputPort.objects.filter(feeder__in=(keep, absorb)).select_related("product__domain")
    feeds = [port for port in rows if port.product.deleted_at is None]
    return MergePlan(
        keep,
        absorb,
        tuple(choices),
        tuple(FilledField(label(names), in_words(absorb, names)) for names in taken_over(keep, absorb)),
        tuple(moving),
        tuple(
            dict.fromkeys(
                mention(port.product, {keep.discovery_id}).name
                for port in feeds
                if port.feeder_id == absorb.pk and port.product_id != keep.pk
            )
        ),
        between=any(port.product_id in {keep.pk, absorb.pk} for port in feeds),
    )


def _moving_elsewhere(keep: DataProduct, absorb: DataProduct, rows: MergedRows) -> Moving | None:
    own, others = (
        rows.model.objects.filter(**{rows.field: product}).select_related(*rows.related)
        for product in (keep, absorb)
    )
    moved: list[str] = []
    doubled: list[str] = []
    for row in others:
        double = combined(rows, row, own)
        (doubled if double else moved).append(rows.name(row))
    return Moving(str(rows.word), tuple(moved), tuple(doubled)) if moved or doubled else None


# --- Fields ---------------------------------------------------------------------------------------


def groups_of_fields() -> Iterator[tuple[str, ...]]:
    """The names of the fields that are decided, each group as one."""
    yield _EFFORT
    for field in DataProduct._meta.concrete_fields:
        if field.name not in _IDENTITY and field.name not in _EFFORT:
            yield (field.name,)


def differing(keep: DataProduct, absorb: DataProduct) -> list[tuple[str, ...]]:
    """The groups of fields that both have filled, and not alike."""
    return [
        names
        for names in groups_of_fields()
        if _says(keep, names) and _says(absorb, names) and _values(keep, names) != _values(absorb, names)
    ]


def taken_over(keep: DataProduct, absorb: DataProduct) -> list[tuple[str, ...]]:
    """The groups of fields that only `absorb` has filled."""
    return [names for names in groups_of_fields() if _says(absorb, names) and not _says(keep, names)]


def label(names: tuple[str, ...]) -> str:
    """A group of fields in words."""
    if names == _EFFORT:
        return str(_("Effort"))
    field = DataProduct._meta.get_field(names[0])
    words = str(getattr(field, "verbose_name", names[0]))
    return words[:1].upper() + words[1:]


def in_words(product: DataProduct, names: tuple[str, ...]) -> str:
    """The product's values in a group of fields, as one text."""
    if names == _EFFORT:
        return _effort_in_words(product)
    return " · ".join(_field_in_words(product, name) for name in names if _says(product, (name,)))


def _effort_in_words(product: DataProduct) -> str:
    parts = []
    if product.effort is not None:
        parts.append(_("%(weeks)s person-weeks") % {"weeks": _number(product.effort)})
    low, high = product.effort_low, product.effort_high
    if low is not None and high is not None:
        parts.append(_("between %(low)s and %(high)s") % {"low": _number(low), "high": _number(high)})
    elif low is not None:
        parts.append(_("at least %(low)s") % {"low": _number(low)})
    elif high is not None:
        parts.append(_("at most %(high)s") % {"high": _number(high)})
    if product.effort_confidence is not None:
        sure = str(product.get_effort_confidence_display())
        parts.append(_("confidence: %(confidence)s") % {"confidence": sure})
    return ", ".join(map(str, parts))


def _number(value: Decimal) -> str:
    return number(str(rounded_numbers.weeks(value)))


def _choice(keep: DataProduct, absorb: DataProduct, names: tuple[str, ...]) -> FieldChoice:
    return FieldChoice(names[0], label(names), in_words(keep, names), in_words(absorb, names))


def _field_in_words(product: DataProduct, name: str) -> str:
    display = getattr(product, f"get_{name}_display", None)
    return str(display() if display else getattr(product, name))


def _values(product: DataProduct, names: tuple[str, ...]) -> list[Any]:
    return [getattr(product, DataProduct._meta.get_field(name).attname) for name in names]  # type: ignore[union-attr]  # concrete fields have one


def _says(product: DataProduct, names: tuple[str, ...]) -> bool:
    return any(value not in (None, "") for value in _values(product, names))


# --- Things linked to a product -------------------------------------------------------------------


def children() -> list[type[Artifact]]:
    """The models whose rows belong to a product or name it, by their field `product`, but for those of other
    apps (`registries.merged_rows`)."""
    elsewhere = {rows.model for rows in merged_rows}
    return [
        relation.related_model
        for relation in DataProduct._meta.related_objects
        if relation.field.name == "product"
        and issubclass(relation.related_model, Artifact)
        and relation.related_model not in elsewhere
    ]


def combined(rows: MergedRows, row: Artifact, own: Iterable[Any]) -> tuple[Any, Mapping[str, Any]] | None:
    """The one of `own` that is the same as `row`, and what of it changes when the two become one; None
    when there is none."""
    for other in own:
        changes = rows.combine(row, other)
        if changes is not None:
            return other, changes
    return None


def rows_of(model: type[Artifact], product: DataProduct) -> list[Any]:
    """Those of the product, in their order."""
    return list(model.objects.filter(**{"product": product}))


def is_between(row: Artifact, keep: DataProduct, absorb: DataProduct) -> bool:
    """Return True if it is a port by which one of the two feeds the other."""
    both = {keep.pk, absorb.pk}
    return isinstance(row, InputPort) and row.product_id in both and row.feeder_id in both


def double_of(row: Artifact, own: Iterable[Any]) -> Any | None:
    """The one of `own` (of the same model) beside which `row` would add nothing new; None when there is
    none. Answers to the same question are doubles, whatever their texts: a product has one."""
    for other in own:
        if _is_double(row, other):
            return other
    return None


def _is_double(row: Artifact, other: Any) -> bool:
    match row:
        case ProductUseCase():
            return bool(row.use_case_id == other.use_case_id)
        case ProductMeasure():
            return bool(row.measure_id == other.measure_id)
        case ProductConsumer():
            return bool((row.consumer_id, row.port_id) == (other.consumer_id, other.port_id))
        case TemplateAnswer():
            return bool(row.question == other.question)
        case AccessRule():
            same = (*(kind_of(row).recognized_by or ()), "until")
            return _alike(row, other, same) and _adds_nothing(row, other, ("note",))
        case InputPort():
            if row.source_id is None and row.feeder_id is None:
                return False
            texts = ("name", "kind", "format", "location", "description", "feeder_port_id")
            return _alike(row, other, ("source_id", "feeder_id")) and _adds_nothing(row, other, texts)
        case _:
            return False


def _alike(row: Artifact, other: Any, names: Collection[str]) -> bool:
    return all(getattr(row, name) == getattr(other, name) for name in names)


def _adds_nothing(row: Artifact, other: Any, names: Collection[str]) -> bool:
    return all(getattr(row, name) in ("", None, getattr(other, name)) for name in names)


# What the name of a row is taken from, so that names cost no query each.
_RELATED: dict[type[Artifact], tuple[str, ...]] = {
    InputPort: ("source", "feeder"),
    ProductConsumer: ("consumer", "port"),
    ProductUseCase: ("use_case",),
    ProductMeasure: ("measure",),
    UsagePattern: ("consumer",),
}


def _rows_of(model: type[Artifact], product: DataProduct) -> models.QuerySet[Any]:
    return model.objects.filter(**{"product": product}).select_related(*_RELATED.get(model, ("product",)))


def _name(row: Any) -> str:
    match row:
        case ProductConsumer():
            return f"{row.consumer} ({row.port})" if row.port else str(row.consumer)
        case ProductUseCase():
            return str(row.use_case)
        case ProductMeasure():
            return str(row.measure)
        case TemplateAnswer():
            return str(row.get_question_display())
        case _:
            return str(row)
