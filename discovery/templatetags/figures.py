"""Figures in templates, as `documents.figures` shows them."""

from __future__ import annotations

from decimal import Decimal

from django import template

from documents import figures
from documents.spelling import number

register = template.Library()


@register.filter
def weeks(value: figures.Number | None) -> str:
    """Effort in person-weeks; "" when it is not known."""
    return "" if value is None else number(str(figures.weeks(value)))


@register.filter
def score(value: figures.Number | None) -> str:
    """A score or a mean of scores; "" when there is none."""
    return "" if value is None else number(str(figures.score(value)))


@register.filter
def gain(value: figures.Number | None) -> str:
    """How far a score moved, with its sign: "+2.8", "−0.4"; "" when that is not known."""
    return "" if value is None else number(figures.gain(value))


@register.filter
def typed(value: Decimal) -> str:
    """What somebody typed, such as the weight of a criterion, exactly."""
    return number(figures.typed(value))


@register.filter
def spelled(text: str) -> str:
    """A figure that a pure module wrote, in the language of now."""
    return number(text)
