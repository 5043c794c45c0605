"""The form that asks again who someone is."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PlainForm


class AgainForm(PlainForm):
    """A password, or the code that was sent: `says_who` tells whether it is right. People of the company's
    `provider` without a password type nothing: what they did there is known by the time they go on."""

    again_secret = forms.CharField(
        max_length=200, error_messages={"required": _("Enter your password or code.")}
    )

    def __init__(
        self, *args: Any, says_who: Callable[[str], bool], has_password: bool, provider: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._says_who, self._has_password, self._provider = says_who, has_password, provider
        secret = self.fields["again_secret"]
        if has_password:
            secret.label = _("Your password")
            secret.widget = forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True})
        elif provider:
            del self.fields["again_secret"]
        else:
            secret.label = _("Code")
            secret.widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "again_secret" not in self.fields:
            message = _("%(provider)s hasn’t confirmed your sign-in yet. Sign in there first.")
            self.add_error(None, message % {"provider": self._provider})
        elif (secret := cleaned.get("again_secret")) and not self._says_who(secret):
            wrong = _("That password isn’t right.") if self._has_password else _("That code isn’t right.")
            self.add_error("again_secret", wrong)
        return cleaned
