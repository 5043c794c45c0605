"""The reveal of a ranking builds up: what the room has seen of it, and what it sees next.

Nothing that is still to come is in what these functions return, nor can it be computed from that.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from core.labels import Text
from lvt.models import RoundState, ScoringRound
from lvt.rounds.selectors import results_once_closed, use_cases_of
from lvt.selectors.ranking_results import RankedUseCase, Results


class RevealStep(StrEnum):
    """The content of a step of the reveal."""

    REST = "rest"
    THIRD = "third"
    SECOND = "second"
    FIRST = "first"
    SURE = "sure"
    TALK = "talk"


# The console's buttons.
BUTTONS: dict[RevealStep, Text] = {
    RevealStep.REST: _("Show fourth place and below"),
    RevealStep.THIRD: _("Show third place"),
    RevealStep.SECOND: _("Show second place"),
    RevealStep.FIRST: _("Show first place"),
    RevealStep.SURE: _("Show how certain the ranking is"),
    RevealStep.TALK: _("Show what to discuss first"),
}
PLACES = {1: RevealStep.FIRST, 2: RevealStep.SECOND, 3: RevealStep.THIRD}


@dataclass(frozen=True, slots=True)
class SoFar:
    """The part of the results that the room has seen: `results` without the rest, the `latest` step, the use
    cases (their keys) that it showed, and a number for each that is `to_come`. `button` announces the next
    step."""

    results: Results
    latest: RevealStep
    showed: frozenset[int]
    to_come: range
    button: Text


def so_far(scoring_round: ScoringRound) -> SoFar | None:
    """The part that the room has seen of a round that is being revealed; None before and after that."""
    if scoring_round.state != RoundState.REVEALING:
        return None
    results = results_once_closed(scoring_round)
    steps = _steps(results)
    visible = steps[: scoring_round.steps_shown]
    ranking = tuple(each for each in results.ranking if _step_of(each) in visible)
    if RevealStep.SURE not in visible:
        ranking = tuple(replace(each, stability=None, certainty=None) for each in ranking)
    # Where a total has no bound, the longest bar is that of the best so far.
    best = max((each.result.total for each in ranking if each.result.total is not None), default=None)
    if best is not None:
        ranking = tuple(replace(each, maximum=each.highest or best) for each in ranking)
    return SoFar(
        # What to talk about, what the first place depends on and what roles think wait for the end: they name
        # others.
        replace(results, ranking=ranking, disagreements=(), sensitivity=None, groups=()),
        visible[-1],
        frozenset(each.use_case.pk for each in ranking if _step_of(each) == visible[-1]),
        range(len(results.ranking) - len(ranking)),
        BUTTONS[steps[len(visible)]] if len(visible) < len(steps) else _("Show the full ranking"),
    )


def is_last_step(scoring_round: ScoringRound) -> bool:
    """Return True if all of the ranking of a closed round is shown after the next step. One use case has no
    order that builds up, and without any place there is none either."""
    if not scoring_round.steps_shown and len(use_cases_of(scoring_round)) < 2:
        return True
    return scoring_round.steps_shown + 1 >= len(_steps(results_once_closed(scoring_round)))


def _steps(results: Results) -> list[RevealStep]:
    """The steps of the reveal in their order: use cases that share a place are shown together, and a place
    without a use case is no step. Where nothing has a place, all is shown in one."""
    steps = {_step_of(each) for each in results.ranking}
    if steps == {RevealStep.REST}:
        return [RevealStep.REST]
    if any(each.certainty for each in results.ranking):
        steps.add(RevealStep.SURE)
    if results.talk_first:
        steps.add(RevealStep.TALK)
    return [each for each in RevealStep if each in steps]


def _step_of(ranked: RankedUseCase) -> RevealStep:
    return PLACES.get(ranked.rank or 0, RevealStep.REST)
