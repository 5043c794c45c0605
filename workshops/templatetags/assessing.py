"""How numbers of an assessment are shown."""

from __future__ import annotations

from django import template

from workshops.registries import AssessedScale

register = template.Library()


@register.filter
def mark(number: object, scale: object) -> str:
    """What people see for a number of the scale; "" for none."""
    return scale.mark(number) if isinstance(number, int) and isinstance(scale, AssessedScale) else ""
