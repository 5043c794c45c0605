"""Live rooms show what is written elsewhere: on pages, by an undo, in the room of another workshop.

A kind of activity names the models that its screens show (`ActivityKind.shows`), and an operation keeps which
ones it wrote. Where the two meet, the room is drawn again; the service that wrote does nothing for it. What
people do in a room is told to that room by the service that they use, item by item.
"""

from django.db import models, transaction

import live
from core.models import ActorKind, Operation
from core.registries import Follower, followers
from workshops.models import Activity, Track, Workshop, WorkshopState
from workshops.registries import activity_kinds
from workshops.selectors.operation_rooms import rooms_of


def register_own() -> None:
    """Register that live rooms are told of writes elsewhere."""
    followers.register(Follower("live rooms", wrote=notify_rooms))


def notify_rooms(operation: Operation) -> None:
    """Draw the live rooms again that show what the operation wrote, once it is committed: two rooms that held
    their own lock and waited for the other's would wait forever."""
    followed_models = {model for kind in activity_kinds for model in kind.follows()}
    # What guests give to an activity and no kind names, such as notes, is shown there alone: no query for it.
    is_of_guest = operation.actor_kind in (ActorKind.PARTICIPANT, ActorKind.ANONYMOUS)
    if any(not (is_of_guest and made_in) or model in followed_models for model, made_in in operation.written):
        # No partial: Django names the function in its log when it fails, and cannot name one.
        transaction.on_commit(lambda: _tell(operation), robust=True)


def _tell(operation: Operation) -> None:
    topics: dict[int, set[str]] = {}
    coming: dict[int, set[type[models.Model]]] = {}
    for track in _live_tracks(operation):
        activity, workshop = track.current, track.workshop
        kind = activity_kinds.get(activity.kind) if activity and activity.kind in activity_kinds else None
        # What a room writes, its services tell: a contribution to its own activity, all else to that room.
        elsewhere = [
            model
            for model, made_in in operation.written
            if operation.room_uuid != workshop.uuid or made_in not in (None, track.current_id)
        ]
        room_topics = topics.setdefault(workshop.pk, set())
        if (
            kind is not None
            and elsewhere
            and (kind.shows_everything or kind.follows().intersection(elsewhere))
        ):
            # What phones choose from and what is written about it are in their own part.
            room_topics |= {"items", "activity", "progress"}
        if elsewhere and workshop.spotlight_kind:
            room_topics.add("steering")
        if elsewhere and workshop.pk not in coming:
            coming[workshop.pk] = _followed_later(workshop)
        if coming.get(workshop.pk, set()).intersection(elsewhere):
            # The console's agenda has the minutes that an activity needs for them.
            room_topics.add("agenda")
    for workshop_id, room_topics in sorted(topics.items()):
        if room_topics:
            live.changed_later(workshop_id, *sorted(room_topics))  # by itself: one that fails stops no other


def _followed_later(workshop: Workshop) -> set[type[models.Model]]:
    """The models that the activities to come show."""
    to_come = Activity.objects.filter(track__workshop=workshop, started_at=None, skipped_at=None)
    keys = {*to_come.values_list("kind", flat=True)}
    return {model for kind in activity_kinds if kind.key in keys for model in kind.follows()}


def _live_tracks(operation: Operation) -> list[Track]:
    """The tracks of rooms that may show what belongs to the discovery, or the organization, of the
    operation."""
    tracks = Track.objects.filter(workshop__in=rooms_of(operation), workshop__state=WorkshopState.LIVE)
    return list(tracks.select_related("workshop", "current"))
