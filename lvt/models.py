"""The models of the app, where Django looks for them."""

from lvt.proposals.models import Proposal
from lvt.ratings.models import HypothesisRating
from lvt.scoring.models import Criterion, RoundUseCase, Score, ScoringMethod, ScoringRound, ShareUseCase
from lvt.tree.models import Goal, Hypothesis, Initiative, Measure, MeasuredValue, Vision
from lvt.use_cases.models import ShortlistedUseCase, UseCase, UseCaseMeasure
