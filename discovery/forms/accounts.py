"""Forms of accounts."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.forms.typed import label_options
from discovery.models import User


class AccountChoice(forms.ModelChoiceField[User]):
    """Facilitators and admins choose an account. One without a name is shown by its address, which they also
    see on other pages."""

    def label_from_instance(self, obj: User) -> str:
        return obj.told_apart


def by_address(field: forms.Field) -> None:
    """Let a field that a model made label its accounts as AccountChoice does."""
    label_options(field, lambda account: account.told_apart)


class SignupForm(forms.Form):
    """What we ask beyond e-mail and password when somebody signs up (see ACCOUNT_FORMS)."""

    name = forms.CharField(label=_("Your name"), max_length=120)

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth after the account is made; the adapter has set the name."""
