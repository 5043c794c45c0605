"""The value tree as pages, report and drawing read it: a handful of queries, whatever its size."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from discovery.state_looks import ItemState
from documents.localized_numbers import within
from lvt import drawing
from lvt.measures.selectors import MeasureStanding, standing_of
from lvt.models import BetState, Goal, Hypothesis, Initiative, Measure, MeasuredValue, UseCase, Vision
from lvt.selectors.domain_goal_contributions import Contribution, Contributions
from lvt.tree.models import IN_PROGRESS


@dataclass(frozen=True, slots=True)
class InitiativeBranch:
    """An initiative in the tree, with its measures."""

    initiative: Initiative
    measures: tuple[MeasureStanding, ...]


@dataclass(frozen=True, slots=True)
class HypothesisBranch:
    """A hypothesis in the tree, with its measures, initiatives and use cases."""

    hypothesis: Hypothesis
    measures: tuple[MeasureStanding, ...]
    initiatives: tuple[InitiativeBranch, ...]
    use_cases: tuple[UseCase, ...]

    @property
    def is_stopped(self) -> bool:
        return self.hypothesis.state == BetState.STOPPED

    @property
    def item_state(self) -> ItemState:
        """Its state in drawings."""
        is_aside = self.is_stopped or not self.hypothesis.about_data
        return ItemState.ASIDE if is_aside else ItemState.THERE

    @property
    def judged_by(self) -> tuple[MeasureStanding, ...]:
        """The measures that show if the bet pays off: its own, and those of the initiatives that validate
        it."""
        return self.measures + tuple(
            standing for initiative in self.initiatives for standing in initiative.measures
        )


@dataclass(frozen=True, slots=True)
class GoalBranch:
    """`in_progress` of the goal's `wip_limit` bets are being explored or delivered."""

    goal: Goal
    measures: tuple[MeasureStanding, ...]
    hypotheses: tuple[HypothesisBranch, ...]
    in_progress: int

    @property
    def pursued(self) -> tuple[HypothesisBranch, ...]:
        """The hypotheses that were not stopped: the goal rests on these alone."""
        return tuple(each for each in self.hypotheses if not each.is_stopped)

    @property
    def is_measured(self) -> bool:
        """True if the goal or one of its hypotheses has a measure of success."""
        return bool(self.measures) or any(each.measures for each in self.hypotheses)

    @property
    def is_full(self) -> bool:
        return not self.goal.has_room(self.in_progress)


@dataclass(frozen=True, slots=True)
class ValueTree:
    """`loose_ends` are use cases without a hypothesis."""

    vision: Vision | None
    goals: tuple[GoalBranch, ...]
    loose_ends: tuple[UseCase, ...]

    @property
    def is_empty(self) -> bool:
        return self.vision is None and not self.goals and not self.loose_ends

    @property
    def of_goals(self) -> list[Goal]:
        """The goals alone."""
        return [branch.goal for branch in self.goals]

    @property
    def use_cases(self) -> Iterator[UseCase]:
        """The use cases of all hypotheses, then those of none."""
        for branch in self.goals:
            for bet in branch.hypotheses:
                yield from bet.use_cases
        yield from self.loose_ends

    @property
    def measures(self) -> Iterator[MeasureStanding]:
        """The measures of goals, hypotheses and initiatives."""
        for branch in self.goals:
            yield from branch.measures
            for bet in branch.hypotheses:
                yield from bet.judged_by


@cached_per_request
def value_tree(discovery: Discovery, *, today: date | None = None) -> ValueTree:
    """All of the discovery's tree. `today` decides what is overdue."""
    return value_trees(discovery, today=today)[discovery.pk]


def value_trees(*discoveries: Discovery, today: date | None = None) -> dict[int, ValueTree]:
    """The trees of the discoveries by their primary keys, with as many queries as one takes."""
    measures = _standings(discoveries, today or timezone.localdate())
    initiatives: dict[int, list[InitiativeBranch]] = defaultdict(list)
    for initiative in initiatives_of(*discoveries):
        initiatives[initiative.hypothesis_id].append(
            InitiativeBranch(initiative, tuple(measures["initiative", initiative.pk]))
        )
    use_cases: dict[int, list[UseCase]] = defaultdict(list)
    loose_ends: dict[int, list[UseCase]] = defaultdict(list)
    for use_case in UseCase.objects.filter(discovery__in=discoveries).select_related("owner"):
        if use_case.hypothesis_id is None:
            loose_ends[use_case.discovery_id].append(use_case)
        else:
            use_cases[use_case.hypothesis_id].append(use_case)
    bets: dict[int, list[HypothesisBranch]] = defaultdict(list)
    for hypothesis in hypotheses_of(*discoveries):
        bets[hypothesis.goal_id].append(
            HypothesisBranch(
                hypothesis,
                tuple(measures["hypothesis", hypothesis.pk]),
                tuple(initiatives[hypothesis.pk]),
                tuple(use_cases[hypothesis.pk]),
            )
        )
    goals: dict[int, list[GoalBranch]] = defaultdict(list)
    for goal in goals_of(*discoveries).select_related("owner", "contributes_to__discovery"):
        own = tuple(bets[goal.pk])
        in_progress = sum(branch.hypothesis.state in IN_PROGRESS for branch in own)
        goals[goal.discovery_id].append(GoalBranch(goal, tuple(measures["goal", goal.pk]), own, in_progress))
    visions = {each.discovery_id: each for each in Vision.objects.filter(discovery__in=discoveries)}
    return {
        each.pk: ValueTree(visions.get(each.pk), tuple(goals[each.pk]), tuple(loose_ends[each.pk]))
        for each in discoveries
    }


def _standings(discoveries: Iterable[Discovery], today: date) -> dict[tuple[str, int], list[MeasureStanding]]:
    measures = {each.pk: each for each in measures_of(*discoveries)}
    values: dict[int, list[MeasuredValue]] = defaultdict(list)
    for value in MeasuredValue.objects.filter(measure__in=measures):
        value.measure = measures[value.measure_id]
        values[value.measure_id].append(value)
    standings: dict[tuple[str, int], list[MeasureStanding]] = defaultdict(list)
    for measure in measures.values():
        standing = standing_of(measure, values[measure.pk], today=today)
        for kind in ("goal", "hypothesis", "initiative"):
            if (key := getattr(measure, f"{kind}_id")) is not None:
                standings[kind, key].append(standing)
    return standings


# The ways from a measure to its goal, and to a bet of it.
_TO_THE_GOAL = ("goal__", "hypothesis__goal__", "initiative__hypothesis__goal__")
_TO_THE_BET = ("hypothesis__", "initiative__hypothesis__")


@cached_per_request
def vision_of(discovery: Discovery) -> Vision | None:
    """The vision of the discovery; None before someone wrote one."""
    return Vision.objects.filter(discovery=discovery).first()


def goals_of(*discoveries: Discovery) -> QuerySet[Goal]:
    """The goals of the discoveries, in their order."""
    return Goal.objects.filter(discovery__in=discoveries)


def hypotheses_of(*discoveries: Discovery) -> QuerySet[Hypothesis]:
    """Those of goals that are not in the trash, in the order of the tree."""
    return (
        Hypothesis.objects.filter(goal__discovery__in=discoveries, goal__deleted_at=None)
        .select_related("goal", "owner")
        .order_by("goal__position", "goal__pk", "position", "pk")
    )


def initiatives_of(*discoveries: Discovery) -> QuerySet[Initiative]:
    """The initiatives of the discoveries, in the order of the tree."""
    return (
        Initiative.objects.filter(
            hypothesis__goal__discovery__in=discoveries,
            hypothesis__deleted_at=None,
            hypothesis__goal__deleted_at=None,
        )
        .select_related("hypothesis__goal")
        .order_by("hypothesis__goal__position", "hypothesis__position", "hypothesis__pk", "position", "pk")
    )


def measures_of(*discoveries: Discovery) -> QuerySet[Measure]:
    """Measures on goals, hypotheses and initiatives of the discoveries, in the order of the tree: those of a
    goal before those of its bets."""
    goals = goals_of(*discoveries)
    hypotheses = Hypothesis.objects.filter(goal__in=goals)
    initiatives = Initiative.objects.filter(hypothesis__in=hypotheses)
    measures = _measures_on(goals, hypotheses, initiatives)
    return measures.select_related("goal", "hypothesis", "initiative__hypothesis").order_by(
        *(Coalesce(*(f"{way}{last}" for way in _TO_THE_GOAL)) for last in ("position", "pk")),
        *(
            Coalesce(*(f"{way}{last}" for way in _TO_THE_BET)).asc(nulls_first=True)
            for last in ("position", "pk")
        ),
        *(F(f"initiative__{last}").asc(nulls_first=True) for last in ("position", "pk")),
        "position",
        "pk",
    )


def _measures_on(
    goals: QuerySet[Goal], hypotheses: QuerySet[Hypothesis], initiatives: QuerySet[Initiative]
) -> QuerySet[Measure]:
    return (
        Measure.objects.filter(goal__in=goals)
        | Measure.objects.filter(hypothesis__in=hypotheses)
        | Measure.objects.filter(initiative__in=initiatives)
    )


def bets_in_progress(goal: Goal, *, exclude: Hypothesis | None = None) -> int:
    """The number of the goal's bets that are being explored or delivered, without `exclude`."""
    bets = Hypothesis.objects.filter(goal=goal, state__in=IN_PROGRESS)
    return bets.exclude(pk=exclude.pk).count() if exclude else bets.count()


# --- What is drawn --------------------------------------------------------------------------------


def drawing_of(
    tree: ValueTree, title: str, contributions: Contributions, silent: Collection[UUID] = ()
) -> drawing.Node:
    """The tree as input of the drawing, with the bets gray that are `silent`. Without a vision, `title` is
    its root."""
    return drawing.Node(
        "vision",
        "vision",
        tree.vision.statement if tree.vision else title,
        children=tuple(
            _drawn_goal(branch, contributions.get(branch.goal.uuid, ()), silent) for branch in tree.goals
        ),
    )


def _drawn_goal(branch: GoalBranch, ends: Sequence[Contribution], silent: Collection[UUID]) -> drawing.Node:
    above = [_("Contributes to: %(goal)s") % {"goal": end.name} for end in ends if end.is_above]
    below = (
        drawing.Node("contribution", f"contribution-{end.uuid}", end.name, caption=end.domain)
        for end in ends
        if not end.is_above
    )
    return drawing.Node(
        "goal",
        f"goal-{branch.goal.uuid}",
        branch.goal.title,
        notes=(*above, *_notes(branch.measures)),
        children=(*(_drawn_hypothesis(each, silent) for each in branch.hypotheses), *below),
    )


def _drawn_hypothesis(branch: HypothesisBranch, silent: Collection[UUID]) -> drawing.Node:
    hypothesis = branch.hypothesis
    is_silent = hypothesis.uuid in silent
    state = str(hypothesis.get_state_display())
    if is_silent:
        state = _("%(state)s, no update") % {"state": state}
    initiatives = [
        drawing.Node(
            "initiative",
            f"initiative-{each.initiative.uuid}",
            each.initiative.name,
            caption=_("Initiative") if each.initiative.about_data else _("Initiative, not about data"),
            notes=_notes(each.measures),
            state=ItemState.THERE if each.initiative.about_data else ItemState.ASIDE,
        )
        for each in branch.initiatives
    ]
    use_cases = [
        drawing.Node("use_case", f"use_case-{use_case.uuid}", use_case.name, caption=_("Use case"))
        for use_case in branch.use_cases
    ]
    return drawing.Node(
        "hypothesis",
        f"hypothesis-{hypothesis.uuid}",
        hypothesis.statement,
        caption=state if hypothesis.about_data else _("Not about data, %(state)s") % {"state": within(state)},
        notes=_notes(branch.measures),
        children=(*use_cases, *initiatives),
        state=branch.item_state,
        muted=is_silent,
    )


def _notes(measures: Iterable[MeasureStanding]) -> tuple[str, ...]:
    return tuple(f"{standing.measure.name}: {standing.way_text}" for standing in measures)
