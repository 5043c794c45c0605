"""Contributions that people in a room send from their phones: one protocol for notes, questions, cards, usage
patterns, answers, proposals and marks.

`take` saves what someone sends. `of_author` and `drop` are for its author alone. `deciding` is for the
facilitator, and with it `accept`, `decline`, and decisions that a kind adds. Each locks the room, checks who
acts and in which state, writes in its own operation, and tells the screens that show it. All of them
raise:

| what is wrong | is |
| --- | --- |
| someone does not take part; they have no key of an anonymous activity | NotFound; NotAllowed |
| it was sent before by its author, and may be changed or deleted since | nothing: it is what was saved |
| it was sent before by its author with other words, which are saved | Conflict |
| its uuid is that of something of another author or activity, or of nothing | NotFound, which tells no more |
| the room takes nothing now, or nothing more of one person; it is taken up already | Conflict |
| a facilitator's button is pressed by someone else | NotAllowed, NotFound |
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import CharField, ForeignKey
from django.utils.translation import gettext as _

import live
from core.exceptions import NotFound
from core.models import Artifact, Operation
from core.services import artifacts, operation
from organizations.actors import Actor
from workshops import permissions, policies
from workshops.actors import participant_behind
from workshops.contributions.selectors import sent_by
from workshops.models import Activity

C = TypeVar("C", bound=Artifact)


@dataclass(frozen=True, slots=True)
class SavedContribution(Generic[C]):
    """The saved row, and the room's `revision` after it."""

    row: C
    revision: int


class Contribution(Generic[C]):
    """Facts about one kind of contribution. Its model has an `activity`, and names its author in `author`
    (Actor.author, or the participant), in `participant`, or in both.

    `noun` begins the verbs of its operations; what a room hides until a reveal is in no `summary` of them.
    """

    model: ClassVar[type[Any]]
    noun: ClassVar[str]
    # The topics besides the items that change when a facilitator decides on it.
    topics: ClassVar[tuple[str, ...]] = ("progress",)

    def check_takes(self, activity: Activity) -> Activity:
        """The activity as it is, read behind the room's lock. Raises Conflict where it takes nothing now."""
        return policies.check_takes_contributions(activity)

    def check_limit(self, activity: Activity, count: int) -> None:
        """Raises Conflict when a person who has sent `count` of them may send no more."""

    def items(self, activity: Activity, uuid: UUID) -> Iterable[str]:
        """The keyed items that show it on the screens."""
        return [str(uuid)]

    def summary(self, row: C) -> str:
        """The text for it on the timeline."""
        return str(row)

    def add(self, actor: Actor, activity: Activity, uuid: UUID, **fields: Any) -> C:
        """The saved row, and what else follows at once. Called in the operation, behind the room's lock."""
        model: type[C] = self.model
        return artifacts.add(model, uuid=uuid, activity=activity, **authorship(model, actor), **fields)

    def check_same(self, row: C, **fields: Any) -> None:
        """Raises Conflict when its author sends something else under the uuid of the row."""
        for name, value in fields.items():
            column = row._meta.get_field(name)
            if isinstance(column, ForeignKey) and value is not None:
                fields[name] = column.related_model._base_manager.filter(uuid=value).first()
        artifacts.check_was_added_with(row, fields)

    def remove(self, row: C) -> None:
        """Its author takes it back. Called in the operation, behind the room's lock; `row.activity` is read
        there."""
        artifacts.trash(row)

    def check_open(self, row: C) -> None:
        """Raises Conflict when it was taken up already."""

    def author_of(self, row: C) -> str:
        """The uuid of the participant who wrote it; "" where the row names none."""
        participant = getattr(row, "participant", None)
        return str(participant.uuid) if participant is not None else ""


class Offer(Contribution[C], ABC):
    """A contribution that a facilitator can accept: something is made of it then, under the verb
    "noun.action"."""

    action: ClassVar[str] = "accepted"

    @abstractmethod
    def take_up(self, actor: Actor, row: C) -> C:
        """Make it, and return the row, which says what it became. Called in the operation, with the row
        locked."""


def authorship(model: type[Artifact], actor: Actor) -> dict[str, Any]:
    """The columns of the model that name who wrote a row, as the actor fills them."""
    columns = {field.name: field for field in model._meta.concrete_fields}
    return {
        name: actor.author if isinstance(columns[name], CharField) else participant_behind(actor)
        for name in ("author", "participant")
        if name in columns
    }


# --- People in the room ---------------------------------------------------------------------------


def take(
    kind: Contribution[C],
    /,
    *,
    actor: Actor,
    activity: Activity,
    uuid: UUID,
    summary: str = "",
    **fields: Any,
) -> SavedContribution[C]:
    """Save what the actor sends, a participant or the holder of an anonymous key. `uuid` was made where it
    was typed: sent twice, it is there once, and what was deleted meanwhile stays away. On the timeline it has
    the title of the activity, if there is no `summary`.

    Raises as the table above says, and what the kind raises.
    """
    permissions.check_contribute(actor, activity)
    workshop = activity.track.workshop
    with transaction.atomic():
        revision = live.publish_change(workshop.pk, "progress")
        own = sent_by(kind.model, activity, authorship(kind.model, actor))
        if uuid in own:
            row = kind.model.everything.get(uuid=uuid)
            kind.check_same(row, **fields)
            return SavedContribution(row, revision)
        fresh = kind.check_takes(activity)
        kind.check_limit(fresh, sum(own.values()))
        try:
            with operation(actor, f"{kind.noun}.added", summary=summary or activity.title, place=workshop):
                live.publish(workshop.pk, keys={"items": kind.items(fresh, uuid)}, revision=revision)
                row = kind.add(actor, fresh, uuid, **fields)
        except IntegrityError:
            # Only a uuid is shared: everything else that people send may be said twice.
            if kind.model.everything.filter(uuid=uuid).exists():
                raise _not_yours() from None
            raise
    return SavedContribution(row, revision)


@contextmanager
def of_author(
    kind: Contribution[C], action: str, *, actor: Actor, activity: Activity, uuid: UUID
) -> Iterator[tuple[SavedContribution[C], Operation]]:
    """The actor changes or deletes what they sent, under the verb "noun.action", while the activity takes
    contributions: the row, and the operation, for undo. What lies in the trash already is theirs as well.
    Raises as `take`, and NotFound for what the actor did not send."""
    permissions.check_contribute(actor, activity)
    workshop = activity.track.workshop
    with transaction.atomic():
        revision = live.publish_change(workshop.pk, "progress")
        fresh = kind.check_takes(activity)
        if uuid not in sent_by(kind.model, activity, authorship(kind.model, actor)):
            raise _not_yours()
        row = kind.model.everything.get(uuid=uuid)
        row.activity = fresh
        with operation(actor, f"{kind.noun}.{action}", summary=activity.title, place=workshop) as change:
            live.publish(workshop.pk, keys={"items": kind.items(fresh, uuid)}, revision=revision)
            yield SavedContribution(row, revision), change
            change.was_sent_before = True


def drop(kind: Contribution[C], *, actor: Actor, activity: Activity, uuid: UUID) -> SavedContribution[C]:
    """The actor deletes what they sent; a second time changes nothing. Raises as `of_author`, and Conflict
    when it was taken up."""
    with of_author(kind, "deleted", actor=actor, activity=activity, uuid=uuid) as (own, _change):
        if own.row.deleted_at is None:
            kind.check_open(own.row)
            kind.remove(own.row)
    return own


# --- The facilitator ------------------------------------------------------------------------------


@contextmanager
def deciding(kind: Contribution[C], action: str, *, actor: Actor, row: C) -> Iterator[tuple[C, Operation]]:
    """The facilitator decides on what someone sent, under the verb "noun.action": the row as it is, locked,
    and the operation, for undo. Its author is told. Raises NotAllowed, and NotFound where its activity is
    gone."""
    activity: Activity | None = getattr(row, "activity", None)
    if activity is None:
        raise NotFound(_("This belongs to an activity that no longer exists."))
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, f"{kind.noun}.{action}", summary=kind.summary(row), place=workshop) as change:
        live.publish_change(workshop.pk, *kind.topics, keys={"items": kind.items(activity, row.uuid)})
        yield artifacts.locked(row), change
        if author := kind.author_of(row):
            live.notify(workshop.pk, author)


def accept(kind: Offer[C], *, actor: Actor, row: C) -> Operation:
    """The facilitator accepts it, once, and its kind makes something of it. Raises as `deciding`, Conflict
    when it was taken up already, and what `take_up` raises."""
    with deciding(kind, kind.action, actor=actor, row=row) as (locked, change):
        kind.check_open(locked)
        kind.take_up(actor, locked)
    return change


def decline(kind: Contribution[C], *, actor: Actor, row: C) -> Operation:
    """The facilitator puts it into the trash, unless it was taken up. Raises as `deciding`, and Conflict when
    it was taken up."""
    with deciding(kind, "declined", actor=actor, row=row) as (locked, change):
        kind.check_open(locked)
        artifacts.trash(locked)
    return change


def _not_yours() -> NotFound:
    return NotFound(_("This isn’t yours, or it no longer exists."))
