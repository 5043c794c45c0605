"""Writing use-case cards: by editors on their page, by people in the room while a workshop is at it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from discovery import live
from discovery.actors import Actor
from discovery.exceptions import Invalid
from discovery.models import Activity, Discovery, Operation, Participant, Person, Workshop
from discovery.services import artefacts
from discovery.services.operations import operation
from lvt.models import Hypothesis, Initiative, Measure, UseCase, UseCaseMeasure
from lvt.permissions import check_change_use_case, check_edit_tree, check_write_use_case
from lvt.policies.use_cases import check_is_current
from lvt.selectors.card_groups import group_of
from lvt.selectors.room_cards import circle_of
from lvt.selectors.tree import measures_of
from lvt.services.tree import check_owner


def add_use_case(
    *,
    actor: Actor,
    discovery: Discovery,
    name: str,
    hypothesis: Hypothesis | None = None,
    initiative: Initiative | None = None,
    we_believe: str = "",
    will_help: str = "",
    known_by: str = "",
    example_role: str = "",
    example_want: str = "",
    example_by: str = "",
    owner: Person | None = None,
    activity: Activity | None = None,
    author: Participant | None = None,
    measures: Iterable[Measure] = (),
    uuid: UUID | None = None,
) -> UseCase:
    """A new card after the others. A participant may write while `activity` is where their room is, and
    writes for all of their group.

    `measures` are measures of the discovery's tree that the card names. `uuid` is the one that the device
    chose: sent again, because the answer was lost, it is the same card. Raises Conflict when the room has
    moved on, Invalid for a hypothesis, initiative, owner or measure that does not belong to the discovery.
    """
    check_write_use_case(actor, discovery, activity)
    named = list(measures)
    _check_place(discovery, hypothesis, initiative)
    _check_measures(discovery, named)
    check_owner(discovery, owner)
    workshop = activity.track.workshop if activity else None
    with operation(actor, "use_case.added", summary=name, discovery=discovery, workshop=workshop):
        uuid = uuid or uuid4()
        writer = author or actor.participant
        sent_before = _enter_the_room(actor, activity, uuid, is_new=True)
        if sent_before is not None:
            return sent_before
        made = artefacts.add(
            UseCase,
            uuid=uuid,
            discovery=discovery,
            name=name,
            hypothesis=hypothesis,
            initiative=initiative,
            we_believe=we_believe,
            will_help=will_help,
            known_by=known_by,
            example_role=example_role,
            example_want=example_want,
            example_by=example_by,
            owner=owner,
            activity=activity,
            author=writer,
            authors=_authors(activity, writer),
            position=artefacts.next_position(UseCase.objects.filter(discovery=discovery)),
        )
        _name_measures(made, named)
        _tell_who_wrote_it(made)
    return made


def change_use_case(
    *, actor: Actor, use_case: UseCase, revision: int | None = None, **fields: Any
) -> UseCase:
    """`fields` are those of add_use_case that say what the card holds, `measures` among them.

    Who wrote the card, alone or in a group, may change it while the room is at its activity. Raises as
    add_use_case, and Stale.
    """
    check_change_use_case(actor, use_case)
    discovery = use_case.discovery
    measures = fields.pop("measures", None)
    named = None if measures is None else list(measures)
    hypothesis = fields.get("hypothesis", use_case.hypothesis)
    if "hypothesis" in fields and "initiative" not in fields and use_case.hypothesis != hypothesis:
        fields["initiative"] = None  # it validated the hypothesis that the card hung on before
    _check_place(discovery, hypothesis, fields.get("initiative", use_case.initiative))
    _check_measures(discovery, named or [])
    check_owner(discovery, fields.get("owner"))
    summary = fields.get("name", use_case.name)
    with operation(
        actor,
        "use_case.changed",
        summary=summary,
        discovery=discovery,
        workshop=_workshop_of(use_case),
    ):
        _enter_the_room(actor, use_case.activity, use_case.uuid)
        if (uuid := str(actor.participant.uuid) if actor.participant else "") not in ("", *use_case.authors):
            fields["authors"] = [*use_case.authors, uuid]
        changed = artefacts.change(use_case, revision=revision, **fields)
        if named is not None and _name_measures(changed, named):
            changed = artefacts.touch(changed)
        _tell_who_wrote_it(changed)
    return changed


def delete_use_case(*, actor: Actor, use_case: UseCase) -> Operation:
    """The card goes to the trash; returns the operation, for undo. Raises as change_use_case."""
    check_change_use_case(actor, use_case)
    with operation(
        actor,
        "use_case.deleted",
        summary=use_case.name,
        discovery=use_case.discovery,
        workshop=_workshop_of(use_case),
    ) as done:
        _enter_the_room(actor, use_case.activity, use_case.uuid)
        artefacts.trash(*UseCaseMeasure.objects.filter(use_case=use_case), use_case)
        _tell_who_wrote_it(use_case)
    return done


def reorder_use_cases(*, actor: Actor, discovery: Discovery, order: Sequence[UUID]) -> Operation:
    """Raises Conflict when `order` names a card that is gone."""
    check_edit_tree(actor, discovery)
    with operation(actor, "use_cases.reordered", discovery=discovery) as done:
        artefacts.reorder(UseCase.objects.filter(discovery=discovery), order)
    return done


def _name_measures(use_case: UseCase, measures: Iterable[Measure]) -> bool:
    """Whether that changed anything."""
    wanted = {measure.pk: measure for measure in measures}
    gone = [
        link
        for link in UseCaseMeasure.objects.filter(use_case=use_case)
        if wanted.pop(link.measure_id, None) is None
    ]
    artefacts.trash(*gone)
    for measure in wanted.values():
        artefacts.add(UseCaseMeasure, use_case=use_case, measure=measure)
    return bool(gone or wanted)


def _workshop_of(use_case: UseCase) -> Workshop | None:
    return use_case.activity.track.workshop if use_case.activity else None


def _enter_the_room(
    actor: Actor, activity: Activity | None, card: UUID, *, is_new: bool = False
) -> UseCase | None:
    """Tell the room of `activity` that the card changes, and hold a participant to where the room is.

    First in the transaction: telling locks the workshop, so that the cursor does not move in between. Returns
    the card if one that is to be new was sent before, by the same person.
    """
    if activity is None:
        return None
    live.changed(activity.track.workshop_id, "progress", keys={"items": [str(card)]})
    if actor.participant is None:
        return None
    if is_new and (known := UseCase.everything.filter(uuid=card).first()) is not None:
        if known.author_id != actor.participant.pk:
            raise Invalid(_("This card cannot be saved as it was sent. Copy it, and send it as a new one."))
        return known
    check_is_current(activity)
    return None


def _tell_who_wrote_it(card: UseCase) -> None:
    """Have the phones of the card's group draw their list of cards again: theirs, and nobody else's."""
    if card.activity is None or card.author is None:
        return
    together = circle_of(card.activity, card.author) | set(card.authors)
    for uuid in sorted(together):
        live.notify(card.activity.track.workshop_id, uuid)


def _authors(activity: Activity | None, writer: Participant | None) -> list[str]:
    """The uuids of who writes together, the writer first."""
    if writer is None:
        return []
    own = str(writer.uuid)
    together = group_of(activity, writer) if activity else []
    return [own, *(person.uuid for person in together if person.uuid != own)]


def _check_place(discovery: Discovery, hypothesis: Hypothesis | None, initiative: Initiative | None) -> None:
    if hypothesis is not None and hypothesis.goal.discovery_id != discovery.pk:
        raise Invalid(_("A use case can only hang on a hypothesis of its own discovery."))
    if initiative is not None and (hypothesis is None or initiative.hypothesis_id != hypothesis.pk):
        raise Invalid(_("The initiative validates another hypothesis. Choose one of the same hypothesis."))


def _check_measures(discovery: Discovery, measures: Sequence[Measure]) -> None:
    wanted = {measure.pk for measure in measures}
    if wanted and measures_of(discovery).filter(pk__in=wanted).count() != len(wanted):
        raise Invalid(_("A card can only name measures of its own discovery's tree."))
