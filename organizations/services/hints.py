"""The hints that an account doesn't want to read again."""

from __future__ import annotations

from django.db import transaction

from organizations.models import User


def dismiss(account: User, key: str) -> None:
    """Don't show the hint with this key to the account again."""
    with transaction.atomic():
        kept = User.objects.select_for_update().get(pk=account.pk)
        if key not in kept.dismissed_hints:
            kept.dismissed_hints = [*kept.dismissed_hints, key]
            kept.save(update_fields=["dismissed_hints"])


def show_again(account: User) -> None:
    """Show all hints to the account again."""
    with transaction.atomic():
        kept = User.objects.select_for_update().get(pk=account.pk)
        kept.dismissed_hints = []
        kept.save(update_fields=["dismissed_hints"])
