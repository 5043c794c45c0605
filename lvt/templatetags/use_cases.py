"""What other apps offer beside a use case."""

from __future__ import annotations

from django import template

from core.labels import Text
from discovery.models import Discovery
from discovery.registries import use_case_steps
from lvt.models import UseCase

register = template.Library()


@register.inclusion_tag("lvt/use_cases/_steps.html")
def use_case_step_links(discovery: Discovery, use_case: UseCase) -> dict[str, object]:
    """The steps that apps registered, as links."""
    steps: list[tuple[Text, str, str]] = [
        (step.label, step.icon, step.url(discovery.slug, use_case.uuid)) for step in use_case_steps
    ]
    return {"steps": steps, "use_case": use_case}


@register.inclusion_tag("lvt/use_cases/_facts.html")
def use_case_facts(discovery: Discovery, use_case: UseCase) -> dict[str, object]:
    """What came of those steps, under their headings."""
    return {"facts": [(step.heading, step.links(discovery, use_case.uuid)) for step in use_case_steps]}
