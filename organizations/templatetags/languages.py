"""The choice of a page's language."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.context import Context

from organizations.web.languages import page_languages

register = template.Library()


@register.inclusion_tag("organizations/languages.html", takes_context=True)
def language_menu(context: Context, *, inside: bool = False) -> Mapping[str, Any]:
    """The languages to choose from, on pages that offer them. `inside` another form, its fields are sent
    along, and its view answers (`languages.chosen_now`)."""
    return {"languages": page_languages(), "inside": inside, "csrf_token": context.get("csrf_token")}
