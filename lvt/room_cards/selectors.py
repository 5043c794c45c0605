"""Use-case cards as a room sees them while it writes them."""

from typing import Final

from django.db.models import QuerySet

from lvt.models import UseCase
from lvt.use_cases.selectors import with_named_rows
from lvt.writing_groups.selectors import group_of
from workshops.models import Activity, Participant, Workshop
from workshops.selectors.activity_prefetch import AtOnce


def cards_of(activity: Activity) -> QuerySet[UseCase]:
    """The cards that were written in this activity, in their order."""
    return with_named_rows().filter(activity=activity)


CARDS: Final = AtOnce("use_cases", with_named_rows)
"""The cards of an activity, as cards_of has them."""


def already_there(activity: Activity) -> list[UseCase]:
    """The use cases that the discovery has besides the cards of this activity, so that no one writes them
    again."""
    return list(
        UseCase.objects.filter(discovery=activity.track.workshop.discovery_id).exclude(activity=activity)
    )


def own_cards(activity: Activity, participant: Participant) -> list[UseCase]:
    """Cards that a person wrote in this activity, alone or with their group, and those that the others of
    their current group wrote; the latest first."""
    circle = circle_of(activity, participant)
    cards = cards_of(activity).order_by("-position", "-pk")
    return [card for card in cards if _is_of(card, circle, participant)]


def circle_of(activity: Activity, participant: Participant) -> frozenset[str]:
    """The uuids of the participant and of those whom they write with now."""
    return frozenset({str(participant.uuid), *(each.uuid for each in group_of(activity, participant))})


def is_own_card(card: UseCase, participant: Participant) -> bool:
    """Return True if the card is among the participant's own_cards."""
    if card.activity is None or card.author_id is None:
        return False
    if card.author_id == participant.pk or str(participant.uuid) in card.authors:
        return True
    return _is_of(card, circle_of(card.activity, participant), participant)


def _is_of(card: UseCase, circle: frozenset[str], participant: Participant) -> bool:
    if str(participant.uuid) in card.authors or card.author_id == participant.pk:
        return True
    return card.author is not None and str(card.author.uuid) in circle


def cards_in(workshop: Workshop) -> QuerySet[UseCase]:
    """The cards that were written in the workshop, each with what changing it needs."""
    return UseCase.objects.filter(activity__track__workshop=workshop).select_related(
        "activity__track__workshop__discovery",
        "discovery__domain__organization",
        "hypothesis",
        "author",
    )


def cards_by(workshop: Workshop, participant: Participant) -> list[UseCase]:
    """Cards that a person wrote in the workshop, alone or with a group."""
    rows = (
        UseCase.objects.filter(activity__track__workshop=workshop, activity__deleted_at=None)
        .select_related("activity", "author")
        .order_by("pk")
    )
    return [card for card in rows if _is_of(card, frozenset(), participant)]


def authors_on_wall(activity: Activity) -> list[str]:
    """The uuids of all who wrote each card, once per card."""
    rows = UseCase.objects.filter(activity=activity).exclude(author=None)
    return [
        uuid
        for author, authors in rows.values_list("author__uuid", "authors")
        for uuid in (authors or [str(author)])
    ]


def loose_ends_on_wall(activity: Activity) -> int:
    """The number of cards without a hypothesis."""
    return UseCase.objects.filter(activity=activity, hypothesis=None).count()
