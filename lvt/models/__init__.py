from lvt.models.proposals import Proposal
from lvt.models.ratings import HypothesisRating
from lvt.models.scoring import Criterion, RoundUseCase, Score, ScoringMethod, ScoringRound, ShareUseCase
from lvt.models.tree import Goal, Hypothesis, Initiative, Measure, MeasuredValue, Vision
from lvt.models.use_cases import ShortlistedUseCase, UseCase, UseCaseMeasure

__all__ = [
    "Criterion",
    "Goal",
    "Hypothesis",
    "HypothesisRating",
    "Initiative",
    "Measure",
    "MeasuredValue",
    "Proposal",
    "RoundUseCase",
    "Score",
    "ScoringMethod",
    "ScoringRound",
    "ShareUseCase",
    "ShortlistedUseCase",
    "UseCase",
    "UseCaseMeasure",
    "Vision",
]
