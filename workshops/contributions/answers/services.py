"""Giving an answer: a hot path of a workshop, where two hundred people may answer within seconds.

After the activity is found, it costs a lock, a look at the state and one upsert.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.db import connection, transaction

import live
from core.models import random_pk
from organizations.actors import Actor
from workshops import permissions, policies
from workshops.actors import kept_order, participant_behind
from workshops.models import Activity, Answer
from workshops.services.tap_order import last_tap_wins

_AS_SENT = last_tap_wins(("activity_id", "slot", "author"), ("number", "text", "choices"))
_UPSERT = f"""
    INSERT INTO workshops_answer AS held
        (id, uuid, activity_id, slot, author, participant_id, number, text, choices, device, tap)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    {_AS_SENT}
"""  # noqa: S608  texts of ours alone


def give_answer(
    *,
    actor: Actor,
    activity: Activity,
    slot: str = "",
    number: int | None = None,
    text: str = "",
    choices: Sequence[str] = (),
    device: str = "",
    tap: int = 0,
    topics: Iterable[str] = (),
    keys: Mapping[str, Iterable[str]] | None = None,
    check: Callable[[Activity], None] | None = None,
) -> int:
    """Save what the actor answers in one slot of the activity: a `number`, a `text`, `choices`, or several of
    these. Returns the room's revision after it.

    The last answer of an author counts, which among those of one `device` is the one with the highest `tap`,
    in whatever order they arrive. `topics` and `keys` are what changed on the screens besides the progress
    (live.publish_change). What the values may be is the business of the kind's form; `check` is asked
    about the activity as it is behind the room's lock, and raises Conflict where the kind takes this answer
    no more.

    Raises NotAllowed or NotFound for someone who does not take part, and Conflict when the activity takes no
    answers now.
    """
    permissions.check_contribute(actor, activity)
    device, tap = kept_order(actor, device, tap)
    participant = participant_behind(actor)
    with transaction.atomic():
        revision = live.publish_change(activity.track.workshop_id, "progress", *topics, keys=keys)
        fresh = policies.check_takes_contributions(activity)
        if check is not None:
            check(fresh)
        row = [
            random_pk(),
            Answer._meta.get_field("uuid").get_db_prep_value(uuid.uuid4(), connection),
            activity.pk,
            slot,
            actor.author,
            participant.pk if participant else None,
            number,
            text,
            json.dumps(list(choices)),
            device,
            tap,
        ]
        with connection.cursor() as cursor:
            cursor.execute(_UPSERT, row)
    return revision
