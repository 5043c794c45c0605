"""A quick question: a poll that a facilitator asks from any activity, and the way back to that activity."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

import live
from core.exceptions import Conflict
from core.services import artifacts, operation
from organizations.actors import Actor
from workshops import permissions, policies
from workshops.agenda import services as agenda
from workshops.models import Activity, Track, Workshop
from workshops.room.quick_questions.selectors import unanswered, way_back
from workshops.room.running import services as running
from workshops.workshop.selectors import track_of

MINUTES = 2


def ask(
    *,
    actor: Actor,
    workshop: Workshop,
    question: str,
    options: Sequence[str],
    track: Track | None = None,
    uuid: UUID | None = None,
) -> Activity:
    """Put a poll right behind the current activity and move everyone, or the breakout room `track`, there.

    It notes where the room was and what was left on its timer, so that the way back restores it. `uuid` is
    the one that the form chose: sent again, it is the same question, and the room stays where it is. Raises
    NotAllowed, NotFound, and Conflict when the room is not live, or in a quick question that is still open.
    """
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "workshop.moved", summary=question, place=workshop):
        live.publish_change(workshop.pk, *running.EVERYTHING)
        policies.check_is_live(artifacts.locked(workshop))
        locked = artifacts.locked(track or track_of(workshop))
        policies.check_track_is_open(locked)
        fields = {"title": question, "settings__options": list(options)}
        if existing := artifacts.added_already(Activity, uuid, fields, track_id=locked.pk):
            return existing
        current = locked.current
        if still_open := unanswered(current):
            raise Conflict(still_open)
        noted = way_back(locked, current, timezone.now()) if current else {}
        poll = agenda.add_activity(
            actor=actor,
            workshop=workshop,
            kind="poll",
            title=question,
            minutes=MINUTES,
            settings={"form": "one", "options": list(options), **noted},
            track=locked,
            after=current,
            uuid=uuid,
        )
        running.leave(locked, actor)
        return running.arrive(locked, poll, actor)
