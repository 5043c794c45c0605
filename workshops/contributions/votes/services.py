"""Voting: dots for what is on a board, support for a question. A hot path of a workshop, where two hundred
people vote within seconds.

A vote is written by one statement in the room's turn. For dots it checks the limits too, and whether the vote
still runs: a closing is before a vote or after it, and two devices of one person cannot give more than the
person has. Dots can always be removed, also by who gave more than the facilitator allows since.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

import live
from core.exceptions import Conflict, Invalid, NotFound
from core.models import random_pk
from organizations.actors import Actor
from workshops import permissions, policies
from workshops.actors import kept_order, participant_behind
from workshops.contributions.artifact_dots.selectors import DotRules
from workshops.contributions.notes.selectors import NOTES, VOTE, phase_of, rules_of
from workshops.models import Activity, Vote
from workshops.results.outcomes.kinds import tell_list
from workshops.services.tap_order import last_tap_wins

_AS_SENT = last_tap_wins(("activity_id", "item", "author"), ("dots",)) + " RETURNING dots"
# The activity of a vote, while the item is there to be voted on (Votable).
_ON_AN_ITEM = """
    FROM workshops_activity activity
    JOIN workshops_track track ON track.id = activity.track_id
    JOIN workshops_workshop workshop ON workshop.id = track.workshop_id
    WHERE activity.id = %(activity)s AND ({there})
"""
_DOTS = f"""
    INSERT INTO workshops_vote AS held (id, activity_id, item, author, participant_id, dots, device, tap)
    SELECT %(id)s, activity.id, %(item)s, %(author)s, %(participant)s, %(dots)s, %(device)s, %(tap)s
    {_ON_AN_ITEM}
      AND activity.deleted_at IS NULL AND activity.phase = 'vote'
      AND ((workshop.state = 'live' AND track.current_id = activity.id)
           OR (workshop.state <> 'ended' AND activity.opens_at <= %(now)s AND %(now)s < activity.closes_at))
      AND (%(dots)s <= (
               SELECT COALESCE(SUM(mine.dots), 0) FROM workshops_vote mine
               WHERE mine.activity_id = activity.id AND mine.author = %(author)s AND mine.item = %(item)s)
           OR %(dots)s + (
               SELECT COALESCE(SUM(other.dots), 0) FROM workshops_vote other
               WHERE other.activity_id = activity.id AND other.author = %(author)s AND other.item <> %(item)s
                 AND other.dots > 0
                 AND ({{counted}})
               ) <= %(limit)s)
"""  # noqa: S608  texts of ours alone


@dataclass(frozen=True, slots=True)
class Votable:
    """Things that can be voted on, as two conditions in SQL, of ours alone: whether %(item)s is `there` for
    the `activity`, and whether what has dots already (`other.item`) still `counts`. Dots on what was
    deleted since are the person's again."""

    there: str
    counts: str


# A note (with `every`, or outside of groups), or a group that holds one.
BOARD = Votable(
    there="""
        EXISTS (SELECT 1 FROM workshops_note note
                LEFT JOIN workshops_notegroup grouped
                  ON grouped.id = note.group_id AND grouped.deleted_at IS NULL
                WHERE note.uuid = %(item)s AND note.activity_id = activity.id
                  AND note.deleted_at IS NULL AND (%(every)s = 1 OR grouped.id IS NULL))
        OR (%(every)s = 0
            AND EXISTS (SELECT 1 FROM workshops_notegroup grouped
                        JOIN workshops_note note ON note.group_id = grouped.id AND note.deleted_at IS NULL
                        WHERE grouped.uuid = %(item)s AND grouped.activity_id = activity.id
                          AND grouped.deleted_at IS NULL))
    """,
    counts="""
        EXISTS (SELECT 1 FROM workshops_note note
                WHERE note.uuid = other.item AND note.deleted_at IS NULL)
        OR EXISTS (SELECT 1 FROM workshops_notegroup grouped
                   WHERE grouped.uuid = other.item AND grouped.deleted_at IS NULL)
    """,
)
# One support each; taking it back keeps the row, so that what overtook it on its way changes nothing.
_SUPPORT = """
    INSERT INTO workshops_vote AS held (id, activity_id, item, author, participant_id, dots, device, tap)
    SELECT %(id)s, question.activity_id, %(item)s, %(author)s, %(participant)s, %(dots)s, %(device)s, %(tap)s
    FROM workshops_question question
    WHERE question.uuid = %(item)s AND question.activity_id = %(activity)s AND question.deleted_at IS NULL
"""


def give_dots(
    *, actor: Actor, activity: Activity, item: UUID, dots: int, device: str = "", tap: int = 0
) -> int:
    """Set how many dots the actor gives an item of the board, 0 to take them back; the room's revision.

    Of what one `device` sent, the highest `tap` counts, in whatever order it arrives. Raises NotFound and
    NotAllowed for people who do not take part, Invalid for more dots than an item takes, and Conflict when no
    dots are left, the item is gone, or the vote is over.
    """
    rules = rules_of(activity)
    return cast_dots(
        BOARD,
        actor=actor,
        activity=activity,
        item=item,
        dots=dots,
        limit=rules.dots,
        most=rules.most,
        device=device,
        tap=tap,
        every=int(rules.votes_on == NOTES),
    )


class GiveDots(Protocol):
    """`give_dots` for whatever is voted on."""

    def __call__(
        self, *, actor: Actor, activity: Activity, item: UUID, dots: int, device: str = "", tap: int = 0
    ) -> int: ...


def dots_on(votable: Votable, rules: Callable[[Activity], DotRules]) -> GiveDots:
    """Return `give_dots` for what is `votable` under the `rules` of an activity."""

    def give(
        *, actor: Actor, activity: Activity, item: UUID, dots: int, device: str = "", tap: int = 0
    ) -> int:
        rule = rules(activity)
        return cast_dots(
            votable,
            actor=actor,
            activity=activity,
            item=item,
            dots=dots,
            limit=rule.dots,
            most=rule.most,
            device=device,
            tap=tap,
        )

    return give


def cast_dots(
    votable: Votable,
    *,
    actor: Actor,
    activity: Activity,
    item: UUID,
    dots: int,
    limit: int,
    most: int,
    device: str = "",
    tap: int = 0,
    **extra: object,
) -> int:
    """The same for whatever is `votable` in the phase VOTE of an activity: at most `limit` dots of a person,
    at most `most` of them on one item. `extra` fills what the conditions ask for besides the item. Raises as
    `give_dots`."""
    permissions.check_contribute(actor, activity)
    if not 0 <= dots <= most:
        raise Invalid(
            ngettext(
                "You can give one item at most %(most)s dot.",
                "You can give one item at most %(most)s dots.",
                most,
            )
            % {"most": most}
        )
    row = _row(actor, activity, item, dots, device, tap) | {
        "now": connection.ops.adapt_datetimefield_value(timezone.now()),
        "limit": limit,
        **extra,
    }
    statement = _DOTS.format(there=votable.there, counted=votable.counts) + _AS_SENT
    result = live.changed_with(activity.track.workshop_id, "progress", statement, row)
    if result is None:
        raise _refusal(votable, activity, row)
    return int(result[0])


def support(
    *, actor: Actor, activity: Activity, question: UUID, on: bool, device: str = "", tap: int = 0
) -> int:
    """Support a question of the list, or take that back; the room's revision. Of what one `device` sent, the
    highest `tap` counts.

    Raises NotFound and NotAllowed for people who do not take part, NotFound for a question that is not on the
    list, and Conflict when the activity takes nothing now.
    """
    permissions.check_contribute(actor, activity)
    row = _row(actor, activity, question, int(on), device, tap)
    with transaction.atomic():
        revision = tell_list(activity, question)
        policies.check_takes_contributions(activity)
        with connection.cursor() as cursor:
            cursor.execute(_SUPPORT + _AS_SENT, row)
            if cursor.fetchone() is None:
                raise NotFound(_("This question is no longer on the list."))
    return revision


def _row(actor: Actor, activity: Activity, item: UUID, dots: int, device: str, tap: int) -> dict[str, Any]:
    device, tap = kept_order(actor, device, tap)
    participant = participant_behind(actor)
    return {
        "id": random_pk(),
        "activity": activity.pk,
        "item": Vote._meta.get_field("item").get_db_prep_value(item, connection),
        "author": actor.author,
        "participant": participant.pk if participant else None,
        "dots": dots,
        "device": device,
        "tap": tap,
    }


def _refusal(votable: Votable, activity: Activity, row: dict[str, Any]) -> Conflict:
    """The reason why nothing was written: the state first, then the item, then the limit."""
    fresh = policies.check_is_there(activity)
    if phase_of(fresh) != VOTE:
        return Conflict(_("The vote is over. This dot came too late and isn’t counted."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1" + _ON_AN_ITEM.format(there=votable.there), row)
        is_there = cursor.fetchone() is not None
    if not is_there:
        return Conflict(_("This is no longer on the board. You have your dot back."))
    limit = row["limit"]
    return Conflict(
        ngettext(
            "You’ve given your %(dots)s dot. Remove it to give it elsewhere.",
            "You’ve given all your %(dots)s dots. Remove one to give it elsewhere.",
            limit,
        )
        % {"dots": limit}
    )
