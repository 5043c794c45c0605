"""Changes of people to their own account."""

from django.utils.translation import gettext as _

from core.exceptions import NotAllowed
from organizations.actors import Actor


def rename(*, actor: Actor, name: str) -> None:
    """Another name of the acting account. Raises NotAllowed for an actor without one."""
    if actor.account is None:
        raise NotAllowed(_("Sign in to change your name."))
    actor.account.name = name
    actor.account.save(update_fields=["name"])
