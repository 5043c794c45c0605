"""The models of the app, where Django looks for them."""

from process.delta.models import DeltaDimension, DeltaScore, DeltaVisit
from process.strategy.models import (
    Learning,
    OnboardingCandidate,
    StrategyChoice,
    StrategyQuestion,
    SuitabilityStatement,
)
