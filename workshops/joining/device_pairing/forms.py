"""Forms that pair a device with a workshop."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PlainForm
from workshops.joining.device_pairing.models import DIGITS
from workshops.models import DeviceKind


class DeviceForm(PlainForm):
    """The kind of device to pair."""

    kind = forms.ChoiceField(choices=DeviceKind.choices)


class DigitsForm(PlainForm):
    """The digits that the console shows, as people type them: with spaces or without."""

    digits = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Six digits, shown on the workshop’s console."),
        widget=forms.TextInput(
            attrs={
                "class": "code",
                "autofocus": True,
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "enterkeyhint": "go",
                "placeholder": "482 019",
            }
        ),
    )

    def clean_digits(self) -> str:
        """Six digits. What cannot be a code is refused here, without counting as a try."""
        raw: str = self.cleaned_data["digits"]
        digits = "".join(raw.replace("-", " ").split())
        if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
            raise forms.ValidationError(_("A code has six digits, such as 482 019. Check it again."))
        return digits
