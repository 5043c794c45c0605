"""The form of a webhook."""

from django import forms
from django.utils.translation import gettext_lazy as _

from api.models import Event, Webhook
from core.forms import PlainForm


class WebhookForm(PlainForm):
    """The address of a new webhook, and the events that it receives."""

    address = forms.URLField(
        label=_("Address"),
        max_length=Webhook._meta.get_field("address").max_length,
        assume_scheme="https",
        help_text=_("Receives a signed JSON POST for each event, as defined by Standard Webhooks."),
    )
    events = forms.MultipleChoiceField(
        label=_("Events"),
        choices=Event.choices,
        initial=Event.values,
        widget=forms.CheckboxSelectMultiple,
    )
