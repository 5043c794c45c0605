from process.models.delta import DeltaDimension, DeltaScore, DeltaVisit
from process.models.strategy import Learning, OnboardingCandidate, StrategyQuestion, SuitabilityStatement

__all__ = [
    "DeltaDimension",
    "DeltaScore",
    "DeltaVisit",
    "Learning",
    "OnboardingCandidate",
    "StrategyQuestion",
    "SuitabilityStatement",
]
