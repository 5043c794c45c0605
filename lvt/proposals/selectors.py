"""Proposals of a room for the value tree: those that wait, their outcomes, and their possible parents."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Model, QuerySet

from discovery.models import Discovery
from lvt.models import Goal, Hypothesis, Measure, Proposal, Tier, Vision
from lvt.tree.selectors import goals_of, hypotheses_of
from workshops.contributions.selectors import still_there
from workshops.models import Activity, Participant
from workshops.selectors.activity_prefetch import AtOnce

LIST, STRAIGHT = "list", "straight"
CLOSED = "closed"

# The possible parents of a proposal of each tier.
PARENTS: dict[Tier, tuple[str, ...]] = {
    Tier.VISION: (),
    Tier.GOAL: (),
    Tier.HYPOTHESIS: ("goal",),
    Tier.MEASURE: ("goal", "hypothesis"),
}
# How long the artifact of each tier may be; the vision and a hypothesis are as long as a proposal may be.
LONGEST: dict[Tier, int] = {Tier.VISION: 500, Tier.GOAL: 200, Tier.HYPOTHESIS: 500, Tier.MEASURE: 200}
_MADE: tuple[type[Model], ...] = (Vision, Goal, Hypothesis, Measure)


@dataclass(frozen=True, slots=True)
class OwnProposal:
    """`state` is "waiting", "in_tree" or "gone" (it was in the tree and was taken out)."""

    proposal: Proposal
    state: str


def goes_straight(activity: Activity) -> bool:
    """Return True if proposals are added to the tree at once, without the facilitator's list."""
    return bool(activity.settings.get("take_up", LIST) == STRAIGHT)


def tier_of(activity: Activity) -> Tier | None:
    """The tier that people propose for now; None before the start and while nothing is taken."""
    return Tier(activity.phase) if activity.phase in Tier.values else None


def proposals_of(activity: Activity) -> QuerySet[Proposal]:
    """The proposals of the room of the activity for the tree."""
    return _with_people().filter(activity=activity)


def proposals_for_tier(activity: Activity) -> QuerySet[Proposal]:
    """Proposals for the open tier; while none is open, those for every tier."""
    tier = tier_of(activity)
    return proposals_of(activity) if tier is None else proposals_of(activity).filter(tier=tier)


def _with_people() -> QuerySet[Proposal]:
    return Proposal.objects.select_related("participant", "goal", "hypothesis")


PROPOSALS: Final = AtOnce("proposals", _with_people)
"""What the room of an activity proposed for the tree, as proposals_of has it."""


def pending_proposals(activity: Activity) -> QuerySet[Proposal]:
    """The facilitator's list, the oldest first."""
    return proposals_of(activity).filter(became=None)


def own_proposals(activity: Activity, participant: Participant) -> list[OwnProposal]:
    """The proposals of one person with their outcomes, the latest first."""
    proposals = list(proposals_of(activity).filter(participant=participant).order_by("-pk"))
    there = still_there(_MADE, (each.became for each in proposals))
    return [
        OwnProposal(each, "waiting" if each.became is None else "in_tree" if each.became in there else "gone")
        for each in proposals
    ]


def proposed_by(activity: Activity) -> dict[str, str]:
    """Names of the people who proposed items of the tree, by the item's uuid."""
    rows = proposals_of(activity).exclude(became=None).exclude(participant=None)
    return {str(each.became): each.participant.as_author() for each in rows if each.participant}


def parents_for(discovery: Discovery, tier: Tier) -> list[tuple[str, list[tuple[str, str]]]]:
    """The possible parents of a proposal of the tier, as groups of options (uuid, text): goals, or each goal
    with its hypotheses."""
    goals = list(goals_of(discovery))
    if tier == Tier.HYPOTHESIS:
        return [("", [(str(goal.uuid), goal.title) for goal in goals])] if goals else []
    if tier != Tier.MEASURE:
        return []
    bets = list(hypotheses_of(discovery))
    return [
        (
            goal.title,
            [
                (str(goal.uuid), goal.title),
                *((str(bet.uuid), bet.statement) for bet in bets if bet.goal_id == goal.pk),
            ],
        )
        for goal in goals
    ]
