"""A what-if on the screens of a room, which follows its page while someone changes it."""

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict
from organizations.actors import Actor
from products.models import ShownWhatIf
from workshops.models import Workshop
from workshops.permissions import check_facilitate_workshop
from workshops.room.steering.services import show_in_spotlight

SPOTLIGHT: Final = "what_if"
"""The key of its spotlight, whose uuid is that of the room."""
_LONGEST = ShownWhatIf._meta.get_field("changes").max_length or 0


def show(*, actor: Actor, room: Workshop, changes: str) -> None:
    """Put the what-if on all screens of the room. `changes` are those of an address.

    Raises NotAllowed, NotFound before anything is ranked, and Conflict unless the room is live, or with more
    changes than fit.
    """
    check_facilitate_workshop(actor, room)
    with transaction.atomic():
        _tell(room)
        _keep(room, changes)
        show_in_spotlight(actor=actor, workshop=room, kind=SPOTLIGHT, uuid=room.uuid)


def follow(*, actor: Actor, room: Workshop, changes: str, device: str = "", tap: int = 0) -> None:
    """Have the screens show other changes, while the what-if is on them; else nothing happens. Of what one
    `device` sent, the highest `tap` counts, in whatever order it arrives. So many changes come while someone
    types that none is an operation.

    Raises NotAllowed, NotFound, and Conflict with more changes than fit.
    """
    check_facilitate_workshop(actor, room)
    if not is_shown(room):
        return
    with transaction.atomic():
        _tell(room)
        if is_shown(Workshop.objects.get(pk=room.pk)) and not _is_overtaken(room, device, tap):
            _keep(room, changes, device, tap)


def is_shown(room: Workshop) -> bool:
    """Return True if the room has its what-if on the screens."""
    return room.spotlight_kind == SPOTLIGHT and room.spotlight_uuid == room.uuid


def _tell(room: Workshop) -> None:
    """Locks and redraws the room, and others of the discovery that show its what-if."""
    others = Workshop.objects.filter(spotlight_kind=SPOTLIGHT, spotlight_uuid=room.uuid).exclude(pk=room.pk)
    for key in sorted({room.pk, *others.values_list("pk", flat=True)}):
        live.publish_change(key, "steering")


def _is_overtaken(room: Workshop, device: str, tap: int) -> bool:
    """Return True if the screens have a later change of this device already."""
    return ShownWhatIf.objects.filter(room=room, device=device, tap__gt=tap).exists()


def _keep(room: Workshop, changes: str, device: str = "", tap: int = 0) -> None:
    if len(changes) > _LONGEST:
        raise Conflict(_("There are too many changes to show them on the screens."))
    ShownWhatIf.objects.update_or_create(
        room=room, defaults={"changes": changes, "device": device, "tap": tap}
    )
