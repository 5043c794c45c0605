"""The models of the app, where Django looks for them, and their choices."""

from process.delta.models import DeltaDimension, DeltaScore, DeltaVisit
from process.strategy.models import (
    Aspect,
    Boundary,
    Learning,
    OnboardingCandidate,
    StrategyChoice,
    StrategyQuestion,
    StrategyState,
    SuitabilityStatement,
)
