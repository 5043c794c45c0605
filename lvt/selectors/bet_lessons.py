"""Bets as they were worded, as they were measured, and the lessons from them: over all domains."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from discovery.models import Discovery
from discovery.selectors.visible_discoveries import visible_discoveries
from handover.models import CheckInAnswer
from handover.owner_follow_ups.selectors import turns_of_all
from lvt.measure_predictions.selectors import Foresight, Prediction, against, foresight, predictions_of
from lvt.measures.selectors import MeasureStanding
from lvt.models import BetState, Goal, Hypothesis
from lvt.selectors.continued_goals import continued
from lvt.selectors.silent_bets import silence_since
from lvt.tree.selectors import HypothesisBranch, value_trees
from organizations.actors import Actor
from organizations.models import Domain, Organization


class BetOutcome(StrEnum):
    """Outcomes of a bet, in the order in which they are counted."""

    HELD = "held"
    FAILED = "failed"
    SILENT = "silent"
    OPEN = "open"

    @property
    def label(self) -> str:
        return str(_LABELS[self])

    @property
    def tone(self) -> str:
        """The class of the chip that names it."""
        return {BetOutcome.HELD: "good", BetOutcome.FAILED: "bad"}.get(self, "")


_LABELS = {
    BetOutcome.HELD: pgettext_lazy("hypothesis", "Confirmed"),
    BetOutcome.FAILED: pgettext_lazy("hypothesis", "Not confirmed"),
    BetOutcome.SILENT: _("No update"),
    BetOutcome.OPEN: pgettext_lazy("hypothesis", "Open"),
}


@dataclass(frozen=True, slots=True)
class TriedBet:
    """A bet: its text, its measures, the predictions of rooms for them, and the notes of owners at check-ins,
    the latest first."""

    discovery: Discovery
    goal: Goal
    hypothesis: Hypothesis
    measures: tuple[MeasureStanding, ...]
    answers: tuple[tuple[date, CheckInAnswer], ...]
    verdict: BetOutcome
    since: date | None = None
    predictions: tuple[Prediction, ...] = ()


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """The number of bets of a domain with a verdict."""

    verdict: BetOutcome
    bets: int


@dataclass(frozen=True, slots=True)
class DomainCounts:
    """The verdicts of a domain, all of them, in their order."""

    domain: Domain
    counts: tuple[VerdictCount, ...]


@dataclass(frozen=True, slots=True)
class TriedBets:
    """The bets that were tried, by domain and discovery, and how well everyone and each side foresaw the
    values that are measured by now."""

    bets: tuple[TriedBet, ...]
    domains: tuple[DomainCounts, ...]
    foresight: tuple[Foresight, ...]

    @property
    def counts(self) -> tuple[VerdictCount, ...]:
        """The verdicts over all domains."""
        return _counts(self.bets)

    @property
    def verdicts(self) -> list[BetOutcome]:
        """The verdicts that are counted: a missing update only where one is missing."""
        of_bets = {bet.verdict for bet in self.bets}
        return [each for each in BetOutcome if each in of_bets or each != BetOutcome.SILENT]


def learned_of(actor: Actor, organization: Organization, *, today: date | None = None) -> TriedBets:
    """The bets of the discoveries that the actor may look at, but those that were only proposed. One that
    a later discovery carries on is counted there, with what was learned before. As many queries for any
    number of discoveries."""
    rows = visible_discoveries(actor, organization).select_related("domain__organization")
    discoveries = tuple(rows.order_by("domain__name", "name", "pk"))
    trees, turns = value_trees(*discoveries, today=today), turns_of_all(*discoveries, today=today)
    foreseen = {each.activity.pk: each for each in predictions_of(*discoveries)}
    by_hypothesis: dict[UUID, TriedBet] = {}
    for discovery in discoveries:
        tree = trees[discovery.pk]
        silence = silence_since(turns[discovery.pk], tree)
        answers = [
            (turn.check_in.held_on, answer) for turn in turns[discovery.pk][::-1] for answer in turn.answers
        ]
        for goal in tree.goals:
            for branch in goal.hypotheses:
                if branch.hypothesis.state == BetState.PROPOSED:
                    continue
                about = {each.measure.uuid for each in branch.judged_by}
                is_silent = branch.hypothesis.uuid in silence.bets
                by_hypothesis[branch.hypothesis.uuid] = TriedBet(
                    discovery,
                    goal.goal,
                    branch.hypothesis,
                    branch.judged_by,
                    tuple(pair for pair in answers if pair[1].about in about),
                    _verdict(branch, is_silent=is_silent),
                    silence.since if is_silent else None,
                    tuple(each for each in foreseen.values() if each.measure.uuid in about),
                )
    bets = _once(by_hypothesis, continued(discoveries, trees))
    foreseen |= {each.activity.pk: each for bet in bets for each in bet.predictions}
    domains = dict.fromkeys(bet.discovery.domain for bet in bets)
    return TriedBets(
        bets,
        tuple(
            DomainCounts(domain, _counts([bet for bet in bets if bet.discovery.domain == domain]))
            for domain in domains
        ),
        foresight(foreseen.values()),
    )


def _once(bets: dict[UUID, TriedBet], carried_on: Mapping[UUID, UUID]) -> tuple[TriedBet, ...]:
    """The bets without those that are carried on: what was learned of them goes on, too. `carried_on` leads
    from the later ones, in the order of their discoveries, to the earlier."""
    for later, earlier in carried_on.items():
        if later in bets and earlier in bets:
            now, before = bets[later], bets.pop(earlier)
            bets[later] = replace(
                now,
                answers=now.answers + before.answers,
                predictions=now.predictions + _carried_on(before.predictions, now.measures),
            )
    return tuple(bets.values())


def _carried_on(
    predictions: Sequence[Prediction], measures: Sequence[MeasureStanding]
) -> tuple[Prediction, ...]:
    """The predictions, compared with the measures of the same name, which are measured from now on."""
    by_name = {each.measure.name: each for each in measures}
    return tuple(
        against(each, by_name[each.measure.name]) if each.measure.name in by_name else each
        for each in predictions
    )


def _verdict(branch: HypothesisBranch, *, is_silent: bool) -> BetOutcome:
    """Measures decide, and decisions by them: a bet that was stopped did not hold, one holds whose measures
    have all reached their targets. One called paying off, without measures, is open."""
    if branch.hypothesis.state == BetState.STOPPED:
        return BetOutcome.FAILED
    if branch.judged_by and all(each.progress.is_reached for each in branch.judged_by):
        return BetOutcome.HELD
    return BetOutcome.SILENT if is_silent else BetOutcome.OPEN


def _counts(bets: Sequence[TriedBet]) -> tuple[VerdictCount, ...]:
    numbers = Counter(bet.verdict for bet in bets)
    return tuple(VerdictCount(verdict, numbers[verdict]) for verdict in BetOutcome)
