"""The hints that an account doesn't want to read again."""

from django.db import transaction

from organizations.models import User


def dismiss(account: User, key: str) -> None:
    """Don't show the hint with this key to the account again."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=account.pk)
        if key not in user.dismissed_hints:
            user.dismissed_hints = [*user.dismissed_hints, key]
            user.save(update_fields=["dismissed_hints"])


def show_again(account: User) -> None:
    """Show all hints to the account again."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=account.pk)
        user.dismissed_hints = []
        user.save(update_fields=["dismissed_hints"])
