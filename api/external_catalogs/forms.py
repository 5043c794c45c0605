"""The forms of a catalog."""

from django import forms
from django.utils.translation import gettext_lazy as _

from api.models import Catalog, Rhythm
from core.forms import PlainForm


class RhythmForm(PlainForm):
    """The rhythm in which a catalog gets changes, and its credential."""

    rhythm = forms.ChoiceField(
        label=_("Send updates"),
        choices=Rhythm.choices,
        initial=Rhythm.CHANGE,
        widget=forms.RadioSelect,
    )
    token = forms.CharField(
        label=_("Credential"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Sent as “Authorization: Bearer …”. It’s stored encrypted and never shown."),
    )


class CatalogForm(RhythmForm):
    """A new catalog."""

    field_order = ("address", "token", "rhythm")
    address = forms.URLField(
        label=_("Address"),
        max_length=Catalog._meta.get_field("address").max_length,
        assume_scheme="https",
        help_text=_(
            "Each specification is sent as JSON to this address plus its UUID. Removed ones are "
            "deleted there."
        ),
    )
