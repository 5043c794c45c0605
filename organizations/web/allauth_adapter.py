"""Our rules for allauth."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from organizations.mail_texts import Letter
from organizations.models import User
from organizations.services import mailing
from organizations.web.client_address import client_address
from organizations.web.lockout_exempt_browsers import mark_of
from organizations.web.security_log import sign_in_refused, typed_account


@dataclass(frozen=True, slots=True)
class _Site:
    """Our name and domain in e-mails."""

    name: str
    domain: str


_UNKNOWN: Final = "account/email/unknown_account"
_RESET: Final = "account/email/password_reset_key"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library is untyped
    """Accounts of allauth: made only where signing up is open, with the name from the form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGNUP_OPEN)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the outbox, in the transaction of the request. Links lead to settings.BASE_URL: a request may
        claim any host, and the key of another person's new password would be sent there.

        For an address without an account the same is done, and the mail is not sent."""
        is_unknown = template_prefix == _UNKNOWN
        if is_unknown:
            template_prefix = _RESET
            context = {**context, "password_reset_url": context["signup_url"]}
        links = {name: _at_base_url(value) for name, value in context.items() if name.endswith("_url")}
        site = _Site("Headwaters", settings.BASE_URL)
        values = {**context, **links, "email": email, "current_site": site}
        message = self.render_mail(template_prefix, email, values)
        account = None if is_unknown else context.get("user") or typed_account({"email": email})
        mailing.post(
            Letter(email, str(message.subject), str(message.body)),
            kind=mailing.UNKNOWN if is_unknown else mailing.ACCOUNT,
            account=account,
            expires_at=_expiry(template_prefix),
        )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """To the address that the account goes by, also where none was confirmed yet."""
        values = {**(context or {}), "user": user, "ip": client_address(self.request)}
        super().send_notification_mail(template_prefix, user, values, email=email or user.email)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """The account of who signs up. The password was hashed before (organizations.views.signing_up)."""
        user.email, user.name = form.cleaned_data["email"].lower(), form.cleaned_data.get("name", "")
        user.password = form.hashed
        if commit:
            user.save()
        return user

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Page of the account's grants: they stay when its password changes, and are reviewed now."""
        return reverse("discovery:account_given")

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """The address that the account goes by stays until another one, which is confirmed, is primary."""
        is_own = email_address.email.lower() == email_address.user.email.lower()
        return not is_own and bool(super().can_delete_email(email_address))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Raises ValidationError, and says so in the log, after too many wrong passwords from the address or
        the browser, for the account or in all."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            sign_in_refused(credentials, request)
            raise

    def get_client_ip(self, request: HttpRequest) -> str:
        """Key of the attempts to sign in that are counted together: those of a browser that signed in to the
        account before, else those of an address, as everywhere by settings.TRUSTED_PROXIES."""
        login = request.POST.get("login", "")
        account = typed_account({"email": login}) if login else request.user
        mark = mark_of(request, account) if isinstance(account, User) else ""
        return mark or client_address(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # The library's own counts for the account alone, so that anyone keeps its owner out; and it holds
        # the host, which a request may claim to be any, each with new attempts.
        return f"{str(credentials.get('email', '')).lower()} {self.get_client_ip(request)}"


def _at_base_url(link: str) -> str:
    parts = urlsplit(link)
    return urljoin(settings.BASE_URL, parts._replace(scheme="", netloc="").geturl())


def _expiry(template_prefix: str) -> datetime | None:
    """Until when the link in such a mail works; None if it does not end."""
    if template_prefix == _RESET:
        return timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    if "email_confirmation" in template_prefix:
        return timezone.now() + timedelta(days=app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS)
    return None
