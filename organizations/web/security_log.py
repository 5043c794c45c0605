"""Sign-ins, changes of accounts and refusals are recorded as they happen (audit/services.py).

docs/operations.md lists the events.
"""

from contextlib import nullcontext
from functools import partial
from typing import Any, Final

from allauth.account import signals as account
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import Signal
from django.http import HttpRequest

from organizations.audit.services import RecordedEvent, log, record_refused
from organizations.models import User
from organizations.web.audit_middleware import client_of

_CHANGES: Final[dict[str, Signal]] = {
    "password.changed": account.password_changed,
    "password.set": account.password_set,
    "password.reset": account.password_reset,
    "address.added": account.email_added,
    "address.changed": account.email_changed,
    "address.removed": account.email_removed,
    "address.confirmed": account.email_confirmed,
    "account.made": account.user_signed_up,
}


def log_event(event: str, request: HttpRequest | None, *, who: object = None) -> None:
    """Write the line of one event: `who` is the account, None for an unknown person."""
    happened = RecordedEvent.by_account(event, who if isinstance(who, User) else None)
    with nullcontext() if request is None else client_of(request):
        log(happened)


def refused(request: HttpRequest, status: int) -> None:
    """Log that someone was not let in, or asked too often."""
    who = getattr(request, "user", None)
    with client_of(request):
        record_refused(status, who if isinstance(who, User) else None)


def sign_in_refused(credentials: dict[str, Any], request: HttpRequest) -> None:
    """Log that a password was not looked at, after too many wrong ones for the account or from the
    address."""
    log_event("sign_in.refused", request, who=typed_account(credentials))


def register_own() -> None:
    """Listen from now on."""
    user_logged_in.connect(_signed_in, dispatch_uid="security_log")
    user_logged_out.connect(_signed_out, dispatch_uid="security_log")
    user_login_failed.connect(_failed, dispatch_uid="security_log")
    for event, signal in _CHANGES.items():
        signal.connect(partial(_log_change, event), dispatch_uid="security_log", weak=False)


def _signed_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    log_event("sign_in", request, who=user)


def _signed_out(request: HttpRequest, user: User | None, **_kwargs: Any) -> None:
    log_event("sign_out", request, who=user)


def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_kwargs: Any) -> None:
    log_event("sign_in.failed", request, who=typed_account(credentials))


def typed_account(credentials: dict[str, Any]) -> User | None:
    """The account whose address someone typed."""
    address = credentials.get("email") or credentials.get("username") or ""
    return User.objects.filter(email__iexact=str(address)).first()


def _log_change(event: str, request: HttpRequest, user: User | None = None, **kwargs: Any) -> None:
    address = kwargs.get("email_address")
    log_event(event, request, who=user or getattr(address, "user", None))
