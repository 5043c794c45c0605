"""Figures in templates, as `documents.rounded_numbers` shows them.

Each takes what is not a number as none, and answers "": a filter behind a path through something that may be
None is handed "" (or None, within a tag) by Django.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from django import template

from documents import rounded_numbers
from documents.localized_numbers import number, percentage

register = template.Library()


def _of_number(show: Callable[[rounded_numbers.Number], str], value: object) -> str:
    """The number as `show` writes it, in the language of now; "" for anything else."""
    return number(show(value)) if isinstance(value, int | Decimal | Fraction) else ""


@register.filter
def weeks(value: object) -> str:
    """Effort in person-weeks; "" when it is not known."""
    return _of_number(lambda amount: str(rounded_numbers.weeks(amount)), value)


@register.filter
def score(value: object) -> str:
    """A score or a mean of scores; "" when there is none."""
    return _of_number(lambda amount: str(rounded_numbers.score(amount)), value)


@register.filter
def gain(value: object) -> str:
    """The change of a score, with its sign: "+2.8", "−0.4"; "" when it isn't known."""
    return _of_number(rounded_numbers.gain, value)


@register.filter
def as_typed(value: object) -> str:
    """A number as someone typed it, such as the weight of a criterion; "" without one."""
    return number(rounded_numbers.as_typed(value)) if isinstance(value, Decimal) else ""


@register.filter
def spelled(text: object) -> str:
    """A figure that a pure module wrote, in the language of now; "" when there is none."""
    return number(text) if isinstance(text, str) else ""


@register.filter(name="percentage")
def percentage_(value: object) -> str:
    """Hundredths, or a figure that a pure module wrote of them, with the sign; "" when there are none."""
    return percentage(str(value)) if isinstance(value, int | str) and value != "" else ""
