"""Making one use-case card of several: no link is lost, and one undo splits them again."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import UniqueConstraint
from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict
from core.models import Artifact, Operation, OperationPlace
from core.services import artifacts, operation
from discovery.permissions import check_edit_discovery
from lvt.models import UseCase
from lvt.use_case_merging.policies import MERGED, check_may_be_merged
from lvt.use_case_merging.selectors import PARTS, in_order, words_of_part
from lvt.use_cases.kinds import USE_CASE
from organizations.actors import Actor
from workshops.models import Activity, Note

_NO_CHOICE: Mapping[str, UUID] = MappingProxyType({})
SCORED_BY = "use_cases"
"""The setting of a scoring that names use cases by their uuids."""


def merge_cards(
    *, actor: Actor, cards: Sequence[UseCase], take: Mapping[str, UUID] = _NO_CHOICE
) -> Operation:
    """One of the cards stays (lvt.use_case_merging.selectors.in_order), the others go to the trash. `take`
    names, by the parts of a card, whose version stays; a part without a choice stays as it is, or is filled.

    Links to measures, products and consumers are joined, and so are the authors. Notes that became one of the
    cards lead to the one that stays, and scorings prepared for one of them are about it. Dots are added when
    they're counted (lvt.longlist_funnel.selectors).

    Raises NotAllowed, NotFound, Invalid, and Conflict as policies.check_may_be_merged, and for cards that
    were merged or deleted in the meantime.
    """
    for discovery in {card.discovery for card in cards}:
        check_edit_discovery(actor, discovery)
    if not cards:
        check_may_be_merged(cards, take)
    ordered = in_order({card.pk: card for card in cards}.values())
    names = [card.name for card in ordered]
    summary = f"{', '.join(names[1:])} → {names[0]}"
    place = OperationPlace.at(ordered[0].discovery, USE_CASE.room(ordered[0]))
    with operation(actor, MERGED, summary=summary, place=place) as merge:
        # First the rooms: they lock what they are at before the cards.
        _tell_rooms(ordered)
        scorings = _chosen_scorings(ordered)
        locked = _locked(ordered)
        check_may_be_merged(locked, take)
        keep, *others = in_order(locked)
        _score_the_kept(scorings, keep, others)
        for absorbed in others:
            _move_links(keep, absorbed)
            artifacts.trash(absorbed)
        for note in Note.objects.filter(became_uuid__in=[each.uuid for each in others]).order_by("pk"):
            artifacts.change(note, became_uuid=keep.uuid)
        artifacts.save_changed(keep, **_fields(keep, others, take))
    return merge


def _tell_rooms(cards: Sequence[UseCase]) -> None:
    for workshop in sorted({card.activity.track.workshop_id for card in cards if card.activity}):
        own = [card for card in cards if card.activity and card.activity.track.workshop_id == workshop]
        live.publish_change(workshop, "progress", keys={"items": [str(card.uuid) for card in own]})
        for card in own:
            USE_CASE.notify_writers(card)


def _locked(cards: Sequence[UseCase]) -> list[UseCase]:
    """All as they are now, locked in one order, so that two who merge the same cards follow each other."""
    rows = UseCase.objects.select_for_update(of=("self",)).filter(pk__in=[card.pk for card in cards])
    there = {row.pk: row for row in rows.order_by("pk")}
    for card in cards:
        if card.pk not in there:
            raise merged_meanwhile(card)
        there[card.pk].discovery = card.discovery
    return list(there.values())


def merged_meanwhile(card: UseCase) -> Conflict:
    """The Conflict for a card that is in the trash."""
    return Conflict(
        _("“%(name)s” was merged or deleted in the meantime. Nothing was changed.") % {"name": card.name}
    )


def _fields(keep: UseCase, others: Sequence[UseCase], take: Mapping[str, UUID]) -> dict[str, Any]:
    """The new fields of the card that stays."""
    by_uuid = {card.uuid: card for card in (keep, *others)}
    fields: dict[str, Any] = {}
    for part, (_label, names) in PARTS.items():
        source = by_uuid.get(take[part]) if part in take else None
        if source is None and not words_of_part(keep, part):
            source = next((each for each in others if words_of_part(each, part)), None)
        if source is not None:
            fields |= {name: getattr(source, name) for name in names}
    authors = dict.fromkeys(uuid for card in (keep, *others) for uuid in card.authors)
    came_from = {uuid: name for card in others for uuid, name in card.merged_from.items()}
    came_from |= {str(card.uuid): card.name for card in others}
    fields |= {"authors": list(authors), "merged_from": {**keep.merged_from, **came_from}}
    if keep.author_id is None:
        fields["author"] = next((card.author for card in others if card.author_id), None)
    # One that goes to scoring takes the others along.
    if any(card.below_best is None for card in others):
        fields |= {"below_best": None, "dots_then": None}
    return fields


def _move_links(keep: UseCase, absorbed: UseCase) -> None:
    """Links of the absorbed card move to the one that stays, each once."""
    for relation in UseCase._meta.related_objects:
        model: Any = relation.related_model
        if not issubclass(model, Artifact):
            continue
        name = relation.field.name
        beside = _beside(model, name)
        own = {tuple(getattr(row, each) for each in beside) for row in model.objects.filter(**{name: keep})}
        for row in model.objects.filter(**{name: absorbed}).order_by("pk"):
            if tuple(getattr(row, each) for each in beside) in own:
                artifacts.trash(row)
            else:
                moved: dict[str, Any] = {name: keep}
                artifacts.change(row, **moved)


def _beside(model: type[Any], name: str) -> tuple[str, ...]:
    """The columns that make a link to a use case one of its kind, besides the use case."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and name in constraint.fields:
            return tuple(
                model._meta.get_field(each).attname
                for each in constraint.fields
                if each not in (name, "deleted_at")
            )
    return ("pk",)


def _chosen_scorings(cards: Sequence[UseCase]) -> list[Activity]:
    """The activities that name one of the cards among those to score, locked in one order."""
    uuids = {str(card.uuid) for card in cards}
    rows = Activity.objects.filter(
        track__workshop__discovery=cards[0].discovery_id, settings__has_key=SCORED_BY
    )
    matches = [each for each in rows.order_by("pk") if uuids & set(each.settings.get(SCORED_BY) or ())]
    return [artifacts.locked(each) for each in matches]


def _score_the_kept(scorings: Sequence[Activity], keep: UseCase, others: Sequence[UseCase]) -> None:
    absorbed = {str(each.uuid) for each in others}
    for each in scorings:
        use_cases = [str(keep.uuid) if uuid in absorbed else uuid for uuid in each.settings[SCORED_BY]]
        artifacts.change(each, settings={**each.settings, SCORED_BY: list(dict.fromkeys(use_cases))})
