"""Proposing for the value tree in a room, and what the facilitator makes of it."""

from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict, Invalid, NotFound
from core.kinds import kind_of
from core.models import Artifact, Operation
from core.services import artifacts, kinds, operation
from discovery.models import Discovery
from lvt.kinds.room_updates import VISION, notify_rooms
from lvt.models import Goal, Hypothesis, Measure, Proposal, Tier, Vision
from lvt.proposals.selectors import LONGEST, PARENTS, goes_straight, tier_of
from lvt.tree import services as tree
from lvt.tree.selectors import vision_of
from organizations.actors import Actor
from workshops import permissions
from workshops.contributions.services import Offer, take
from workshops.models import Activity, Workshop
from workshops.policies import check_says

TreeItem = Vision | Goal | Hypothesis | Measure


class Proposals(Offer[Proposal]):
    """Proposals of people for the value tree; the accepted ones are added to it."""

    model = Proposal
    noun = "proposal"

    def items(self, activity: Activity, uuid: UUID) -> list[str]:
        return []  # what waits is on the console alone; the kinds of the tree tell what grows

    def add(self, actor: Actor, activity: Activity, uuid: UUID, **fields: Any) -> Proposal:
        place = _place(activity.track.workshop.discovery, fields["tier"], fields.pop("parent"))
        proposal = super().add(actor, activity, uuid, **fields, **place)
        # A vision replaces the current one: the facilitator decides on that.
        if goes_straight(activity) and proposal.tier != Tier.VISION and proposal.tier == tier_of(activity):
            return self.take_up(actor, proposal)
        return proposal

    def check_same(self, row: Proposal, **fields: Any) -> None:
        place, parent = row.goal or row.hypothesis, fields.pop("parent")
        if place is not None and place.uuid != parent:
            artifacts.refuse_other_words(row)
        super().check_same(row, **fields)

    def check_open(self, row: Proposal) -> None:
        if row.became is not None:
            raise Conflict(_("This is already in the tree."))

    def take_up(self, actor: Actor, row: Proposal) -> Proposal:
        return artifacts.change(row, became=_grown(row, _workshop_of(row).discovery).uuid)


PROPOSALS = Proposals()


# --- People in the room ---------------------------------------------------------------------------


def propose(
    *,
    actor: Actor,
    activity: Activity,
    tier: Tier,
    text: str,
    parent: UUID | None = None,
    uuid: UUID | None = None,
) -> Proposal:
    """A sentence for the tree, for the facilitator's list or, if the activity is set so, straight into it.

    `parent` is the uuid of its goal or hypothesis. A late proposal for a tier that is not open any more is
    listed, too. Raises as `contributions.take`, Conflict when the parent is gone, and Invalid for a text that
    the tier cannot hold.
    """
    text = text.strip()
    check_says(text, LONGEST[tier])
    fields: dict[str, Any] = {"summary": text, "text": text, "tier": tier, "parent": parent}
    return take(PROPOSALS, actor=actor, activity=activity, uuid=uuid or uuid4(), **fields).row


def _place(discovery: Discovery, tier: Tier, parent: UUID | None) -> dict[str, Goal | Hypothesis]:
    parents = PARENTS[tier]
    if not parents:
        return {}
    if parent is None:
        raise Invalid(_("Choose what it belongs to."))
    goal = Goal.objects.filter(uuid=parent, discovery=discovery).first()
    if goal is not None:
        return {"goal": goal}
    bet = Hypothesis.objects.filter(uuid=parent, goal__discovery=discovery, goal__deleted_at=None).first()
    if bet is None or "hypothesis" not in parents:
        raise Conflict(_("Its parent was deleted. Choose another one."))
    return {"hypothesis": bet}


# --- The facilitator ------------------------------------------------------------------------------


def change_item(
    *, actor: Actor, workshop: Workshop, item: TreeItem, revision: int | None = None, **fields: Any
) -> Artifact:
    """Change an item of the tree, from the console; `fields` are those of the item's own service.

    Raises NotAllowed, NotFound and Stale.
    """
    permissions.check_facilitate_workshop(actor, workshop)
    noun = type(item).__name__.lower()
    summary = next((str(value) for value in fields.values()), "")
    with operation(actor, f"{noun}.changed", summary=summary, place=workshop):
        live.publish_change(workshop.pk)
        if isinstance(item, Vision):
            return tree.set_vision(actor=actor, discovery=workshop.discovery, revision=revision, **fields)
        return kinds.change(actor=actor, artifact=item, revision=revision, **fields)


def take_out(*, actor: Actor, workshop: Workshop, item: Goal | Hypothesis | Measure) -> Operation:
    """The item and all below it go to the trash. Raises NotAllowed or NotFound."""
    permissions.check_facilitate_workshop(actor, workshop)
    noun = type(item).__name__.lower()
    with operation(actor, f"{noun}.deleted", summary=str(item), place=workshop) as removal:
        live.publish_change(workshop.pk)
        kinds.delete(actor=actor, artifact=item)
    return removal


# --- Growing --------------------------------------------------------------------------------------


def _grown(proposal: Proposal, discovery: Discovery) -> Artifact:
    """The new artifact of the tree. The callers check permission: people in a room may add one without being
    editors of the discovery."""
    tier = Tier(proposal.tier)
    goal, bet = _still_there(proposal)
    if tier == Tier.VISION:
        notify_rooms(discovery, "vision.changed", VISION)
        vision = vision_of(discovery)
        if vision is None:
            return artifacts.add(Vision, discovery=discovery, statement=proposal.text)
        return artifacts.change(vision, statement=proposal.text)
    draft: Goal | Hypothesis | Measure
    if tier == Tier.GOAL:
        draft = Goal(discovery=discovery, title=proposal.text)
    elif tier == Tier.HYPOTHESIS and goal is not None:
        draft = Hypothesis(goal=goal, statement=proposal.text)
    else:
        draft = Measure(goal=None if bet else goal, hypothesis=bet, name=proposal.text)
    kind = kind_of(draft)
    kind.notify(f"{kind.noun}.added", draft)
    return kinds.insert(draft)


def _still_there(proposal: Proposal) -> tuple[Goal | None, Hypothesis | None]:
    """The parent of the proposal, locked. Raises Conflict when it was deleted."""
    try:
        bet = artifacts.locked(proposal.hypothesis) if proposal.hypothesis else None
        goal = artifacts.locked(proposal.goal) if proposal.goal else None
        if bet is not None:
            artifacts.locked(bet.goal)
    except NotFound:
        raise Conflict(_("Its parent was deleted. Undo the deletion, or decline the proposal.")) from None
    if bet is None and goal is None and PARENTS[Tier(proposal.tier)]:
        raise Conflict(_("This no longer has a parent. Decline it and add it to the tree by hand."))
    return goal, bet


def _workshop_of(proposal: Proposal) -> Workshop:
    return proposal.activity.track.workshop
