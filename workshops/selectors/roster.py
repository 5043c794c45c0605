"""People who joined a room, in as few columns as every count needs: each score counts them again."""

from dataclasses import dataclass

from core.selectors.request_cache import shared_until_people_move
from workshops.models import Participant
from workshops.room import presence

IS_REHEARSAL = "workshop__discovery__domain__organization__is_rehearsal"
"""Of a participant, whether they take part in a rehearsal (presence.needs_device)."""


@dataclass(frozen=True, slots=True)
class Member:
    """A participant who was not removed. `needs_device`: a device tells where they are
    (workshops.room.presence)."""

    pk: int
    uuid: str
    side: str
    is_proxy: bool
    track: int | None
    needs_device: bool


@shared_until_people_move
def roster_of(workshop: int) -> tuple[Member, ...]:
    """Everyone who joined the workshop and was not removed, in no order. One query."""
    rows = Participant.objects.filter(workshop=workshop, removed_at=None).order_by()
    return tuple(
        Member(pk, str(uuid), side, is_proxy, track, presence.needs_device(is_proxy, is_rehearsal))
        for pk, uuid, side, is_proxy, track, is_rehearsal in rows.values_list(
            "pk", "uuid", "side", "is_proxy", "track", IS_REHEARSAL
        )
    )


@shared_until_people_move
def everybody_ever_in(workshop: int) -> frozenset[str]:
    """The uuids of all who joined the workshop, also of those who were removed."""
    rows = Participant.objects.filter(workshop=workshop).order_by()
    return frozenset(map(str, rows.values_list("uuid", flat=True)))
