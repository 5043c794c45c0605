"""Writing use-case cards in a room, while a workshop is at it: by who wrote them, alone or in a group."""

from typing import Any
from uuid import UUID, uuid4

from core.models import Operation
from core.services import artifacts, kinds
from lvt.models import UseCase
from lvt.permissions import check_change_use_case
from lvt.use_cases.kinds import USE_CASE
from lvt.writing_groups.selectors import group_of
from organizations.actors import Actor
from workshops.actors import participant_behind
from workshops.contributions.services import Contribution, take
from workshops.models import Activity, Participant
from workshops.policies import check_is_there


class Cards(Contribution[UseCase]):
    """The cards that people write in a room, alone or in a group. Once there, they are artifacts of editors,
    and of those who wrote them while the room is at it."""

    model = UseCase
    noun = USE_CASE.noun

    def add(self, actor: Actor, activity: Activity, uuid: UUID, **fields: Any) -> UseCase:
        discovery = activity.track.workshop.discovery
        draft = UseCase(uuid=uuid, discovery=discovery, activity=activity, **fields)
        draft.author = participant_behind(actor)
        draft.authors = _authors(activity, draft.author)
        card = kinds.insert(draft)
        USE_CASE.notify_writers(card)
        return card

    def check_same(self, row: UseCase, **fields: Any) -> None:
        draft = UseCase(discovery=row.discovery, **fields)
        artifacts.check_was_added_with(row, kinds.values_of_draft(draft))


CONTRIBUTION = Cards()


def add_card(
    *, actor: Actor, activity: Activity, uuid: UUID | None = None, name: str, **fields: Any
) -> UseCase:
    """A card with the fields `fields`, put up in its activity; a participant writes for all of their group.
    Raises as `contributions.take`, and Invalid."""
    values = {"name": name, **fields}
    return take(
        CONTRIBUTION, actor=actor, activity=activity, uuid=uuid or uuid4(), summary=name, **values
    ).row


def change_card(*, actor: Actor, use_case: UseCase, revision: int | None = None, **fields: Any) -> UseCase:
    """The card with `fields` set. Another hypothesis takes it off the initiative that validated the one
    before. Raises NotAllowed, NotFound, Conflict when the room has moved on, Invalid and Stale."""
    check_change_use_case(actor, use_case)
    if fields.get("hypothesis", use_case.hypothesis) != use_case.hypothesis:
        fields.setdefault("initiative", None)
    if participant_behind(actor) is not None and actor.author not in use_case.authors:
        fields["authors"] = [*use_case.authors, actor.author]
    with kinds.writing(actor, "changed", kinds.drafted(use_case, fields)):
        _check_is_there(actor, use_case.activity)
        return kinds.update(use_case, revision=revision, **fields)


def delete_card(*, actor: Actor, use_case: UseCase) -> Operation:
    """The card goes to the trash. Raises as change_card."""
    check_change_use_case(actor, use_case)
    with kinds.writing(actor, "deleted", use_case) as removal:
        _check_is_there(actor, use_case.activity)
        kinds.trash(use_case)
    return removal


def _check_is_there(actor: Actor, activity: Activity | None) -> None:
    """Holds a participant to where the room is; editors write whenever they like. Ask it in the operation:
    telling the room locks the workshop, so that the cursor does not move in between."""
    if participant_behind(actor) is not None and activity is not None:
        check_is_there(activity)


def _authors(activity: Activity | None, writer: Participant | None) -> list[str]:
    """The uuids of people who write together, the writer first."""
    if writer is None:
        return []
    own = str(writer.uuid)
    together = group_of(activity, writer) if activity else []
    return [own, *(person.uuid for person in together if person.uuid != own)]
