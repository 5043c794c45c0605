"""Shows the fields of an artifact that a page or a report does not lay out itself."""

from __future__ import annotations

from typing import Any

from django import template

from core.models import Artifact
from discovery.kinds.reading import lines_of, rows_on

register = template.Library()


@register.inclusion_tag("components/lines.html")
def lines(artifact: Artifact, besides: str, css_class: str = "") -> dict[str, Any]:
    """The other fields of the artifact, and what hangs on it. `besides` are the names of the fields, and the
    related names, that stand there already."""
    return {"lines": lines_of(artifact, besides.split()), "css_class": css_class}


@register.simple_tag
def hanging(artifact: Artifact, name: str) -> list[Artifact]:
    """What hangs on the artifact by the related name, with the people and other rows that it names: a list of
    them asks once, however long it is."""
    return rows_on(artifact, name)
