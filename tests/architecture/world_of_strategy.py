"""What the world has of what comes before a discovery, and of the delta."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from discovery.models import GlossaryTerm
from process.models import (
    DeltaDimension,
    DeltaScore,
    DeltaVisit,
    Learning,
    OnboardingCandidate,
    StrategyChoice,
    StrategyQuestion,
    SuitabilityStatement,
)
from tests import factories
from tests.factories import make


def strategy_of(half: SimpleNamespace) -> None:
    mark, organization, discovery = half.mark, half.organization, half.discovery
    half.strategy_question = make(
        StrategyQuestion,
        organization=organization,
        text=f"{mark} strategy question",
        answer=f"{mark} strategy answer",
        owner=half.person,
        state="agreed",
    )
    half.candidate = make(
        OnboardingCandidate,
        organization=organization,
        domain=half.domain,
        reason=f"{mark} reason to come early",
        boundary="moved",
        boundary_reason=f"{mark} reason to move",
        pull=1,
        readiness=1,
    )
    make(
        OnboardingCandidate,
        organization=organization,
        domain=factories.domain(organization, f"{mark} second domain"),
        pull=2,
        readiness=2,
        position=1,
    )
    half.statement = make(
        SuitabilityStatement,
        discovery=discovery,
        text=f"{mark} statement",
        score=1,
        evidence=f"{mark} evidence",
        would_change=f"{mark} change",
    )
    make(SuitabilityStatement, discovery=discovery, aspect="ready", text=f"{mark} ready", score=4)
    half.strategy_choice = make(
        StrategyChoice,
        discovery=discovery,
        name=f"{mark} choice of the domain",
        platform_use=f"{mark} use of the platform",
        gives=f"{mark} what others get",
        owner=half.person,
        state="agreed",
    )
    half.learning = make(
        Learning,
        discovery=discovery,
        title=f"{mark} learning",
        detail=f"{mark} how we know",
        advice=f"{mark} advice",
        stream="tech",
    )
    half.word = make(
        GlossaryTerm,
        discovery=discovery,
        name=f"{mark} word",
        short=f"{mark}W",
        meaning=f"{mark} meaning of a word",
    )
    _delta(half)


def _delta(half: SimpleNamespace) -> None:
    mark, discovery = half.mark, half.discovery
    half.delta_dimension = make(
        DeltaDimension,
        discovery=discovery,
        stream="product",
        name=f"{mark} dimension",
        description=f"{mark} meaning",
    )
    second = make(DeltaDimension, discovery=discovery, stream="tech", name=f"{mark} second dimension")
    today = timezone.localdate()
    first = make(
        DeltaVisit, discovery=discovery, name=f"{mark} first visit", held_on=today - timedelta(days=90)
    )
    half.delta_visit = make(DeltaVisit, discovery=discovery, name=f"{mark} visit", held_on=today)
    make(DeltaScore, visit=first, dimension=half.delta_dimension, today=1, wanted=4)
    half.delta_score = make(
        DeltaScore,
        visit=half.delta_visit,
        dimension=half.delta_dimension,
        today=2,
        wanted=4,
        evidence=f"{mark} what we saw",
    )
    make(DeltaScore, visit=half.delta_visit, dimension=second, today=0, wanted=3, action=half.action)
