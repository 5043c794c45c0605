"""Choosing what of a workshop's results is shared."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PlainForm
from workshops.results.selectors import PARTS


class SummaryForm(PlainForm):
    """The address for the mail after the workshop; it cannot be undone."""

    address = forms.EmailField(
        label=_("Email"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "enterkeyhint": "send"}),
        help_text=_("Leave it empty if you don’t want an email."),
    )


class ShareForm(PlainForm):
    """At least one part."""

    parts = forms.MultipleChoiceField(
        label=_("Shared parts"),
        choices=list(PARTS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Names aren’t shown next to what people wrote, unless the stage showed them."),
        error_messages={"required": _("Choose at least one part.")},
    )
