"""Use-case cards as a room sees them while it writes them."""

from __future__ import annotations

from django.db.models import QuerySet

from discovery.models import Activity, Participant
from lvt.models import UseCase


def wall(activity: Activity) -> QuerySet[UseCase]:
    """The cards that were written in this activity, in their order."""
    return UseCase.objects.filter(activity=activity).select_related("hypothesis", "author")


def already_there(activity: Activity) -> list[UseCase]:
    """The use cases that the discovery has besides the cards of this activity, so that nobody writes them
    again."""
    return list(
        UseCase.objects.filter(discovery=activity.track.workshop.discovery_id).exclude(activity=activity)
    )


def own_cards(activity: Activity, participant: Participant) -> list[UseCase]:
    """What one person wrote in this activity, the latest first."""
    return list(wall(activity).filter(author=participant).order_by("-position", "-pk"))


def written_by(participant: Participant) -> QuerySet[UseCase]:
    """The cards that a person wrote in their workshop, each with what changing it needs."""
    cards = UseCase.objects.filter(author=participant, activity__track__workshop=participant.workshop_id)
    return cards.select_related(
        "activity__track__workshop__discovery", "discovery__domain__organization", "hypothesis"
    )


def authors_on_wall(activity: Activity) -> list[str]:
    """The uuid of the author of each card, once per card."""
    rows = UseCase.objects.filter(activity=activity).exclude(author=None)
    return [str(uuid) for uuid in rows.values_list("author__uuid", flat=True)]


def loose_ends_on_wall(activity: Activity) -> int:
    """How many of the cards hang on no hypothesis yet."""
    return UseCase.objects.filter(activity=activity, hypothesis=None).count()
