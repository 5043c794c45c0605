"""One-time links that sign an account in: for the demo, and for people whom an admin invited."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.exceptions import NotFound
from organizations import permissions
from organizations.actors import Actor
from organizations.models import SignInLink, User

VALID_FOR = timedelta(hours=24)


def issue_sign_in_link(*, actor: Actor, user: User) -> str:
    """The address that signs `user` in once within a day; it cannot be shown again, for only a digest is
    kept.

    Raises NotAllowed unless the actor is trusted or an admin who invited this person (see permissions).
    """
    permissions.check_issue_sign_in_link(actor, user)
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    with transaction.atomic():
        SignInLink.objects.filter(expires_at__lt=now).delete()
        SignInLink.objects.create(user=user, token_digest=_digest(token), expires_at=now + VALID_FOR)
    return f"{settings.BASE_URL}{reverse('discovery:sign_in', args=[token])}"


def find_sign_in_link(*, token: str) -> SignInLink:
    """The link that is still good for signing in.

    Raises NotFound when it is unknown, used or expired, or when its account was closed: all look alike.
    """
    link = (
        SignInLink.objects.select_related("user")
        .filter(
            token_digest=_digest(token), used_at=None, expires_at__gt=timezone.now(), user__is_active=True
        )
        .first()
    )
    if link is None:
        raise _used_up()
    return link


def use_sign_in_link(*, token: str) -> User:
    """The account to sign in; the link is used up, and all others of the account with it: from now on no one
    but its owner gets in. Of two who use it at once one wins. Raises NotFound as `find_sign_in_link` does."""
    with transaction.atomic():
        link = find_sign_in_link(token=token)
        now = timezone.now()
        won = SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now)
        if not won:
            raise _used_up()
        SignInLink.objects.filter(user=link.user, used_at=None).update(used_at=now)
    return link.user


def _used_up() -> NotFound:
    """Whoever signed in before sets a password by themselves: admins make no second link for them."""
    return NotFound(
        _(
            "This link was used or has expired. If you’ve signed in before, sign in or set a "
            "password under “Forgot your password?”. Otherwise ask the person who sent you the "
            "link."
        )
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
