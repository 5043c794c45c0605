"""Draw the value tree together: everyone sees it grow, and proposes items for the tier that is open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now, gettext_lazy as _, ngettext

from core.labels import Text
from core.services import artifacts
from lvt.kinds.room_updates import TREE_TOGETHER, VISION
from lvt.models import Proposal, Tier
from lvt.proposals import selectors
from lvt.proposals.forms import TreeSettings
from lvt.selectors.silent_bets import Silence, silence_in
from lvt.tree.selectors import GoalBranch, ValueTree, value_tree, vision_of
from organizations.actors import Actor
from workshops import permissions
from workshops.activities import contribution_counts
from workshops.activity_kind import ActivityKind, NamesSeenBy, Phase, ResultLine
from workshops.activity_progress import Progress
from workshops.agenda.needed_people.rules import BOTH_SIDES
from workshops.agenda.time_estimates.rules import AnswerLoad
from workshops.contributions.selectors import count_by_author, times_of
from workshops.models import Activity

# How long someone of medium speed takes for a proposal, in seconds.
PROPOSAL = 50
_TIERS = (Tier.GOAL, Tier.HYPOTHESIS, Tier.MEASURE, Tier.VISION)
# The title of the stage while people propose for a tier.
_QUESTIONS: dict[str, Text] = {
    Tier.VISION: _("What will be different once this has worked?"),
    Tier.GOAL: _("What do we want to achieve?"),
    Tier.HYPOTHESIS: _("What do we believe will get us there?"),
    Tier.MEASURE: _("How will we measure success?"),
}
_REQUESTS: dict[str, Text] = {
    Tier.VISION: _("Propose a vision on your phone."),
    Tier.GOAL: _("Propose goals on your phone."),
    Tier.HYPOTHESIS: _("Propose hypotheses on your phone."),
    Tier.MEASURE: _("Propose measures of success on your phone."),
}


def _others(key: str) -> tuple[str, ...]:
    return tuple(each for each in (*(tier.value for tier in _TIERS), selectors.CLOSED) if each != key)


class TreeTogether(ActivityKind):
    """A phase is the tier that people propose for. The vision and each goal with its branch are keyed items,
    so that a new hypothesis sends its goal, not the tree."""

    key = TREE_TOGETHER
    label = _("Build the value tree")
    description = _("Everyone sees the value tree and proposes goals, hypotheses and measures for it.")
    icon = "tree"
    needs = BOTH_SIDES
    group = "writing"
    default_minutes = 30
    template_dir = "lvt/activities/tree_together"
    names_seen = NamesSeenBy.EVERYBODY
    settled_in = selectors.CLOSED
    reads = (selectors.PROPOSALS.reads,)
    has_mine = True
    has_done_button = True
    settings_form = TreeSettings
    phases = (
        Phase(Tier.GOAL, _("Goals"), _("Ask for goals"), _others(Tier.GOAL)),
        Phase(Tier.HYPOTHESIS, _("Hypotheses"), _("Ask for hypotheses"), _others(Tier.HYPOTHESIS)),
        Phase(Tier.MEASURE, _("Measures of success"), _("Ask for measures"), _others(Tier.MEASURE)),
        Phase(Tier.VISION, _("Vision"), _("Ask for the vision"), _others(Tier.VISION)),
        Phase(
            selectors.CLOSED,
            _("Review the tree"),
            _("Close proposals"),
            _others(selectors.CLOSED),
            is_open=False,
        ),
    )

    def next_phases(self, activity: Activity) -> list[Phase]:
        """The tier below comes first, because it is the usual way to go on."""
        order = [each.key for each in self.phases]
        here = order.index(activity.phase) if activity.phase in order else 0
        return sorted(
            super().next_phases(activity), key=lambda each: (order.index(each.key) - here) % len(order)
        )

    def on_start(self, activity: Activity, actor: Actor) -> None:
        tier = activity.settings.get("tier", Tier.GOAL)
        is_new = not selectors.proposals_of(activity).exists() and activity.phase == self.phases[0].key
        if is_new and tier in Tier.values and tier != activity.phase:
            artifacts.change(activity, phase=tier)

    def effort_in(self, activity: Activity, people: int) -> Sequence[AnswerLoad]:
        return (AnswerLoad(1, PROPOSAL),)

    def answer_times(self, activities: QuerySet[Activity]) -> QuerySet[Any, tuple[Any, ...]]:
        return times_of(Proposal, activities)

    def console(self, activity: Activity) -> dict[str, Any]:
        return {
            **self.room(activity),
            "waiting": list(selectors.pending_proposals(activity)),
            "straight": selectors.goes_straight(activity),
        }

    def screen(self, activity: Activity, audience: str) -> dict[str, Any]:
        instruction = self._instruction(activity) if audience == "stage" else ""
        return {"tier": selectors.tier_of(activity), "instruction": instruction}

    def _instruction(self, activity: Activity) -> Text:
        """The request to people for their proposals at present, "" once proposals are closed."""
        if activity.phase == Tier.VISION and vision_of(activity.track.workshop.discovery) is not None:
            return _("Is this our vision? Propose a better one on your phone.")
        return _REQUESTS.get(activity.phase, "")

    def stage_title(self, activity: Activity) -> Text:
        return _QUESTIONS.get(activity.phase, "")

    def stage_statement(self, activity: Activity) -> str:
        """Return the number of goals that lack something, in a sentence, once proposals are closed."""
        if activity.phase != selectors.CLOSED:
            return ""
        return _gaps_words(value_tree(activity.track.workshop.discovery))

    def mine(self, activity: Activity, actor: Actor) -> dict[str, Any]:
        participant = permissions.check_take_part(actor, activity.track.workshop)
        tier = selectors.tier_of(activity)
        discovery = activity.track.workshop.discovery
        parents = selectors.parents_for(discovery, tier) if tier else []
        needs_parent = tier is not None and bool(selectors.PARENTS[tier])
        return {
            "tier": tier,
            "parents": parents,
            "needs_parent": needs_parent,
            "nothing_to_hang_on": needs_parent and not parents,
            "straight": selectors.goes_straight(activity) and tier != Tier.VISION,
            "own": selectors.own_proposals(activity, participant),
        }

    def results(self, activity: Activity) -> dict[str, Any] | None:
        everything = selectors.PROPOSALS.of(activity)
        if not everything:
            return None
        taken_up = [each for each in everything if each.became is not None]
        by_tier = [(tier.label, [each for each in taken_up if each.tier == tier]) for tier in Tier]
        return {
            "tiers": [(label, proposals) for label, proposals in by_tier if proposals],
            "left": [each for each in everything if each.became is None],
        }

    def progress(self, activity: Activity, expected: frozenset[str]) -> Progress:
        """The people who finished, and those who proposed something for the open tier."""
        counts = count_by_author(selectors.proposals_for_tier(activity))
        return self.progress_by(activity, expected, counts, contribution_counts.proposals)

    def result_lines(self, results: Mapping[str, Any]) -> Iterable[ResultLine]:
        for _tier, proposals in results["tiers"]:
            yield from map(_line, proposals)
        more = _now("Proposed, not in the tree")
        yield from (replace(_line(each), more=more) for each in results["left"])

    def items(self, activity: Activity, audience: str) -> list[tuple[str, SafeString]]:
        tree = value_tree(activity.track.workshop.discovery)
        by = selectors.proposed_by(activity)
        vision = _drawn_vision(activity, audience, tree, by)
        silence = silence_in(activity.track.workshop.discovery, tree)
        goals = [
            (str(each.goal.uuid), _drawn_goal(activity, audience, tree, each, by, silence))
            for each in tree.goals
        ]
        return [(VISION, vision), *goals]

    def item(self, activity: Activity, audience: str, key: str) -> SafeString | None:
        tree = value_tree(activity.track.workshop.discovery)
        by = selectors.proposed_by(activity)
        if key == VISION:
            return _drawn_vision(activity, audience, tree, by)
        branch = next((each for each in tree.goals if str(each.goal.uuid) == key), None)
        if branch is None:
            return None
        silence = silence_in(activity.track.workshop.discovery, tree)
        return _drawn_goal(activity, audience, tree, branch, by, silence)


def _gaps_words(tree: ValueTree) -> str:
    """The goals without a hypothesis, and those that nothing measures, in a sentence; "" without goals."""
    bare = sum(not each.hypotheses for each in tree.goals)
    unmeasured = sum(not each.is_measured for each in tree.goals)
    numbers = {"all": len(tree.goals), "bare": bare, "unmeasured": unmeasured}
    if not tree.goals:
        return ""
    if not bare and not unmeasured:
        return _now("Every goal has a hypothesis and a measure of success")
    if bare == unmeasured == len(tree.goals):
        words = ngettext(
            "The goal has no hypothesis and no measure of success yet",
            "No goal has a hypothesis or a measure of success yet",
            len(tree.goals),
        )
    elif bare and unmeasured:
        words = _now(
            "A hypothesis is missing for %(bare)s of %(all)s goals, a measure of success for %(unmeasured)s"
        )
    elif 1 < bare == len(tree.goals):
        words = _now("No goal has a hypothesis yet")
    elif 1 < unmeasured == len(tree.goals):
        words = _now("No goal has a measure of success yet")
    elif bare:
        words = ngettext(
            "%(bare)s of %(all)s goals has no hypothesis yet",
            "%(bare)s of %(all)s goals have no hypothesis yet",
            bare,
        )
    else:
        words = ngettext(
            "%(unmeasured)s of %(all)s goals has no measure of success yet",
            "%(unmeasured)s of %(all)s goals have no measure of success yet",
            unmeasured,
        )
    return words % numbers


def _drawn_vision(activity: Activity, audience: str, tree: ValueTree, by: dict[str, str]) -> SafeString:
    return _part_html("vision", activity, audience, vision=tree.vision, by=by, has_goals=bool(tree.goals))


def _drawn_goal(
    activity: Activity,
    audience: str,
    tree: ValueTree,
    branch: GoalBranch,
    by: dict[str, str],
    silence: Silence,
) -> SafeString:
    number = tree.goals.index(branch) + 1
    return _part_html("goal", activity, audience, branch=branch, number=number, by=by, silence=silence)


def _part_html(name: str, activity: Activity, audience: str, **context: Any) -> SafeString:
    return render_to_string(
        f"{TreeTogether.template_dir}/{name}.html",
        {
            "audience": audience,
            "editing": audience == "console",
            "workshop": activity.track.workshop,
            **context,
        },
    )


def _line(proposal: Proposal) -> ResultLine:
    by = proposal.participant.as_author() if proposal.participant else ""
    return ResultLine(proposal.text, group=proposal.get_tier_display(), by=by)
