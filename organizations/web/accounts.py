"""Where our rules meet allauth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from organizations.models import User
from organizations.web.clients import client_address
from organizations.web.known_browsers import mark_of
from organizations.web.security_log import sign_in_refused, typed_account


@dataclass(frozen=True, slots=True)
class _Site:
    """How e-mails name us."""

    name: str
    domain: str


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library is untyped
    """How allauth makes accounts here: only where signing up is open, with the name from the form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGNUP_OPEN)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.name = form.cleaned_data.get("name", "")
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Links in e-mails lead to settings.BASE_URL: a request may claim any host, and the key of another
        person's new password would be sent there."""
        links = {name: _at_base_url(value) for name, value in context.items() if name.endswith("_url")}
        site = _Site("Headwaters", settings.BASE_URL)
        super().send_mail(template_prefix, email, {**context, **links, "current_site": site})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """To the address that the account goes by, also where none was confirmed yet."""
        super().send_notification_mail(template_prefix, user, context, email=email or user.email)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """What was given with the account stays when its password changes, and is looked at now."""
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
        """Whose attempts to sign in are counted together: those of a browser that signed in to the account
        before, else those of an address, as everywhere by settings.TRUSTED_PROXIES."""
        typed = request.POST.get("login", "")
        account = typed_account({"email": typed}) if typed else request.user
        mark = mark_of(request, account) if isinstance(account, User) else ""
        return mark or client_address(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # The library's own counts for the account alone, so that anybody keeps its owner out; and it holds
        # the host, which a request may claim to be any, each with new attempts.
        return f"{str(credentials.get('email', '')).lower()} {self.get_client_ip(request)}"


def _at_base_url(link: str) -> str:
    parts = urlsplit(link)
    return urljoin(settings.BASE_URL, parts._replace(scheme="", netloc="").geturl())
