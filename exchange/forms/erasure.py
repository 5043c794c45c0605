"""Forms that forget a person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.artifacts import PlainForm
from core.forms.typed import field_of
from exchange.selectors.erasure import Known
from organizations.models import User


class WhoForm(PlainForm):
    """Whom to look for."""

    name = forms.CharField(
        label=_("Full name or e-mail address"),
        max_length=200,
        help_text=_("As it is written here. You see what is known under it before anything happens."),
    )


class ErasePersonForm(PlainForm):
    """Which of the rows under a name are the person's, and what becomes of texts that mention them."""

    known = forms.MultipleChoiceField(
        label=_("What is theirs"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Take the tick away from somebody else who has the same name."),
    )
    in_texts = forms.BooleanField(
        label=_("Also take the name out of texts that others wrote"), required=False
    )
    sure = forms.BooleanField(
        label=_("I know that nobody can undo this"),
        error_messages={"required": _("Tick this: nobody can bring the name back.")},
    )

    def __init__(self, *args: Any, known: list[Known], mentions: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "known", forms.ChoiceField).choices = [
            (each.key, f"{each.name}: {each.words}") for each in known
        ]
        self.fields["known"].initial = [each.key for each in known]
        self.fields["in_texts"].help_text = mentions
        if not known:
            del self.fields["known"]


class DeleteAccountForm(PlainForm):
    """Proof that it is the person: the password, or for an account without one the e-mail address."""

    in_texts = forms.BooleanField(
        label=_("Also take my full name out of texts that others wrote"), required=False, initial=True
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    email = forms.CharField(label=_("Your e-mail address, to be sure"), max_length=254)

    def __init__(self, *args: Any, account: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        del self.fields["email" if account.has_usable_password() else "password"]

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if not self.account.check_password(password):
            raise forms.ValidationError(_("This is not the password of your account."))
        return password

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip()
        if email.casefold() != self.account.email.casefold():
            raise forms.ValidationError(_("This is not the e-mail address of your account."))
        return email
