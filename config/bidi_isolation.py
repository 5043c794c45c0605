"""A filter that every template has: `isolated`, for what people typed within texts of ours."""

import re
from typing import Final

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

register = template.Library()

_FROM_RIGHT: Final = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Letters of Hebrew, Arabic and other scripts from right to left, and the mark of that direction."""


@register.filter
def isolated(text: object) -> SafeString:
    """A name or text from right to left in its own direction, so that it moves nothing beside it; any other
    as it is. Not for attributes. Elsewhere, an element with nothing else in it has `dir="auto"`."""
    words = text if isinstance(text, str) else "" if text is None else str(text)
    escaped = SafeString(conditional_escape(words))
    return format_html("<bdi>{}</bdi>", escaped) if _FROM_RIGHT.search(escaped) else escaped
