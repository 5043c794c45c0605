"""Actors: an account, a participant of a workshop, an import, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import ActorKind, Operation
from core.services import begin_shared
from organizations.actors import Actor
from organizations.models import User
from workshops.models import Activity, PairedDevice, Participant

# More taps than one person makes in an activity.
_MOST_COUNTED = 100_000


@dataclass(frozen=True, slots=True)
class RoomActor(Actor):
    """An actor in the room of a workshop: a participant, the holder of an anonymous key of one `activity`
    (`key` names them there: workshops.joining.anonymous_keys), or a paired device."""

    participant: Participant | None = None
    key: str = ""
    activity: Activity | None = None
    device: PairedDevice | None = None

    @classmethod
    def of_device(cls, device: PairedDevice) -> RoomActor:
        """The holder of a paired device, for the account that paired it. The decorators of
        discovery.web.access and workshops.web.access decide what the device may do."""
        label = _("%(person)s (paired device)") % {"person": device.made_by}
        return cls(ActorKind.ACCOUNT, label[:200], account=device.made_by, device=device)

    @classmethod
    def of_participant(cls, participant: Participant, *, entered_by: User | None = None) -> RoomActor:
        """A person in a room; `entered_by` is the facilitator who enters for someone without a device."""
        label = participant.display_name
        if participant.role_title:
            label = f"{label}, {participant.role_title}"
        if entered_by is not None:
            label = _("%(person)s (entered by %(facilitator)s)") % {
                "person": label,
                "facilitator": entered_by,
            }
        return cls(ActorKind.PARTICIPANT, label[:200], participant=participant)

    @classmethod
    def of_key(cls, key: str, activity: Activity) -> RoomActor:
        """The holder of an anonymous key, who takes part in that one activity without being known."""
        return cls(ActorKind.ANONYMOUS, _("Anonymous"), key=key, activity=activity)

    @property
    def uuid(self) -> UUID | None:
        row = self.participant or self.account
        return row.uuid if row is not None else None

    @property
    def author(self) -> str:
        """The participant's uuid, or the anonymous key."""
        return str(self.participant.uuid) if self.participant else self.key

    def shared_operation(self) -> Operation | None:
        """For the holder of an anonymous key, the operation to which everything belongs that is written
        anonymously in the activity; None for others."""
        if self.kind != ActorKind.ANONYMOUS:
            return None
        activity = self.activity
        if activity is None:
            raise ValueError("an anonymous actor acts in an activity")
        return begin_anonymously(activity, activity.opens_at or activity.started_at or timezone.now())


def participant_behind(actor: Actor) -> Participant | None:
    """The participant who acts; None for accounts, and for holders of anonymous keys."""
    return actor.participant if isinstance(actor, RoomActor) else None


def device_behind(actor: Actor) -> PairedDevice | None:
    """The paired device by which the actor came; None for others."""
    return actor.device if isinstance(actor, RoomActor) else None


def kept_order(actor: Actor, device: str, tap: int) -> tuple[str, int]:
    """Return the device and the number to store for the order in which it sent. Of an anonymous author,
    neither the device nor a number that is a time: their devices count from 1."""
    if participant_behind(actor) is not None:
        return device, tap
    return "", tap if tap <= _MOST_COUNTED else 0


def begin_anonymously(activity: Activity, at: datetime) -> Operation:
    """The operation of all that will be written anonymously in the activity, which begins at `at`; the one it
    has when it began before. Call it when the activity starts, whether or not anyone will write.

    Operations of their own would tell when each was written, and in which order."""
    return begin_shared(
        RoomActor.of_key("", activity),
        "activity.answered_anonymously",
        summary=activity.title,
        place=activity.track.workshop,
        # Derived, so that two who look for it at the same moment cannot make two.
        uuid=uuid5(activity.uuid, "anonymous"),
        begun_at=at,
    )
