"""The speed of a rehearsal."""

from django import forms

from core.exceptions import Invalid
from core.forms import PlainForm
from workshops.dress_rehearsal.rules import SPEEDS


class RehearsalForm(PlainForm):
    """Asks how many times faster than the agenda the rehearsal runs."""

    speed = forms.TypedChoiceField(choices=[(each, str(each)) for each in SPEEDS], coerce=int)

    def chosen(self) -> int:
        """The speed. Raises Invalid for one that is not offered."""
        if not self.is_valid():
            raise Invalid(str(next(iter(self.errors["speed"]))))
        speed: int = self.cleaned_data["speed"]
        return speed
