"""The rooms of a breakout: who is in which, opening and closing them, and calling everyone together.

A room is its own track under the breakout activity. Services name what changed first, which takes the
lock of the workshop's row (see running.services).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict, Invalid, NotFound
from core.labels import in_language
from core.models import Operation
from core.services import artifacts, operation
from discovery import permissions
from discovery.models import StreamKind
from documents import rounded_numbers
from organizations.actors import Actor
from organizations.models import Side, User
from workshops import policies
from workshops.agenda import rules as agenda
from workshops.agenda.timeline import services as plans
from workshops.agenda.workshop_templates import ROOM_AGENDA
from workshops.models import Activity, Participant, Track, Workshop
from workshops.permissions import check_facilitate_workshop, check_take_part
from workshops.room.breakouts.assignment import deal
from workshops.room.breakouts.selectors import CHOOSE, assignment_of, places_themselves
from workshops.room.running.selectors import room_state
from workshops.room.running.services import EVERYTHING, arrive, leave
from workshops.selectors.person_places import BREAKOUT, breakout_under_way, main_track
from workshops.services.arrival_hooks import welcome

MAX_ROOMS = 12
# Where the people of a side go when sides stay together: to the room of this stream, if there is one.
STREAM_OF_SIDE = {
    Side.BUSINESS: StreamKind.PRODUCT,
    Side.IT: StreamKind.TECH,
    Side.OTHER: StreamKind.OPERATING_MODEL,
}
_CHANGEABLE = frozenset({"name", "stream", "facilitator"})


# --- Preparing rooms ------------------------------------------------------------------------------


def add_default_rooms(activity: Activity, actor: Actor) -> None:
    """One room per stream with a short agenda in the language of now, inside the operation that adds the
    breakout."""
    for position, stream in enumerate(StreamKind):
        _add_room(actor, activity, name=str(stream.label), stream=stream.value, position=position)


def add_room(
    *,
    actor: Actor,
    activity: Activity,
    name: str,
    stream: str = "",
    facilitator: User | None = None,
    uuid: UUID | None = None,
) -> Track:
    """Another room of a breakout, with a short agenda in the language of the workshop; it opens at once while
    the breakout lasts. `uuid` is the one that the form chose: sent again, it is the same room.

    Raises NotAllowed, NotFound, Invalid for someone who is no facilitator of the discovery, and Conflict
    when there are MAX_ROOMS.
    """
    workshop = _checked(actor, activity)
    _check_facilitates(workshop, facilitator)
    with operation(actor, "breakout.room_added", summary=name, place=workshop):
        live.publish_change(workshop.pk, *EVERYTHING)
        fields = {"name": name, "stream": stream, "facilitator": facilitator}
        if existing := artifacts.added_already(Track, uuid, fields, breakout_id=activity.pk):
            return existing
        rooms = activity.rooms.all()
        if rooms.count() >= MAX_ROOMS:
            raise Conflict(_("A breakout can have up to %(count)s rooms.") % {"count": MAX_ROOMS})
        position = artifacts.next_position(rooms)
        with in_language(workshop.language):
            room = _add_room(actor, activity, uuid=uuid, position=position, **fields)
        if main_track(workshop.pk).current_id == activity.pk:
            _open(room, actor)
    return room


def _add_room(actor: Actor, activity: Activity, **fields: Any) -> Track:
    room = artifacts.add(Track, workshop=activity.track.workshop, breakout=activity, **fields)
    planned = ROOM_AGENDA.activities
    lengths = agenda.fitted([item.minutes for item in planned], activity.minutes)
    pairs = zip(planned, lengths, strict=True)
    plans.lay_out(actor, room, [replace(item, minutes=minutes) for item, minutes in pairs])
    return room


def change_room(*, actor: Actor, room: Track, revision: int | None = None, **fields: Any) -> Track:
    """The room with another `name`, `stream` or `facilitator`.

    Raises NotAllowed, NotFound, Invalid for someone who cannot facilitate it, Stale when someone changed it
    since `revision`, and TypeError for another field.
    """
    workshop = room.workshop
    check_facilitate_workshop(actor, workshop)
    unknown = fields.keys() - _CHANGEABLE
    if unknown:
        raise TypeError(f"change_room does not change {', '.join(sorted(unknown))}")
    _check_facilitates(workshop, fields.get("facilitator"))
    with operation(actor, "breakout.room_changed", summary=fields.get("name", room.name), place=workshop):
        live.publish_change(workshop.pk, "cursor", "activity", "agenda")
        return artifacts.change(room, revision=revision, **fields)


def delete_room(*, actor: Actor, room: Track) -> Operation:
    """Put a room and its agenda into the trash.

    Raises NotAllowed, NotFound, and Conflict while people are in it.
    """
    workshop = room.workshop
    check_facilitate_workshop(actor, workshop)
    with operation(actor, "breakout.room_deleted", summary=room.name, place=workshop) as deletion:
        live.publish_change(workshop.pk, *EVERYTHING)
        locked = artifacts.locked(room)
        is_open = main_track(workshop.pk).current_id == locked.breakout_id
        if is_open and Participant.objects.filter(track=locked, removed_at=None).exists():
            raise Conflict(_("People are in this room. Move them to another one first."))
        Participant.objects.filter(track=locked).update(track=None)
        artifacts.trash(*Activity.objects.filter(track=locked), locked)
    return deletion


def _check_facilitates(workshop: Workshop, account: User | None) -> None:
    if account is not None and not permissions.may_facilitate(Actor.of_account(account), workshop.discovery):
        raise Invalid(_("Choose a facilitator of this discovery."))


def _checked(actor: Actor, activity: Activity) -> Workshop:
    workshop = activity.track.workshop
    check_facilitate_workshop(actor, workshop)
    if activity.kind != BREAKOUT:
        raise NotFound(_("This activity has no rooms."))
    return workshop


# --- Who is in which room -------------------------------------------------------------------------


def assign(*, actor: Actor, activity: Activity, participant: Participant, room: Track | None) -> None:
    """Put one person into a room, or into none.

    Raises NotAllowed, NotFound for a room or person of elsewhere, and Conflict while another breakout is on.
    """
    workshop = _checked(actor, activity)
    if participant.workshop_id != workshop.pk or (room is not None and room.breakout_id != activity.pk):
        raise NotFound(_("This room or person wasn’t found in the workshop."))
    with operation(actor, "breakout.assigned", summary=participant.display_name, place=workshop):
        live.publish_change(workshop.pk, *EVERYTHING)
        _check_no_other_breakout(activity)
        Participant.objects.filter(pk=participant.pk).update(track=room)
        welcome(workshop.pk)


def deal_out(*, actor: Actor, activity: Activity) -> int:
    """Deal out everyone who is here again, by the breakout's rule (evenly where people choose or are placed
    by hand); returns how many have a room now. Who is away gets a room on return, where there is a rule.

    Raises NotAllowed, NotFound, and Conflict while another breakout is on.
    """
    workshop = _checked(actor, activity)
    with operation(actor, "breakout.dealt", summary=activity.title, place=workshop):
        live.publish_change(workshop.pk, *EVERYTHING)
        _check_no_other_breakout(activity)
        people = list(Participant.objects.filter(workshop=workshop, removed_at=None))
        present = _here(workshop.pk, people)
        if not places_themselves(activity):
            away = [each.pk for each in people if each not in present]
            Participant.objects.filter(pk__in=away, track__breakout=activity).update(track=None)
        return _place(activity, present, [])


def choose(*, actor: Actor, room: Track) -> Participant:
    """The participant goes into the room that they chose, or moves there.

    Raises NotFound for a person outside the workshop, and Conflict where people do not choose, or the
    breakout is over.
    """
    workshop = room.workshop
    participant = check_take_part(actor, workshop)
    with transaction.atomic():
        live.publish_change(workshop.pk, *EVERYTHING)
        policies.check_is_live(Workshop.objects.get(pk=workshop.pk))
        fresh = Track.objects.select_related("breakout").filter(pk=room.pk).first()
        if fresh is None or fresh.breakout is None:
            raise Conflict(_("This room was closed. Choose another one."))
        policies.check_track_is_open(fresh)
        if assignment_of(fresh.breakout) != CHOOSE:
            raise Conflict(_("The facilitator assigns people to rooms."))
        Participant.objects.filter(pk=participant.pk).update(track=fresh)
        welcome(workshop.pk)
    participant.track = fresh
    return participant


def place_newcomer(participant: Participant) -> None:
    """Give a person who joins during a breakout a room by its rule, inside the transaction of joining."""
    activity = breakout_under_way(participant.workshop_id)
    if activity is not None:
        _place_unplaced(activity, participant)
        participant.refresh_from_db(fields=["track"])


def place_if_returning(workshop_id: int, participant: str) -> None:
    """Give the person of this uuid, one of whose devices connects, a room of the breakout under way by its
    rule, if they were away and have none; nothing where people choose, or are placed by hand."""
    if participant in live.connected(workshop_id):
        return
    activity = breakout_under_way(workshop_id)
    if activity is None or places_themselves(activity):
        return
    rooms = activity.rooms.all()
    people = Participant.objects.filter(uuid=participant, workshop=workshop_id, removed_at=None)
    if not people.exclude(track__in=rooms).exists():
        return
    with transaction.atomic():
        live.publish_change(workshop_id, *EVERYTHING)
        _place_unplaced(activity, people.first())


def _check_no_other_breakout(activity: Activity) -> None:
    current = main_track(activity.track.workshop_id).current
    if current is not None and current.kind == BREAKOUT and current.pk != activity.pk:
        raise Conflict(
            _("People are in the rooms of “%(title)s”. Move on before you fill these.")
            % {"title": current.title}
        )


def _place_unplaced(activity: Activity, arriving: Participant | None = None) -> None:
    """Those who are here, and who is `arriving`, whose device is not connected yet."""
    if places_themselves(activity):
        return
    workshop = activity.track.workshop_id
    people = Participant.objects.filter(workshop=workshop, removed_at=None)
    with_room = list(people.filter(track__in=activity.rooms.all()))
    unplaced = [each for each in people if each not in with_room]
    present = _here(workshop, unplaced)
    _place(activity, [each for each in unplaced if each in present or each == arriving], with_room)


def _here(workshop_id: int, people: Iterable[Participant]) -> list[Participant]:
    """Those of the people who are here (workshops.room.presence)."""
    here = room_state(workshop_id, connected=live.connected(workshop_id)).here
    return [each for each in people if str(each.uuid) in here]


def _place(activity: Activity, people: Iterable[Participant], with_room: Iterable[Participant]) -> int:
    rooms = list(activity.rooms.all())
    room_by_person = deal(
        [(person.pk, person.side) for person in people],
        [room.pk for room in rooms],
        [(person.track_id, person.side) for person in with_room],
        homes=_homes(rooms) if assignment_of(activity) == "side" else None,
    )
    for room in rooms:
        keys = [person for person, place in room_by_person.items() if place == room.pk]
        Participant.objects.filter(pk__in=keys).update(track=room)
    welcome(activity.track.workshop_id)
    return len(room_by_person)


def _homes(rooms: list[Track]) -> dict[str, list[int]]:
    """The rooms of each side: those of its stream, else by turns."""
    homes: dict[str, list[int]] = {}
    for turn, side in enumerate(STREAM_OF_SIDE):
        own = [room.pk for room in rooms if room.stream == STREAM_OF_SIDE[side]]
        homes[side.value] = own or [room.pk for room in rooms[turn % len(rooms) :][:1]] if rooms else []
    return homes


# --- Opening, calling together, closing -----------------------------------------------------------


def open_rooms(activity: Activity, actor: Actor) -> None:
    """Inside the operation that moves everyone to the breakout: each room begins at its first activity, or
    where it was before, and who is here without a room gets one by the rule."""
    _place_unplaced(activity)
    for room in activity.rooms.all():
        _open(room, actor)
    artifacts.change(activity.track.workshop, is_gathered=False)


def close_rooms(activity: Activity, actor: Actor) -> None:
    """Inside the operation that moves everyone on, or ends the workshop: all rooms stop."""
    for room in activity.rooms.all():
        leave(room, actor)
        artifacts.change(room, timer_ends_at=None, timer_left=None)
    artifacts.change(activity.track.workshop, is_gathered=False)


def gather(*, actor: Actor, workshop: Workshop, gathered: bool) -> Workshop:
    """Call everyone out of the breakout rooms for a while, or let them go back: each room stays where it is,
    and the timers of the rooms wait meanwhile.

    Raises NotAllowed, NotFound, and Conflict unless the room is live and in a breakout.
    """
    check_facilitate_workshop(actor, workshop)
    verb = "workshop.gathered" if gathered else "workshop.rooms_opened"
    with operation(actor, verb, summary=workshop.name, place=workshop):
        live.publish_change(workshop.pk, *EVERYTHING)
        current = artifacts.locked(workshop)
        policies.check_is_live(current)
        activity = main_track(workshop.pk).current
        if activity is None or activity.kind != BREAKOUT:
            raise Conflict(_("Everyone is already together."))
        if current.is_gathered == gathered:
            return current
        now = timezone.now()
        for room in activity.rooms.all():
            if gathered and room.timer_ends_at is not None:
                seconds = max(0, rounded_numbers.seconds(room.timer_ends_at - now))
                artifacts.change(room, timer_ends_at=None, timer_left=seconds)
            elif not gathered and room.timer_left is not None:
                ends_at = now + timedelta(seconds=room.timer_left)
                artifacts.change(room, timer_ends_at=ends_at, timer_left=None)
        return artifacts.change(current, is_gathered=gathered)


def _open(room: Track, actor: Actor) -> None:
    room.refresh_from_db()
    standing = Activity.objects.filter(pk=room.current_id, track=room).first() if room.current_id else None
    first = standing or room.activities.filter(skipped_at=None).first()
    if first is not None:
        arrive(room, first, actor)
