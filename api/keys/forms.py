"""The form of a key."""

from django import forms
from django.utils.translation import gettext_lazy as _

from api.models import ApiKey, Scope
from core.forms import PlainForm, last_day_field


class KeyForm(PlainForm):
    """The purpose of a new key, and its scopes. The person who makes it sees its secret once."""

    name = forms.CharField(
        label=_("Purpose"),
        max_length=ApiKey._meta.get_field("name").max_length,
        help_text=_("Such as the catalog that reads, or the pipeline that sends measurements."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Permissions"),
        choices=Scope.choices,
        initial=[Scope.READ],
        widget=forms.CheckboxSelectMultiple,
    )
    ends_on = last_day_field()
