from process.models.delta import DeltaDimension, DeltaScore, DeltaVisit
from process.models.strategy import (
    Learning,
    OnboardingCandidate,
    StrategyChoice,
    StrategyQuestion,
    SuitabilityStatement,
)

__all__ = [
    "DeltaDimension",
    "DeltaScore",
    "DeltaVisit",
    "Learning",
    "OnboardingCandidate",
    "StrategyChoice",
    "StrategyQuestion",
    "SuitabilityStatement",
]
