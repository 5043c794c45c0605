"""Reads of the methods of a discovery."""

from __future__ import annotations

from fractions import Fraction

from discovery.models import Discovery
from lvt import scoring
from lvt.models import ScoringMethod
from lvt.models.scoring import CriterionPart, Direction


def methods_of(discovery: Discovery) -> list[ScoringMethod]:
    """All methods of a discovery, the newest first."""
    return list(discovery.scoring_methods.order_by("-pk"))


def current_method(discovery: Discovery) -> ScoringMethod | None:
    """The method that the next round uses: the newest one."""
    return discovery.scoring_methods.order_by("-pk").first()


def as_method(method: ScoringMethod) -> scoring.Method:
    """The method for the arithmetic; its keys are the criteria's primary keys."""
    return scoring.Method(
        tuple(
            scoring.Criterion(
                key=criterion.pk,
                minimum=criterion.scale[0].value,
                maximum=criterion.scale[-1].value,
                lower_is_better=criterion.direction == Direction.LOWER,
                weight=Fraction(criterion.weight),
                is_cost=criterion.part == CriterionPart.COST,
                worths=tuple(step.worth for step in criterion.scale) if criterion.steps else (),
            )
            for criterion in method.criteria.all()
        ),
        scoring.Combination(method.combination),
    )
