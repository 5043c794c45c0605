"""A live room that is scoring: what the tests of prioritization start from."""

from __future__ import annotations

from dataclasses import dataclass

from core.services import artifacts
from core.services.operations import operation
from discovery.models import Discovery
from lvt.methods.presets import DEFAULT
from lvt.methods.services import choose_preset
from lvt.models import ScoringMethod, ScoringRound, UseCase
from lvt.rounds.services import open_round
from lvt.scores.services import SavedScore, give_score
from tests import factories
from tests.factories import SYSTEM
from workshops.actors import RoomActor
from workshops.models import Activity, Participant, Workshop
from workshops.workshop.models import WorkshopState


@dataclass
class Room:
    discovery: Discovery
    workshop: Workshop
    activity: Activity
    method: ScoringMethod
    use_cases: list[UseCase]
    round: ScoringRound

    def join(self, name: str, side: str = "business") -> Participant:
        return factories.participant(self.workshop, name, side)

    def give(
        self, participant: Participant, value: int | None, use_case: int = 0, criterion: int = 0
    ) -> SavedScore:
        """One score, by the places of the use case and of the criterion."""
        return give_score(
            actor=RoomActor.of_participant(participant),
            workshop=self.workshop,
            round=self.round.uuid,
            use_case=self.use_cases[use_case].uuid,
            criterion=self.method.criteria.all()[criterion].uuid,
            value=value,
        )

    def give_all(self, participant: Participant, *values: int | None, use_case: int = 0) -> None:
        """A score on each criterion, in order."""
        for place, value in enumerate(values):
            self.give(participant, value, use_case, place)

    def give_total(self, participant: Participant, total: int, use_case: int = 0) -> None:
        """Scores that add up to `total`: all of it on the first criterion."""
        self.give_all(participant, total, *[0] * (self.method.criteria.count() - 1), use_case=use_case)

    def fields(self, value: object, use_case: int = 0, criterion: int = 0) -> dict[str, str]:
        """What a tap posts."""
        return {
            "round": str(self.round.uuid),
            "use_case": str(self.use_cases[use_case].uuid),
            "criterion": str(self.method.criteria.all()[criterion].uuid),
            "value": str(value),
        }


def scoring_room(*names: str, preset: str = DEFAULT.key, discovery: Discovery | None = None) -> Room:
    """A live workshop with an open round for the use cases of these names (two, unless told), by a method
    that was made from the preset."""
    discovery = discovery or factories.discovery()
    use_cases = [
        factories.make(UseCase, discovery=discovery, name=name, position=place)
        for place, name in enumerate(names or ("HCP 360 dashboard", "Next best action"))
    ]
    workshop = factories.workshop(discovery, state=WorkshopState.LIVE)
    activity = factories.activity(workshop, kind="scoring", title="Score the use cases")
    with operation(SYSTEM, "test.moved"):
        activity.track = artifacts.change(activity.track, current=activity)
    method = choose_preset(actor=SYSTEM, discovery=discovery, key=preset)
    opened = open_round(actor=SYSTEM, activity=activity, use_cases=use_cases, method=method)
    return Room(discovery, workshop, activity, method, use_cases, opened)
