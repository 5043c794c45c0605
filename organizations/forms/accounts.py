"""Forms of accounts."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.forms import PlainForm
from organizations.models import User


class AccountChoice(forms.ModelChoiceField[User]):
    """A choice of an account in a form of no artifact, in the words of kinds/scopes.py."""

    def label_from_instance(self, obj: User) -> str:
        return obj.told_apart


class NameForm(PlainForm):
    """One's own name."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )


class SignupForm(forms.Form):
    """Fields beyond e-mail and password when someone signs up (see ACCOUNT_FORMS)."""

    name = forms.CharField(label=_("Your name"), max_length=120)

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth after the account is made; the adapter has set the name."""
