"""The running example, continued: a workshop of two weeks ago that scored the three cards, looked at the
ranking and decided. Its pooled result is the worked example, 30, 34 and 27, while people and sides differ."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from core.models import Artifact
from core.services import artifacts, operation
from discovery.models import Discovery
from discovery.registries import DemoPart, demo_parts
from lvt.models import ScoringRound, UseCase
from lvt.rounds.selectors import latest_round
from lvt.rounds.services import reveal
from lvt.scores.services import give_score
from lvt.shortlist.services import decide
from organizations.actors import Actor
from organizations.models import Side
from workshops.actors import RoomActor
from workshops.joining.participants import services as participants
from workshops.models import Activity, Decision, Participant, Workshop
from workshops.room.running import services as running
from workshops.services.backdated_operations import date_back
from workshops.workshop import services as workshops
from workshops.workshop.selectors import track_of

# name, side, role title
PEOPLE = (
    ("Amara Osei", Side.BUSINESS, "Commercial"),
    ("Marta Keller", Side.BUSINESS, "Brand team"),
    ("Jonas Lind", Side.BUSINESS, "Commercial"),
    ("Priya Raman", Side.BUSINESS, "Brand team"),
    ("Ben Okafor", Side.BUSINESS, "Commercial"),
    ("Lucía Ferrer", Side.BUSINESS, "Brand team"),
    ("Tomás Rivera", Side.IT, "Data Engineer"),
    ("Yuki Sato", Side.IT, "Enterprise Architect"),
    ("Elif Demir", Side.IT, "Platform Owner"),
    ("Anton Weiss", Side.IT, "Analytics Engineer"),
    ("Noor Haddad", Side.OTHER, "Data Privacy Officer"),
)
# By use case, a line per criterion of the default method: what the people above gave, in their order; "-" is
# a skip.
SCORES = {
    "HCP 360 dashboard": (
        "555555 5555 -",  # business value, mean 5
        "554434 4434 4",  # time criticality, 4
        "444544 4434 4",  # risk reduction, 4
        "334434 2322 -",  # reach, 3
        "555444 3343 -",  # impact, 4
        "555555 5555 5",  # confidence, 5
        "555555 -555 -",  # effort, 5
    ),
    "Digital customer engagement dashboard": (
        "555555 5555 5",
        "555555 55-5 -",
        "555555 5555 5",
        "555555 5555 -",
        "555555 5555 -",
        "555555 5555 5",
        "555444 3343 -",
    ),
    "Next best action": (
        "554544 3433 -",
        "444534 4543 4",
        "344444 5444 4",
        "555444 3334 -",
        "444544 4434 -",
        "445544 4343 4",
        "444433 1232 -",
    ),
}
DECIDED = ("Digital customer engagement dashboard", "HCP 360 dashboard")
AGO = timedelta(days=14)
MINUTE = timedelta(minutes=1)
AHEAD = timedelta(days=5)
"""The discovery and the agenda of the workshop were ready so long before it."""


def register_own() -> None:
    """Register the scores of the demo."""
    demo_parts.register(DemoPart("scores", 30, build))


def build(actor: Actor, discovery: Discovery) -> None:
    """The past workshop, through the same services as a real one."""
    began = (timezone.now() - AGO).replace(hour=9, minute=0, second=0, microsecond=0)
    workshop = workshops.add_workshop(
        actor=actor,
        discovery=discovery,
        name="First ranking",
        starts_at=began,
        template="prioritization",
        purpose="Score the three use cases from the longlist, and choose where to start.",
    )
    date_back(discovery, began - AHEAD)
    people = [
        participants.join(
            actor=Actor.nobody(), workshop=workshop, display_name=name, side=side, role_title=role_title
        )
        for name, side, role_title in PEOPLE
    ]
    workshop = running.start_workshop(actor=actor, workshop=workshop)
    date_back(workshop, began)
    times = _times(workshop, began)
    scoring = _go_to(actor, workshop, "scoring")
    opened = latest_round(scoring)
    if opened is None:
        return  # there are no cards to score
    date_back(workshop, times[scoring.pk][0])
    _score(workshop, opened, people)
    revealed = reveal(actor=actor, round=opened)
    date_back(workshop, times[scoring.pk][1] - MINUTE)
    ranking = _go_to(actor, workshop, "ranking")
    date_back(workshop, times[ranking.pk][0])
    deciding = _go_to(actor, workshop, "decide")
    date_back(workshop, times[deciding.pk][0])
    decision = _decide(actor, deciding)
    date_back(workshop, times[deciding.pk][1] - MINUTE)
    running.end_workshop(actor=actor, workshop=workshop)
    _put_into_the_past(actor, workshop, times, revealed, decision)
    date_back(workshop, max(end for _start, end in times.values()))


def _times(workshop: Workshop, began: datetime) -> dict[int, tuple[datetime, datetime]]:
    """Start and end of each activity by its key, as if the agenda had been kept to the minute."""
    times, at = {}, began
    for activity in track_of(workshop).activities.all():
        start, at = at, at + timedelta(minutes=activity.minutes)
        times[activity.pk] = (start, at)
    return times


def _go_to(actor: Actor, workshop: Workshop, kind: str) -> Activity:
    track = track_of(workshop)
    return running.move_cursor(
        actor=actor,
        track=track,
        from_activity=track.current,
        to_activity=track.activities.get(kind=kind),
    )


def _score(workshop: Workshop, opened: ScoringRound, people: list[Participant]) -> None:
    criteria = list(opened.method.criteria.all())
    for use_case in UseCase.objects.filter(round_links__round=opened):
        for criterion, line in zip(criteria, SCORES.get(use_case.name, ()), strict=False):
            for participant, answer in zip(people, line.replace(" ", ""), strict=True):
                participant.workshop = workshop
                give_score(
                    actor=RoomActor.of_participant(participant),
                    workshop=workshop,
                    round=opened.uuid,
                    use_case=use_case.uuid,
                    criterion=criterion.uuid,
                    value=None if answer == "-" else int(answer),
                )


def _decide(actor: Actor, activity: Activity) -> Decision:
    use_cases = {
        use_case.name: use_case
        for use_case in UseCase.objects.filter(discovery=activity.track.workshop.discovery)
    }
    decision, _operation = decide(
        actor=actor,
        activity=activity,
        use_cases=[use_cases[name] for name in DECIDED if name in use_cases],
        reason=(
            "Both lead on value and on confidence, and both use the same contact data, so together they cost "
            "less. Next best action needs their data."
        ),
        decided_by="Amara Osei, with the room",
        dissent=(
            "Lucía Ferrer would have started with Next best action: physicians ask for it, and the "
            "effort looked small to the business. IT rates it as the hardest of the three."
        ),
    )
    return decision


def _put_into_the_past(
    actor: Actor,
    workshop: Workshop,
    times: Mapping[int, tuple[datetime, datetime]],
    revealed: ScoringRound,
    decision: Decision,
) -> None:
    """Date everything as `times` tell."""
    with operation(actor, "demo.dated", summary=workshop.name, place=workshop):
        for activity in track_of(workshop).activities.all():
            start, end = times[activity.pk]
            _date(activity, started_at=start, ended_at=end)
            if activity.pk == revealed.activity_id:
                _date(revealed, opened_at=start, revealed_at=end)
            if activity.pk == decision.activity_id:
                _date(decision, decided_at=end)


def _date(artifact: Artifact, **times: Any) -> None:
    artifacts.change(artifact, **times)
