"""Steps of a facilitator with the whole room during any activity: pause the workshop, ask for eyes up, show
one artifact, send everyone a message, lock the door, hand over.

Each service names what changed first, which takes the lock of the room's row (see running.services).
"""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict, NotFound
from core.models import Operation
from core.services import artifacts, operation
from discovery import permissions
from discovery.discoveries import services as discoveries
from discovery.models import DiscoveryAccess, DiscoveryRole
from documents import rounded_numbers
from organizations.actors import Actor
from organizations.models import User
from workshops import policies
from workshops.models import LeadNotice, Participant, Track, Workshop
from workshops.permissions import check_facilitate_workshop
from workshops.registries import spotlights
from workshops.room.drawing_camera.rules import place_of
from workshops.room.drawing_camera.selectors import camera_of, is_spotlit
from workshops.selectors.person_places import main_track

# A pause leaves people's own parts as they are, unseen, with what is typed in them.
_ALL_BUT_OWN_PARTS = ("timer", "agenda", "people", "progress", "items", "steering", "hands", "you")

# --- Pause and resume -----------------------------------------------------------------------------


def pause_workshop(*, actor: Actor, workshop: Workshop, goes_on: str = "") -> Workshop:
    """Close the room until it is resumed, be it after lunch or next week: all timers stop where they are,
    hands go down, devices are released, and `goes_on` ("Tuesday at nine") is what people read.

    Raises NotAllowed, NotFound, and Conflict unless it is live.
    """
    check_facilitate_workshop(actor, workshop)
    with operation(actor, "workshop.paused", summary=workshop.name, place=workshop):
        live.publish_change(workshop.pk, *_ALL_BUT_OWN_PARTS)
        current = artifacts.locked(workshop)
        after = policies.state_after(current, policies.PAUSE)
        now = timezone.now()
        for track in Track.objects.filter(workshop=current, timer_ends_at__isnull=False):
            assert track.timer_ends_at is not None  # noqa: S101  narrows the type for mypy
            seconds = max(0, rounded_numbers.seconds(track.timer_ends_at - now))
            artifacts.change(track, timer_ends_at=None, timer_left=seconds)
        Participant.objects.filter(workshop=current).update(hand_raised_at=None, nudged_at=None)
        return artifacts.change(current, state=after, message=goes_on, eyes_up=False)


def resume_workshop(*, actor: Actor, workshop: Workshop) -> Workshop:
    """Take a paused room up exactly where it was: timers that ran then run on.

    Raises NotAllowed, NotFound, and Conflict unless it is paused.
    """
    check_facilitate_workshop(actor, workshop)
    with operation(actor, "workshop.resumed", summary=workshop.name, place=workshop):
        # With "activity" phones fetch their own parts: a closed room is not told what changes meanwhile.
        live.publish_change(workshop.pk, *_ALL_BUT_OWN_PARTS, "activity")
        current = artifacts.locked(workshop)
        after = policies.state_after(current, policies.RESUME)
        now = timezone.now()
        for track in _stopped_by_the_pause(current):
            artifacts.change(
                track, timer_ends_at=now + timedelta(seconds=track.timer_left or 0), timer_left=None
            )
        return artifacts.change(current, state=after, message="")


def _stopped_by_the_pause(workshop: Workshop) -> list[Track]:
    """The tracks whose timers the last pause stopped; one that the facilitator had stopped before stays as it
    is."""
    pause = Operation.objects.filter(room_uuid=workshop.uuid, verb="workshop.paused").order_by("-pk").first()
    if pause is None:
        return []
    stopped = Track.history.filter(operation=pause).values("uuid")
    return list(Track.objects.filter(workshop=workshop, uuid__in=stopped, timer_left__isnull=False))


# --- Eyes up --------------------------------------------------------------------------------------


def set_eyes_up(*, actor: Actor, workshop: Workshop, on: bool) -> Workshop:
    """Cover all devices, so that people look up, or give them back: what was typed is still there.

    Raises NotAllowed, NotFound, and Conflict unless the room is live.
    """
    check_facilitate_workshop(actor, workshop)
    verb = "workshop.eyes_up" if on else "workshop.eyes_released"
    with operation(actor, verb, summary=workshop.name, place=workshop):
        live.publish_change(workshop.pk, "steering")
        current = artifacts.locked(workshop)
        policies.check_is_live(current)
        return artifacts.change(current, eyes_up=on)


# --- Spotlight ------------------------------------------------------------------------------------


def show_in_spotlight(*, actor: Actor, workshop: Workshop, kind: str, uuid: UUID) -> Workshop:
    """Show an artifact of the discovery on every screen.

    `kind` is a key of registries.spotlights. Raises NotAllowed, NotFound for what is unknown or still hidden,
    and Conflict unless the room is live.
    """
    check_facilitate_workshop(actor, workshop)
    if kind not in spotlights or spotlights.get(kind).context(workshop.discovery, str(uuid)) is None:
        raise NotFound(_("This can’t be shown. It was deleted, or it’s still hidden."))
    with operation(actor, "workshop.spotlight_shown", summary=workshop.name, place=workshop):
        live.publish_change(workshop.pk, "steering")
        current = artifacts.locked(workshop)
        policies.check_is_live(current)
        _forget_camera(current)
        return artifacts.change(current, spotlight_kind=kind, spotlight_uuid=uuid)


def stop_spotlight(*, actor: Actor, workshop: Workshop) -> Workshop:
    """Take the artifact off the screens. Raises NotAllowed or NotFound."""
    check_facilitate_workshop(actor, workshop)
    with operation(actor, "workshop.spotlight_stopped", summary=workshop.name, place=workshop):
        live.publish_change(workshop.pk, "steering")
        _forget_camera(workshop)
        return artifacts.change(workshop, spotlight_kind="", spotlight_uuid=None)


def _forget_camera(workshop: Workshop) -> None:
    """Reset the camera: the next drawing on the screens is shown whole first."""
    if (track := main_track(workshop.pk)).camera:
        artifacts.change(track, camera="")


# --- Camera ---------------------------------------------------------------------------------------


def move_camera(*, actor: Actor, track: Track, subject: str, to: str) -> Track:
    """Show the stop `to` of the drawing on the stage of a track large, or the whole drawing for "". Of two
    facilitators who move it at once, the last one wins. `subject` is the drawing that the facilitator saw.

    Raises NotAllowed, and NotFound, and Conflict when the room is not live, or shows something else by now.
    """
    workshop = track.workshop
    check_facilitate_workshop(actor, workshop)
    with operation(actor, "workshop.camera_moved", summary=workshop.name, place=workshop):
        live.publish_change(workshop.pk, "camera")
        room = artifacts.locked(workshop)
        policies.check_is_live(room)
        # The track that the request read may have moved on since.
        track = artifacts.locked(track)
        camera = camera_of(room, track)
        if camera is None or camera.subject != subject:
            raise Conflict(_("The stage shows something else now."))
        if to and to not in [stop.key for stop in camera.stops]:
            raise NotFound(_("This part of the drawing wasn’t found. It may have changed."))
        moved = artifacts.locked(main_track(room.pk)) if is_spotlit(camera, room) else track
        return artifacts.change(moved, camera=place_of(subject, to))


# --- Message --------------------------------------------------------------------------------------


def announce(*, actor: Actor, workshop: Workshop, message: str) -> Workshop:
    """Show `message` on all devices and the stage until the room moves on or it is withdrawn; an empty one
    withdraws it.

    Raises NotAllowed, NotFound, Invalid when it is too long, and Conflict when the workshop has ended.
    """
    check_facilitate_workshop(actor, workshop)
    policies.check_message(message, "message")
    verb = "workshop.message_shown" if message else "workshop.message_withdrawn"
    with operation(actor, verb, summary=message or workshop.name, place=workshop):
        live.publish_change(workshop.pk, "steering", "cursor")
        current = artifacts.locked(workshop)
        policies.check_has_not_ended(current)
        return artifacts.change(current, message=message)


# --- The door -------------------------------------------------------------------------------------


def set_locked(*, actor: Actor, workshop: Workshop, on: bool) -> Operation:
    """Lock the room against new people, or unlock it; people who are inside stay, and can come back.

    Raises NotAllowed, NotFound, and Conflict when the workshop has ended.
    """
    check_facilitate_workshop(actor, workshop)
    verb = "workshop.locked" if on else "workshop.unlocked"
    with operation(actor, verb, summary=workshop.name, place=workshop) as change:
        live.publish_change(workshop.pk, "steering", "people")
        current = artifacts.locked(workshop)
        policies.check_has_not_ended(current)
        artifacts.change(current, is_locked=on)
    return change


def set_code_shown(*, actor: Actor, workshop: Workshop, on: bool) -> Workshop:
    """Show the code to join on every stage of the room, or hide it.

    Raises NotAllowed, NotFound, and Conflict when the workshop has ended.
    """
    check_facilitate_workshop(actor, workshop)
    verb = "workshop.code_shown" if on else "workshop.code_hidden"
    with operation(actor, verb, summary=workshop.name, place=workshop):
        live.publish_change(workshop.pk, "code")
        current = artifacts.locked(workshop)
        policies.check_has_not_ended(current)
        return artifacts.change(current, shows_code=on)


# --- Who leads ------------------------------------------------------------------------------------


def hand_over(*, actor: Actor, workshop: Workshop, to: User) -> Operation:
    """Let another facilitator lead, who is told, or take over oneself. A member of the organization who does
    not facilitate this discovery yet becomes a facilitator of it.

    Raises NotAllowed, NotFound, and Invalid for a person outside the organization.
    """
    check_facilitate_workshop(actor, workshop)
    with operation(actor, "workshop.handed_over", summary=str(to), place=workshop) as change:
        live.publish_change(workshop.pk, "steering", "lead")
        if not permissions.may_facilitate(Actor.of_account(to), workshop.discovery):
            _make_facilitator(actor, workshop, to)
        artifacts.change(workshop, lead=to)
        LeadNotice.objects.filter(workshop=workshop).delete()
        if to != actor.account:
            LeadNotice.objects.create(workshop=workshop, account=to, by=actor.account)
    return change


def dismiss_lead_notice(*, actor: Actor, workshop: Workshop) -> None:
    """The new lead has read the notice: it disappears from all of their screens, and from theirs only.

    Raises NotAllowed and NotFound.
    """
    check_facilitate_workshop(actor, workshop)
    with transaction.atomic():
        live.publish_change(workshop.pk, "lead")
        LeadNotice.objects.filter(workshop=workshop, account=actor.account).delete()


def _make_facilitator(actor: Actor, workshop: Workshop, account: User) -> None:
    discovery, role = workshop.discovery, DiscoveryRole.FACILITATOR
    access = DiscoveryAccess.objects.filter(discovery=discovery, user=account).first()
    if access is None:
        discoveries.grant_access(actor=actor, discovery=discovery, user=account, role=role)
    else:
        discoveries.change_access(actor=actor, access=access, role=role)
