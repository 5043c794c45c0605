"""The models of the app, where Django looks for them, and their choices."""

from lvt.hypothesis_ratings.models import HypothesisRating
from lvt.proposals.models import Proposal, Tier
from lvt.scoring.models import (
    Combination,
    Criterion,
    CriterionPart,
    Direction,
    RoundState,
    RoundUseCase,
    Score,
    ScoringMethod,
    ScoringRound,
    ShareUseCase,
)
from lvt.tree.models import BetState, Goal, Hypothesis, Initiative, Measure, MeasuredValue, Vision
from lvt.use_cases.models import ShortlistedUseCase, UseCase, UseCaseMeasure
