"""Forms that erase a person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PlainForm, field_of
from exchange.erasure.selectors import PersonMatch
from organizations.models import User


class WhoForm(PlainForm):
    """Asks for the name or address of the person."""

    name = forms.CharField(
        label=_("Full name or email address"),
        max_length=200,
        help_text=_("Exactly as it’s written here. You’ll see all matches before anything is erased."),
    )


class ErasePersonForm(PlainForm):
    """Asks which `matches` belong to the person, and whether to change texts that mention them."""

    known = forms.MultipleChoiceField(
        label=_("Matches"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Clear the box for anyone else with the same name."),
    )
    in_texts = forms.BooleanField(
        label=_("Also remove the name from texts that others wrote"), required=False
    )
    sure = forms.BooleanField(
        label=_("I understand that this can’t be undone"),
        error_messages={"required": _("Check this box to confirm. The name can’t be restored.")},
    )

    def __init__(self, *args: Any, matches: list[PersonMatch], mentions: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "known", forms.ChoiceField).choices = [
            (each.key, f"{each.name}: {each.words}") for each in matches
        ]
        self.fields["known"].initial = [each.key for each in matches]
        self.fields["in_texts"].help_text = mentions
        if not matches:
            del self.fields["known"]


class DeleteAccountForm(PlainForm):
    """Asks for the password, or for the email address of an account without one."""

    in_texts = forms.BooleanField(
        label=_("Also remove my full name from texts that others wrote"), required=False, initial=True
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    email = forms.CharField(label=_("Your email address, to confirm"), max_length=254)

    def __init__(self, *args: Any, account: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        del self.fields["email" if account.has_usable_password() else "password"]

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if not self.account.check_password(password):
            raise forms.ValidationError(_("This isn’t the password of your account."))
        return password

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip()
        if email.casefold() != self.account.email.casefold():
            raise forms.ValidationError(_("This isn’t the email address of your account."))
        return email
