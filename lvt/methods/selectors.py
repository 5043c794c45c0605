"""Reads of the methods of a discovery."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from django.db.models import QuerySet

from discovery.models import Discovery
from discovery.selectors.default_language import in_language_of
from lvt import scoring_method
from lvt.methods.presets import PRESETS, Preset, PresetCriterion
from lvt.models import Criterion, CriterionPart, Direction, ScoringMethod
from workshops.registries import MOST_SCALES


def methods_of(discovery: Discovery) -> list[ScoringMethod]:
    """All methods of use cases of a discovery, the newest first."""
    return list(_of_use_cases(discovery))


def current_method(discovery: Discovery) -> ScoringMethod | None:
    """The method that the next round uses: the newest one."""
    return _of_use_cases(discovery).first()


def other_presets(method: ScoringMethod | None) -> list[Preset]:
    """The presets to start from: without the one that the method still is."""
    if method is None:
        return [*PRESETS.values()]
    rows = _questions((method.name, method.combination), method.criteria.all())
    with in_language_of(method.discovery):
        return [
            each
            for each in PRESETS.values()
            if _questions((str(each.name), each.combination.value), each.criteria) != rows
        ]


def _questions(
    head: tuple[str, str], criteria: Iterable[Criterion | PresetCriterion]
) -> list[tuple[str | Decimal | int, ...]]:
    """A method as its name and combination, and what it asks."""
    return [head, *((str(each.name), str(each.question), each.weight) for each in criteria)]


def _of_use_cases(discovery: Discovery) -> QuerySet[ScoringMethod]:
    return discovery.scoring_methods.filter(of_hypotheses=False).order_by("-pk")


def method_of_hypotheses(discovery: Discovery) -> ScoringMethod | None:
    """The method by which hypotheses are rated next: that of the use cases where its criteria fit a
    hypothesis (is_for_hypotheses), else a separate one. None before there is one."""
    current = current_method(discovery)
    if current is None or is_for_hypotheses(current):
        return current
    return discovery.scoring_methods.filter(of_hypotheses=True).order_by("-pk").first()


def is_for_hypotheses(method: ScoringMethod) -> bool:
    """Return True if each criterion is a row of squares on a phone and counts for itself, which answers to
    Kano's questions do not, and there are no more than an assessment has scales."""
    if method.combination == scoring_method.Combination.KANO:
        return False
    return 0 < method.criteria.count() <= MOST_SCALES


def as_method(method: ScoringMethod, criteria: Iterable[Criterion] | None = None) -> scoring_method.Method:
    """The method for the arithmetic; its keys are the primary keys of its criteria, which are read unless
    they are given."""
    return scoring_method.Method(
        tuple(
            scoring_method.Criterion(
                key=criterion.pk,
                minimum=criterion.scale[0].value,
                maximum=criterion.scale[-1].value,
                lower_is_better=criterion.direction == Direction.LOWER,
                weight=Fraction(criterion.weight),
                is_cost=criterion.part == CriterionPart.COST,
                worths=tuple(step.worth for step in criterion.scale) if criterion.steps else (),
            )
            for criterion in (method.criteria.all() if criteria is None else criteria)
        ),
        scoring_method.Combination(method.combination),
    )


def asked_by(method: ScoringMethod) -> tuple[object, ...]:
    """The method's questions, scales and their weights: the same for two methods whose totals can be
    compared."""
    arithmetic = as_method(method)
    parts = (
        (row.name, one.minimum, one.maximum, one.lower_is_better, one.weight, one.is_cost, one.worths)
        for row, one in zip(method.criteria.all(), arithmetic.criteria, strict=True)
    )
    return (arithmetic.combination, *parts)
