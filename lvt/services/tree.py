"""Writing the value tree: vision, goals, hypotheses, initiatives. Measures hang on them:
services/measures.py.

Deleting takes what hangs below along, in one operation, so that one undo brings the whole branch back. Use
cases stay: they become loose ends, and hang where they hung again after the undo.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from discovery.actors import Actor
from discovery.exceptions import Invalid
from discovery.models import Artefact, Discovery, Operation, Person
from discovery.services import artefacts
from lvt.models import Goal, Hypothesis, Initiative, Measure, MeasuredValue, UseCase, UseCaseMeasure, Vision
from lvt.models.tree import IN_PROGRESS, BetState
from lvt.permissions import check_edit_tree
from lvt.policies.bets import check_bet_transition, check_wip_limit
from lvt.selectors import tree as tree_selectors
from lvt.services.telling import VISION, tree_operation

# --- Vision ---------------------------------------------------------------------------------------


def set_vision(*, actor: Actor, discovery: Discovery, statement: str, revision: int | None = None) -> Vision:
    """The vision of the discovery, new or changed. Raises Stale, also when somebody else wrote a first one
    since.
    """
    check_edit_tree(actor, discovery)
    current = tree_selectors.vision_of(discovery)
    verb = "vision.changed" if current else "vision.added"
    with tree_operation(actor, verb, summary=statement, discovery=discovery, goal=VISION):
        if current is None:
            return artefacts.add(Vision, discovery=discovery, statement=statement)
        return artefacts.change(current, revision=revision or 0, statement=statement)


# --- Goals ----------------------------------------------------------------------------------------


def add_goal(
    *,
    actor: Actor,
    discovery: Discovery,
    title: str,
    description: str = "",
    owner: Person | None = None,
    wip_limit: int = 2,
) -> Goal:
    """A new goal after the others."""
    check_edit_tree(actor, discovery)
    check_owner(discovery, owner)
    uuid = uuid4()
    with tree_operation(actor, "goal.added", summary=title, discovery=discovery, goal=str(uuid)):
        return artefacts.add(
            Goal,
            uuid=uuid,
            discovery=discovery,
            title=title,
            description=description,
            owner=owner,
            wip_limit=wip_limit,
            position=artefacts.next_position(Goal.objects.filter(discovery=discovery)),
        )


def change_goal(*, actor: Actor, goal: Goal, revision: int | None = None, **fields: Any) -> Goal:
    """`fields` are those of add_goal. Raises Stale. A limit below what is in progress is kept: it stops the
    next bet.
    """
    check_edit_tree(actor, goal.discovery)
    check_owner(goal.discovery, fields.get("owner"))
    with tree_operation(
        actor, "goal.changed", summary=fields.get("title", goal.title), discovery=goal.discovery, goal=goal
    ):
        return artefacts.change(goal, revision=revision, **fields)


def delete_goal(*, actor: Actor, goal: Goal) -> Operation:
    """The goal and all that hangs on it go to the trash; returns the operation, for undo."""
    check_edit_tree(actor, goal.discovery)
    with tree_operation(actor, "goal.deleted", summary=goal.title, discovery=goal.discovery) as done:
        _trash_hypotheses(Hypothesis.objects.filter(goal=goal))
        trash_measures(Measure.objects.filter(goal=goal))
        artefacts.trash(goal)
    return done


def reorder_goals(*, actor: Actor, discovery: Discovery, order: Sequence[UUID]) -> Operation:
    """Raises Conflict when `order` names a goal that is gone."""
    check_edit_tree(actor, discovery)
    with tree_operation(actor, "goals.reordered", discovery=discovery) as done:
        artefacts.reorder(Goal.objects.filter(discovery=discovery), order)
    return done


# --- Hypotheses -----------------------------------------------------------------------------------


def add_hypothesis(
    *,
    actor: Actor,
    goal: Goal,
    statement: str,
    about_data: bool = True,
    owner: Person | None = None,
) -> Hypothesis:
    """A new bet on `goal`, proposed, after the others."""
    discovery = goal.discovery
    check_edit_tree(actor, discovery)
    check_owner(discovery, owner)
    with tree_operation(actor, "hypothesis.added", summary=statement, discovery=discovery, goal=goal):
        return artefacts.add(
            Hypothesis,
            goal=artefacts.locked(goal),
            statement=statement,
            about_data=about_data,
            owner=owner,
            position=artefacts.next_position(Hypothesis.objects.filter(goal=goal)),
        )


def change_hypothesis(
    *, actor: Actor, hypothesis: Hypothesis, revision: int | None = None, **fields: Any
) -> Hypothesis:
    """`fields` are those of add_hypothesis; another `goal` moves the bet there, after that goal's others.

    Raises Stale, Invalid for a goal of another discovery, and Conflict when the bet is in progress and the
    other goal has no room for it.
    """
    discovery = hypothesis.goal.discovery
    check_edit_tree(actor, discovery)
    check_owner(discovery, fields.get("owner"))
    summary = fields.get("statement", hypothesis.statement)
    with tree_operation(actor, "hypothesis.changed", summary=summary, discovery=discovery):
        goal: Goal | None = fields.get("goal")
        if goal is not None and goal.pk != hypothesis.goal_id:
            if goal.discovery_id != discovery.pk:
                raise Invalid(_("A hypothesis can only move to a goal of the same discovery."))
            current = artefacts.locked(hypothesis)
            if current.state in IN_PROGRESS:
                _check_room(goal, current)
            fields["position"] = artefacts.next_position(Hypothesis.objects.filter(goal=goal))
        return artefacts.change(hypothesis, revision=revision, **fields)


def set_bet_state(
    *, actor: Actor, hypothesis: Hypothesis, state: BetState, revision: int | None = None
) -> Operation:
    """Move the bet on in its life; returns the operation, for undo.

    Raises Conflict when the table does not lead from the present state to `state`, or when the goal's limit
    of bets in progress is reached; Stale when somebody changed the bet since `revision`.
    """
    discovery = hypothesis.goal.discovery
    check_edit_tree(actor, discovery)
    with tree_operation(
        actor, f"bet.{state.value}", summary=hypothesis.statement, discovery=discovery, goal=hypothesis.goal
    ) as done:
        current = artefacts.locked(hypothesis)
        check_bet_transition(current, state)
        if state in IN_PROGRESS:
            _check_room(current.goal, current)
        artefacts.change(current, revision=revision, state=state)
    return done


def _check_room(goal: Goal, hypothesis: Hypothesis) -> None:
    # The goal's row is locked, so that two bets that start at once are counted one after the other.
    locked = artefacts.locked(goal)
    check_wip_limit(locked, tree_selectors.bets_in_progress(locked, besides=hypothesis))


def delete_hypothesis(*, actor: Actor, hypothesis: Hypothesis) -> Operation:
    """The bet, its initiatives and measures go to the trash, its use cases become loose ends; returns the
    operation.
    """
    discovery = hypothesis.goal.discovery
    check_edit_tree(actor, discovery)
    with tree_operation(
        actor, "hypothesis.deleted", summary=hypothesis.statement, discovery=discovery, goal=hypothesis.goal
    ) as done:
        _trash_hypotheses([hypothesis])
    return done


def reorder_hypotheses(*, actor: Actor, goal: Goal, order: Sequence[UUID]) -> Operation:
    """Raises Conflict when `order` names something that is no hypothesis of the goal (any more)."""
    check_edit_tree(actor, goal.discovery)
    with tree_operation(
        actor, "hypotheses.reordered", summary=goal.title, discovery=goal.discovery, goal=goal
    ) as done:
        artefacts.reorder(Hypothesis.objects.filter(goal=goal), order)
    return done


# --- Initiatives ----------------------------------------------------------------------------------


def add_initiative(
    *,
    actor: Actor,
    hypothesis: Hypothesis,
    name: str,
    description: str = "",
    about_data: bool = True,
) -> Initiative:
    """A new way to validate `hypothesis`, after the others."""
    discovery = hypothesis.goal.discovery
    check_edit_tree(actor, discovery)
    with tree_operation(actor, "initiative.added", summary=name, discovery=discovery, goal=hypothesis.goal):
        return artefacts.add(
            Initiative,
            hypothesis=artefacts.locked(hypothesis),
            name=name,
            description=description,
            about_data=about_data,
            position=artefacts.next_position(Initiative.objects.filter(hypothesis=hypothesis)),
        )


def change_initiative(
    *, actor: Actor, initiative: Initiative, revision: int | None = None, **fields: Any
) -> Initiative:
    """`fields` are those of add_initiative. Raises Stale."""
    discovery = initiative.hypothesis.goal.discovery
    check_edit_tree(actor, discovery)
    summary = fields.get("name", initiative.name)
    with tree_operation(
        actor, "initiative.changed", summary=summary, discovery=discovery, goal=initiative.hypothesis.goal
    ):
        return artefacts.change(initiative, revision=revision, **fields)


def delete_initiative(*, actor: Actor, initiative: Initiative) -> Operation:
    """The initiative and its measures go to the trash; use cases that named it no longer do. Returns the
    operation.
    """
    discovery = initiative.hypothesis.goal.discovery
    check_edit_tree(actor, discovery)
    with tree_operation(
        actor,
        "initiative.deleted",
        summary=initiative.name,
        discovery=discovery,
        goal=initiative.hypothesis.goal,
    ) as done:
        _trash_initiatives([initiative])
    return done


def reorder_initiatives(*, actor: Actor, hypothesis: Hypothesis, order: Sequence[UUID]) -> Operation:
    """Raises Conflict when `order` names something that is no initiative of the hypothesis (any more)."""
    discovery = hypothesis.goal.discovery
    check_edit_tree(actor, discovery)
    with tree_operation(
        actor,
        "initiatives.reordered",
        summary=hypothesis.statement,
        discovery=discovery,
        goal=hypothesis.goal,
    ) as done:
        artefacts.reorder(Initiative.objects.filter(hypothesis=hypothesis), order)
    return done


# --- What deleting takes along --------------------------------------------------------------------


def _trash_hypotheses(hypotheses: Iterable[Hypothesis]) -> None:
    for hypothesis in hypotheses:
        for use_case in UseCase.objects.filter(hypothesis=hypothesis):
            artefacts.change(use_case, hypothesis=None, initiative=None)
        _trash_initiatives(Initiative.objects.filter(hypothesis=hypothesis))
        trash_measures(Measure.objects.filter(hypothesis=hypothesis))
        artefacts.trash(hypothesis)


def _trash_initiatives(initiatives: Iterable[Initiative]) -> None:
    for initiative in initiatives:
        for use_case in UseCase.objects.filter(initiative=initiative):
            artefacts.change(use_case, initiative=None)
        trash_measures(Measure.objects.filter(initiative=initiative))
        artefacts.trash(initiative)


def trash_measures(measures: Iterable[Measure]) -> None:
    """The measures with their values, and the cards no longer name them. Call it inside an operation."""
    for measure in measures:
        below: list[Artefact] = [
            *MeasuredValue.objects.filter(measure=measure),
            *UseCaseMeasure.objects.filter(measure=measure),
        ]
        artefacts.trash(*below, measure)


def check_owner(discovery: Discovery, owner: Person | None) -> None:
    """Raises Invalid unless the owner is a person of the discovery's organization."""
    if owner is not None and owner.organization_id != discovery.domain.organization_id:
        raise Invalid(_("The owner must be a person of this organization."))
