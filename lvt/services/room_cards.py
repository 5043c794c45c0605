"""Writing use-case cards in a room, while a workshop is at it: by who wrote them, alone or in a group."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.models import Operation
from core.services import artifacts, kinds
from lvt.models import UseCase
from lvt.permissions import check_change_use_case
from lvt.policies.use_cases import check_is_current
from lvt.selectors.card_groups import group_of
from organizations.actors import Actor
from workshops.actors import participant_behind
from workshops.models import Activity, Participant
from workshops.permissions import check_write


def add_card(*, actor: Actor, draft: UseCase) -> UseCase:
    """The unsaved card, put up in its activity; a participant writes for all of their group.

    A card with the uuid of one that the same person sent before is that one. Raises NotFound, Conflict when
    the room has moved on or the one before had other words, and Invalid.
    """
    check_write(actor, draft.discovery, draft.activity)
    draft.author = draft.author or participant_behind(actor)
    draft.authors = _authors(draft.activity, draft.author)
    with kinds.writing(actor, "added", draft) as done:
        known = UseCase.everything.filter(uuid=draft.uuid).first() if participant_behind(actor) else None
        if known is not None:
            if known.author_id != draft.author_id:
                raise Invalid(
                    _("This card cannot be saved as it was sent. Copy it, and send it as a new one.")
                )
            artifacts.check_was_added_with(known, kinds.said_by(draft))
            done.was_sent_before = True
            return known
        _check_is_there(actor, draft.activity)
        return kinds.insert(draft)


def change_card(*, actor: Actor, use_case: UseCase, revision: int | None = None, **fields: Any) -> UseCase:
    """The card with `fields` set. Another hypothesis takes it off the initiative that validated the one
    before. Raises as add_card, NotAllowed and Stale."""
    check_change_use_case(actor, use_case)
    if fields.get("hypothesis", use_case.hypothesis) != use_case.hypothesis:
        fields.setdefault("initiative", None)
    if participant_behind(actor) is not None and actor.author not in use_case.authors:
        fields["authors"] = [*use_case.authors, actor.author]
    with kinds.writing(actor, "changed", kinds.drafted(use_case, fields)):
        _check_is_there(actor, use_case.activity)
        return kinds.update(use_case, revision=revision, **fields)


def delete_card(*, actor: Actor, use_case: UseCase) -> Operation:
    """The card goes to the trash; returns the operation, for undo. Raises as change_card."""
    check_change_use_case(actor, use_case)
    with kinds.writing(actor, "deleted", use_case) as deleted:
        _check_is_there(actor, use_case.activity)
        kinds.trash(use_case)
    return deleted


def _check_is_there(actor: Actor, activity: Activity | None) -> None:
    """Holds a participant to where the room is; editors write whenever they like. Ask it in the operation:
    telling the room locks the workshop, so that the cursor does not move in between."""
    if participant_behind(actor) is not None and activity is not None:
        check_is_current(activity)


def _authors(activity: Activity | None, writer: Participant | None) -> list[str]:
    """The uuids of people who write together, the writer first."""
    if writer is None:
        return []
    own = str(writer.uuid)
    together = group_of(activity, writer) if activity else []
    return [own, *(person.uuid for person in together if person.uuid != own)]
