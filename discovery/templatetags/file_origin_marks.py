"""Marks beside names and approvals that came from a file."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.models import Artifact
from core.selectors.operations import is_claim

register = template.Library()


@register.simple_tag
def from_file(row: Artifact | None) -> SafeString:
    """Says that what the row says of people is what an imported file said; nothing for other rows."""
    if row is None or not is_claim(row):
        return SafeString("")
    return format_html(' <span class="from-file">({})</span>', _("from an imported file"))
