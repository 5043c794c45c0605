"""Targets in the value tree for notes on the board: a goal, a hypothesis, a use case, a measure of success or
an initiative."""

from typing import TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from core.clean_text import title_and_rest
from core.exceptions import NotFound
from core.models import Artifact
from core.services import kinds
from discovery.models import Discovery
from lvt.measures.kinds import MEASURE
from lvt.models import Goal, Hypothesis, Initiative, Measure, UseCase
from lvt.tree.kinds import GOAL, HYPOTHESIS, INITIATIVE
from lvt.tree.selectors import goals_of, hypotheses_of
from lvt.use_cases.kinds import USE_CASE
from organizations.actors import Actor
from workshops.models import Note
from workshops.registries import NoteTarget, note_targets

A = TypeVar("A", bound=Artifact)


def register_own() -> None:
    """Register them."""
    note_targets.register(
        NoteTarget("goal", gettext_lazy("Goal"), 10, Goal, _goal, GOAL.url),
        NoteTarget(
            "hypothesis",
            gettext_lazy("Hypothesis"),
            20,
            Hypothesis,
            _hypothesis,
            HYPOTHESIS.url,
            parents=_goals,
            parent_label=gettext_lazy("Helps reach the goal"),
        ),
        NoteTarget(
            "use_case",
            gettext_lazy("Use case"),
            30,
            UseCase,
            _use_case,
            USE_CASE.url,
            parents=_hypotheses,
            parent_label=gettext_lazy("Linked to the hypothesis"),
            parent_is_needed=False,
        ),
        NoteTarget(
            "measure",
            gettext_lazy("Measure of success"),
            40,
            Measure,
            _measure,
            MEASURE.url,
            parents=_goals_and_hypotheses,
            parent_label=gettext_lazy("Measures the success of"),
        ),
        NoteTarget(
            "initiative",
            gettext_lazy("Initiative"),
            50,
            Initiative,
            _initiative,
            INITIATIVE.url,
            parents=_hypotheses,
            parent_label=gettext_lazy("Validates the hypothesis"),
        ),
    )


# --- Making them ----------------------------------------------------------------------------------


def _goal(actor: Actor, discovery: Discovery, note: Note, parent: str) -> Goal:
    title, rest = title_and_rest(note.text, 200)
    return kinds.add(actor=actor, draft=Goal(discovery=discovery, title=title, description=rest))


def _hypothesis(actor: Actor, discovery: Discovery, note: Note, parent: str) -> Hypothesis:
    goal = _one(goals_of(discovery), parent)
    return kinds.add(actor=actor, draft=Hypothesis(goal=goal, statement=note.text))


def _use_case(actor: Actor, discovery: Discovery, note: Note, parent: str) -> UseCase:
    """A use case from the note, below a hypothesis where one is named."""
    name, rest = title_and_rest(note.text, 120)
    hypothesis = _one(hypotheses_of(discovery), parent) if parent else None
    draft = UseCase(discovery=discovery, name=name, we_believe=rest, hypothesis=hypothesis)
    return kinds.add(actor=actor, draft=draft)


def _measure(actor: Actor, discovery: Discovery, note: Note, parent: str) -> Measure:
    """Unit and target are added later. A long note is cut; the page of the measure shows all of it."""
    name, _rest = title_and_rest(note.text, 200)
    goal = goals_of(discovery).filter(uuid=parent).first()
    draft = MEASURE.new(goal or _one(hypotheses_of(discovery), parent), name=name)
    return kinds.add(actor=actor, draft=draft)


def _initiative(actor: Actor, discovery: Discovery, note: Note, parent: str) -> Initiative:
    name, rest = title_and_rest(note.text, 200)
    bet = _one(hypotheses_of(discovery), parent)
    return kinds.add(actor=actor, draft=Initiative(hypothesis=bet, name=name, description=rest))


def _one(rows: QuerySet[A], uuid: str) -> A:
    target = rows.filter(uuid=uuid).first()
    if target is None:
        raise NotFound(_("The item to link to was deleted. Choose another one."))
    return target


# --- Their parents --------------------------------------------------------------------------------


def _goals(discovery: Discovery) -> list[tuple[str, str]]:
    return [(str(goal.uuid), goal.title) for goal in goals_of(discovery)]


def _hypotheses(discovery: Discovery) -> list[tuple[str, str]]:
    return [(str(bet.uuid), f"{bet.statement} ({bet.goal})") for bet in hypotheses_of(discovery)]


def _goals_and_hypotheses(discovery: Discovery) -> list[tuple[str, str]]:
    goals = [(uuid, _("Goal: %(goal)s") % {"goal": title}) for uuid, title in _goals(discovery)]
    return [*goals, *_hypotheses(discovery)]
