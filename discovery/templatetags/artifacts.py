"""Shows an artifact as the display of its kind says, or the fields that a page or a report does not lay out
itself. `exclude` are the names of the fields, and the related names, that are shown there already. What is
brief leaves out what the display shows at length: on the stage, in rooms and among results."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.models import Artifact
from discovery.kinds.displays import content_of, facts_of, lines_of, rows_on

register = template.Library()


@register.inclusion_tag("components/artifact_row.html")
def artifact_row(artifact: Artifact, exclude: str = "", brief: bool = False) -> dict[str, Any]:
    """The artifact in a row of a list."""
    return {"shown": content_of(artifact, exclude.split(), is_brief=brief)}


@register.inclusion_tag("components/artifact_card.html")
def artifact_card(artifact: Artifact, exclude: str = "") -> dict[str, Any]:
    """The artifact on a card of a report."""
    return {"shown": content_of(artifact, exclude.split())}


@register.inclusion_tag("components/lines.html")
def lines(artifact: Artifact, exclude: str, css_class: str = "", as_facts: bool = False) -> dict[str, Any]:
    """Show the other fields of the artifact and its children, each on a line; `as_facts` with labels in a
    column of their own."""
    return {"lines": lines_of(artifact, exclude.split()), "css_class": css_class, "as_facts": as_facts}


@register.simple_tag
def facts(
    artifact: Artifact,
    exclude: str,
    css_class: str = "quiet small",
    brief: bool = False,
    nameless: bool = False,
) -> SafeString:
    """The other fields of the artifact and its children in one line, such as in a cell of a table, after what
    it has. No blank follows, so that a comma may. What is shared without names is `nameless`: it has no
    people. What is brief or nameless has no children."""
    names = exclude.split()
    if brief or nameless:
        fields = facts_of(artifact, names, is_brief=brief, is_nameless=nameless)
    else:
        fields = lines_of(artifact, names)
    context = {"lines": fields, "css_class": css_class}
    return SafeString(render_to_string("components/facts.html", context).rstrip())


@register.simple_tag
def hanging(artifact: Artifact, name: str) -> list[Artifact]:
    """The artifact's rows by the related name, with the people and other rows that they name: a list asks
    once, however long it is."""
    return rows_on(artifact, name)
