"""A data product's needs of the capabilities, as a row of the matrix of gaps."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from technology.gaps.selectors import NeedCell

register = template.Library()


@register.simple_tag
def needs(cells: Iterable[NeedCell]) -> SafeString:
    """The cells of a row of the matrix."""
    language = get_language()
    return SafeString("".join(_cell_html(cell.level, cell.gap, cell.reason, language) for cell in cells))


@lru_cache(1024)
def _cell_html(level: int | None, gap: int, reason: str, _language: str | None) -> SafeString:
    """A matrix of 45 products has 700 cells, of a few sorts."""
    context = {"level": level, "gap": gap, "reason": reason}
    return render_to_string("technology/gaps/_cell.html", context)
