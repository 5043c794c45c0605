"""What a room of the world gave: a scored round, what was decided, what was captured."""

from __future__ import annotations

from types import SimpleNamespace

from django.utils import timezone

from lvt.models import (
    Criterion,
    HypothesisRating,
    RoundUseCase,
    Score,
    ScoringMethod,
    ScoringRound,
    ShareUseCase,
    ShortlistedUseCase,
)
from lvt.scoring.models import RoundState
from tests.factories import make
from workshops.models import ActionItem, Decision, DecisionLink, ParkingLotItem, Question, Risk


def prioritization_of(half: SimpleNamespace) -> None:
    mark = half.mark
    half.method = make(
        ScoringMethod, discovery=half.discovery, name=f"{mark} method", description=f"{mark} combination"
    )
    half.criterion = make(
        Criterion,
        method=half.method,
        name=f"{mark} criterion",
        question=f"{mark} question",
        low_label=f"{mark} low",
        high_label=f"{mark} high",
    )
    half.rating = make(HypothesisRating, hypothesis=half.hypothesis, criterion=half.criterion, number=3)
    scoring = {"activity": half.activities["scoring"], "method": half.method}
    revealed = make(
        ScoringRound,
        **scoring,
        state=RoundState.REVEALED,
        revealed_at=timezone.now(),
        sides={str(person.uuid): person.side for person in (half.participant, half.colleague)},
        number=1,
    )
    half.round = make(ScoringRound, **scoring, number=2, most_each=10)
    for each in (revealed, half.round):
        make(RoundUseCase, round=each, use_case=half.use_case)
        for person, value in ((half.participant, 4), (half.colleague, 2)):
            Score.objects.create(
                round=each, participant=person, use_case=half.use_case, criterion=half.criterion, value=value
            )
    for person in (half.participant, half.colleague):
        ShareUseCase.objects.create(round=half.round, participant=person, use_case=half.use_case)
    half.decision = make(
        Decision,
        discovery=half.discovery,
        workshop=half.workshop,
        activity=half.activities["decide"],
        title=f"{mark} decision",
        reason=f"{mark} reason",
        decided_by=f"{mark} decider",
        dissent=f"{mark} dissent",
        alternatives=f"{mark} alternatives",
        review_on=timezone.localdate(),
    )
    half.decision_link = make(
        DecisionLink, decision=half.decision, label=f"{mark} link", url=f"/d/{half.discovery.slug}/tree/"
    )
    captured = {
        "discovery": half.discovery,
        "workshop": half.workshop,
        "detail": f"{mark} more",
        "captured_by": f"{mark} guest",
    }
    half.action = make(
        ActionItem,
        **captured,
        title=f"{mark} action",
        owner_name=f"{mark} doer",
        due=timezone.localdate(),
    )
    half.question = make(Question, **captured, title=f"{mark} question", answer=f"{mark} answer")
    half.risk = make(Risk, **captured, title=f"{mark} risk", mitigation=f"{mark} mitigation")
    half.parked = make(ParkingLotItem, **captured, title=f"{mark} parked")
    make(ShortlistedUseCase, decision=half.decision, use_case=half.use_case)
