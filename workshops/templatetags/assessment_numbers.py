"""Numbers of an assessment in templates."""

from django import template

from workshops.registries import AssessedScale

register = template.Library()


@register.filter
def mark(number: object, scale: object) -> str:
    """The label of a number of the scale; "" for none."""
    return scale.mark(number) if isinstance(number, int) and isinstance(scale, AssessedScale) else ""
