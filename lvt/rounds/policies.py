"""Rules by the state of a scoring round or of a method. Drives services and buttons alike."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.exceptions import Conflict, Invalid
from core.models import Artifact
from lvt.kano import ANSWERS
from lvt.models import (
    Combination,
    Criterion,
    CriterionPart,
    HypothesisRating,
    RoundState,
    Score,
    ScoringMethod,
    ScoringRound,
)
from lvt.selectors.activity_people import people_of_round
from workshops.contributions.assessment.selectors import HELD_BY
from workshops.models import Answer

ROUND_TRANSITIONS: dict[RoundState, frozenset[RoundState]] = {
    # Once: what everyone has seen cannot be hidden again. Another opinion is another round.
    RoundState.OPEN: frozenset({RoundState.REVEALING, RoundState.REVEALED}),
    # What is not shown yet stays hidden, and nothing is scored any more.
    RoundState.REVEALING: frozenset({RoundState.REVEALED}),
    RoundState.REVEALED: frozenset(),
}


def check_round_transition(scoring_round: ScoringRound, to: RoundState) -> None:
    """Raises Conflict unless the table allows it."""
    if to not in ROUND_TRANSITIONS[RoundState(scoring_round.state)]:
        raise Conflict(_("The scores of this round are already revealed. Open a new round to score again."))


def check_reveal(scoring_round: ScoringRound) -> None:
    """Raises Conflict for a round that is revealed already, or that no one has scored who counts."""
    check_round_transition(scoring_round, RoundState.REVEALED)
    if not _scores(scoring_round).filter(participant__in=people_of_round(scoring_round)).exists():
        raise Conflict(_("No scores to reveal yet."))


def check_may_take_in(scoring_round: ScoringRound) -> None:
    """Raises Conflict from the first step of the reveal on: what the room saw was ranked without it."""
    if scoring_round.state != RoundState.OPEN:
        raise Conflict(_("This round is being revealed. Open a new round to score what was added since."))


def check_step(scoring_round: ScoringRound, steps: int) -> None:
    """Raises Conflict as check_reveal, and when the room has seen more or fewer steps of the reveal than the
    `steps` ones."""
    check_reveal(scoring_round)
    if scoring_round.steps_shown != steps:
        raise Conflict(_("Someone else already took this step of the reveal."))


def check_can_score(method: ScoringMethod) -> None:
    """Raises Invalid for a method without criteria, and for one of Kano's kind that asks anything but its two
    questions."""
    criteria = list(method.criteria.all())
    if not criteria:
        raise Invalid(_("The method has no criteria yet. Add one before you open a round."))
    parts = sorted(each.part for each in criteria if len(each.scale) == ANSWERS)
    if method.combination == Combination.KANO and (len(criteria), parts) != (2, sorted(CriterionPart)):
        raise Invalid(
            _(
                "Kano needs two questions with five answers each. One asks about having it "
                "(benefit), the other about not having it (cost)."
            )
        )


def check_replace(last_round: ScoringRound) -> None:
    """Raises Conflict when the last round, which is not revealed, holds scores: they would be neither counted
    nor shown."""
    if was_scored(last_round):
        raise Conflict(_("Round %(number)s has scores. Reveal it first.") % {"number": last_round.number})


def was_scored(scoring_round: ScoringRound) -> bool:
    """Return True if someone gave at least one score (a skip is no score) in time."""
    return _scores(scoring_round).exists()


def _scores(scoring_round: ScoringRound) -> QuerySet[Score]:
    return Score.objects.filter(round=scoring_round, late=False, value__isnull=False)


def is_frozen(method: ScoringMethod) -> bool:
    """Return True if people answered by the method, in a round or about hypotheses: its questions have to
    stay as they were answered."""
    rated = Answer.objects.filter(**{f"activity__settings__{HELD_BY}": str(method.uuid)})
    return (
        method.rounds.exists()
        or HypothesisRating.objects.filter(criterion__method=method).exists()
        or rated.exists()
    )


def check_may_be_set_back(artifact: Artifact) -> None:
    """An undo keeps to check_method_may_change, too: else the questions, the weights and with them the totals
    of a revealed round would change."""
    if isinstance(artifact, Criterion):
        check_method_may_change(artifact.method)
    elif isinstance(artifact, ScoringMethod):
        check_method_may_change(artifact)


def check_method_may_change(method: ScoringMethod) -> None:
    """Raises Conflict for a method that people answered by."""
    if is_frozen(method):
        raise Conflict(
            _("People have answered with this method, so you can’t change it. Make a copy and edit that.")
        )
