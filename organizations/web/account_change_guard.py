"""Changes of an account: a stolen session alone is not enough to take it over.

allauth asks for the password again (ACCOUNT_REAUTHENTICATION_REQUIRED) and tells the address of the account
what changed (ACCOUNT_EMAIL_NOTIFICATIONS). Here is what it leaves open: accounts without a password, which
came by a one-time link or by a provider, and addresses that no one confirmed: who made the account for
someone else's address must not leave another one there, which would open it later.
"""

from collections.abc import Callable
from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.signals import email_added
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _, gettext_lazy

from organizations.models import User
from organizations.recent_sign_in.web import is_recent
from organizations.web.middleware import answer

_ASKS_AGAIN = "account_reauthenticate"
_CONFIRM_FIRST: Final = gettext_lazy(
    "Confirm your current address before you add another way to sign in. Follow the link "
    "we sent there, or request a new one."
)
_CHANGES = (
    *("account_email", "account_set_password", "socialaccount_connections"),
    "identity_start",
)


@receiver(email_added)
def _tell_owner(request: HttpRequest, user: User, email_address: EmailAddress, **_kwargs: Any) -> None:
    """An address that is added may become the one that signs in: who owns the account hears of it now."""
    context = {"added_email": email_address.email}
    get_adapter(request).send_notification_mail("account/email/email_added", user, context, email=user.email)


class AccountChanges:
    """Refuses changes of an account that its session alone should not allow: see the module."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        name, user = request.resolver_match and request.resolver_match.url_name, request.user
        asks_again = name == _ASKS_AGAIN
        if not (asks_again or (name in _CHANGES and request.method == "POST")) or not user.is_authenticated:
            return None
        if request.POST.get("process", "connect") != "connect":
            return None  # which signs in, maybe as someone else, and changes nothing
        has_password = user.has_usable_password()
        if asks_again and (has_password or is_recent(request)):
            return None if has_password else redirect("account_email")  # there is nothing to ask for
        if not has_password and not is_recent(request):
            return answer(
                request,
                403,
                _(
                    "You signed in a while ago, and this account has no password to check. Sign out, "
                    "sign in again, and repeat this within 15 minutes. You can get a new link from "
                    "“Forgot your password?” or from your organization’s admin."
                ),
            )
        if "action_add" in request.POST and not _is_verified(user, user.email):
            return answer(request, 409, str(_CONFIRM_FIRST))
        if "action_primary" in request.POST and not _is_verified(user, request.POST.get("email", "")):
            return answer(
                request,
                409,
                _("This address isn’t confirmed yet. Follow the link we sent there first."),
            )
        return None


def _is_verified(user: User, email: str) -> bool:
    return bool(EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists())
