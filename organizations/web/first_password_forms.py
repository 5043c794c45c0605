"""Forms for the first password of an account."""

from typing import Any

from allauth.account.forms import SetPasswordForm, SignupForm
from django.contrib.auth.password_validation import MinimumLengthValidator, get_default_password_validators
from django.utils.translation import gettext_lazy as _

from core.labels import Text


def password_rules() -> Text:
    """Return the rules of passwords in one sentence."""
    validators = get_default_password_validators()
    lengths = [each.min_length for each in validators if isinstance(each, MinimumLengthValidator)]
    return _("At least %(count)s characters, no common password, and not your name or email address.") % {
        "count": max(lengths)
    }


class NewAccountForm(SignupForm):  # type: ignore[misc]  # the library is untyped
    """allauth's form to sign up, with the rules of passwords in one sentence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = password_rules()


class FirstPasswordForm(SetPasswordForm):  # type: ignore[misc]  # the library is untyped
    """allauth's form, with labels instead of placeholders and its rules in one sentence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        new, again = self.fields["password1"], self.fields["password2"]
        new.label, again.label = _("New password"), _("New password, again")
        new.help_text = password_rules()
        for field in (new, again):
            field.widget.attrs.pop("placeholder", None)
