"""The people of an activity: all in the workshop, or those of its breakout room."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from lvt.models import ScoringRound, UseCase
from lvt.scoring_method import SIDES
from workshops.models import Activity, Participant


def people_at(activity: Activity) -> QuerySet[Participant]:
    """Those who joined and were not removed, in the order of joining."""
    return everybody_at(activity).filter(removed_at=None)


def everybody_at(activity: Activity) -> QuerySet[Participant]:
    """As people_at, with those who were removed since."""
    people = Participant.objects.filter(workshop=activity.track.workshop_id).order_by("joined_at", "pk")
    return people.filter(track=activity.track_id) if activity.track.breakout_id is not None else people


def people_of_round(scoring_round: ScoringRound) -> QuerySet[Participant]:
    """The people who are expected to score the round: those of its place, and those who scored there before
    they went to another room."""
    activity = scoring_round.activity
    people = Participant.objects.filter(workshop=activity.track.workshop_id, removed_at=None)
    if activity.track.breakout_id is None:
        return people
    here = Q(track=activity.track_id) | Q(pk__in=scoring_round.scores.values("participant"))
    return people.filter(here)


def is_alone(scoring_round: ScoringRound, participant: Participant) -> bool:
    """Return True if no one else of the participant's side scores the round, so that the numbers of this side
    will be theirs; people of neither side have no separate numbers. One query."""
    if participant.side not in SIDES:
        return False
    others = people_of_round(scoring_round).filter(side=participant.side).exclude(pk=participant.pk)
    return not others.exists()


def authors_of(use_cases: Iterable[UseCase]) -> dict[str, str]:
    """By uuid, the names of all who wrote these cards. One query."""
    uuids = {uuid for use_case in use_cases for uuid in use_case.authors}
    rows = Participant.objects.filter(uuid__in=uuids).values_list("uuid", "display_name")
    return {str(uuid): name for uuid, name in rows}


def writer_names(use_case: UseCase, names: dict[str, str]) -> list[str]:
    """The names of the people who wrote the card, first of the one who put it up; empty for a card that an
    editor wrote."""
    first = use_case.author
    if not use_case.authors:
        return [first.as_author()] if first else []
    own = {str(first.uuid): first.as_author()} if first else {}
    return [own.get(uuid, names[uuid]) for uuid in use_case.authors if uuid in names]
