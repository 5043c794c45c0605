"""The field for the last day of a key."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.key_expiry import USUAL


def last_day_field() -> forms.DateField:
    """A field named `ends_on` for the form of a key; it proposes USUAL from today."""
    return forms.DateField(
        label=_("Last day"),
        initial=lambda: timezone.localdate() + USUAL,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The key stops working after this day, at most two years from now."),
    )
