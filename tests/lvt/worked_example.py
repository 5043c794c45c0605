"""A discovery that holds the worked example of the field: three use cases, seven criteria, totals 30, 34 and
27."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone

from discovery.models import Discovery
from lvt.models import (
    Criterion,
    Goal,
    Hypothesis,
    Initiative,
    Measure,
    MeasuredValue,
    RoundUseCase,
    Score,
    ScoringMethod,
    ScoringRound,
    ShortlistedUseCase,
    UseCase,
    Vision,
)
from lvt.scoring.models import RoundState
from lvt.tree.models import BetState
from tests.factories import activity, discovery, make, participant, workshop
from workshops.models import Decision, Participant

CRITERIA = (
    "Business value",
    "Time criticality",
    "Risk reduction",
    "Reach",
    "Impact",
    "Confidence",
    "Effort",
)
MEANS = {
    "HCP 360 dashboard": (5, 4, 4, 3, 4, 5, 5),
    "Digital customer engagement dashboard": (5, 5, 5, 5, 5, 5, 4),
    "Next best action": (4, 4, 4, 4, 4, 4, 3),
}
PEOPLE = (
    ("Head of Marketing", "business", "Marketing"),
    ("Brand lead", "business", "Brand management"),
    ("Data engineer", "it", "Platform team"),
    ("Enterprise architect", "it", "Architecture"),
)


def worked_example(**fields: Any) -> Discovery:
    """The whole discovery, its round revealed and its shortlist decided. `fields` are those of the
    discovery."""
    made = discovery(**fields)
    use_cases = _tree(made)
    _scores(made, use_cases, RoundState.REVEALED)
    decision = make(
        Decision,
        discovery=made,
        title="Start with two dashboards",
        reason="They share most of their data, and both sides rank them first.",
        decided_by="Everybody in the room",
        dissent="The data engineer fears for the date.",
    )
    for position, use_case in enumerate((use_cases[1], use_cases[0])):
        make(ShortlistedUseCase, decision=decision, use_case=use_case, position=position)
    return made


def open_round(made: Discovery, value: int = 5) -> None:
    """A round whose scores are not revealed: everybody gave everything `value`."""
    use_cases = list(UseCase.objects.filter(discovery=made))
    _scores(made, use_cases, RoundState.OPEN, value=value)


def _tree(made: Discovery) -> list[UseCase]:
    make(Vision, discovery=made, statement="Bring health care products to patients faster.")
    goal = make(Goal, discovery=made, title="Higher success in engaging HCPs")
    measure = make(
        Measure, goal=goal, name="Engagement rate", unit="%", baseline=Decimal(20), target=Decimal(40)
    )
    make(MeasuredValue, measure=measure, value=Decimal(31), measured_on=timezone.localdate())
    other = make(Goal, discovery=made, title="Better brand and customer interaction", position=1)
    view = make(
        Hypothesis,
        goal=goal,
        statement="Giving a PJP a 360° view of an HCP will raise the success rate of a visit.",
        state=BetState.IN_DELIVERY,
    )
    make(Initiative, hypothesis=view, name="Pilot in oncology")
    reaction = make(
        Hypothesis,
        goal=other,
        statement="Understanding how HCPs react to visits will support the brand.",
    )
    make(
        Hypothesis,
        goal=other,
        statement="Train PJPs in consultative conversations.",
        about_data=False,
        position=1,
    )
    hypotheses = (view, reaction, None)
    return [
        make(
            UseCase,
            discovery=made,
            hypothesis=hypothesis,
            name=name,
            we_believe="giving a PJP the whole picture of an HCP",
            will_help="a higher success rate in influencing an HCP",
            known_by="the engagement rate",
            example_role="Marketing Director",
            example_want="compare the last campaign with earlier ones",
            example_by="looking at opening, click and bounce rates",
            position=position,
        )
        for position, (name, hypothesis) in enumerate(zip(MEANS, hypotheses, strict=True))
    ]


def _scores(
    made: Discovery, use_cases: list[UseCase], state: RoundState, value: int | None = None
) -> ScoringRound:
    sitting = workshop(made)
    scoring = activity(sitting, "score", "Prioritize use cases")
    people = [participant(sitting, name, side, role_title=role) for name, side, role in PEOPLE]
    method = made.scoring_methods.first() or make(ScoringMethod, discovery=made, name="Seven criteria")
    criteria = list(method.criteria.all()) or [
        make(Criterion, method=method, name=name, question=f"{name}?", position=position)
        for position, name in enumerate(CRITERIA)
    ]
    revealed_at = timezone.now() if state == RoundState.REVEALED else None
    scoring_round = make(
        ScoringRound,
        activity=scoring,
        method=method,
        state=state,
        revealed_at=revealed_at,
        sides={str(person.uuid): person.side for person in people} if revealed_at else {},
    )
    for position, use_case in enumerate(use_cases):
        make(RoundUseCase, round=scoring_round, use_case=use_case, position=position)
    Score.objects.bulk_create(
        Score(
            round=scoring_round,
            participant=person,
            use_case=use_case,
            criterion=criterion,
            value=value if value is not None else _given(person, MEANS[use_case.name][place]),
        )
        for person in people
        for use_case in use_cases
        for place, criterion in enumerate(criteria)
    )
    return scoring_round


def _given(person: Participant, mean: int) -> int:
    """Business gives one more than the mean and IT one less, where the scale leaves room on both ends."""
    if mean in (0, 5):
        return mean
    return mean + 1 if person.side == "business" else mean - 1
