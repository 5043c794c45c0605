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

from organizations.models import User
from organizations.web.clients import client_address
from organizations.web.security_log import sign_in_refused


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

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """The address that the account goes by stays until another one, which is confirmed, is primary."""
        is_own = email_address.email.lower() == email_address.user.email.lower()
        return not is_own and bool(super().can_delete_email(email_address))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Raises ValidationError, and says so in the log, after too many wrong passwords for the account or
        from the address."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            sign_in_refused(credentials, request)
            raise

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whose attempts to sign in are counted together; as everywhere, by settings.TRUSTED_PROXIES."""
        return client_address(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # The library's own holds the host, which a request may claim to be any, each with new attempts.
        return str(credentials.get("email", "")).lower()


def _at_base_url(link: str) -> str:
    parts = urlsplit(link)
    return urljoin(settings.BASE_URL, parts._replace(scheme="", netloc="").geturl())
