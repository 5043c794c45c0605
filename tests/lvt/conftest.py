"""Who edits what: the discovery that most tests of this folder are about, its goal and its bet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from core.services import kinds
from discovery.models import Discovery
from lvt.measures.kinds import MEASURE
from lvt.models import Goal, Hypothesis, Initiative, Measure, MeasuredValue, UseCase
from organizations.actors import Actor


@pytest.fixture
def goal(editor: Actor, discovery: Discovery) -> Goal:
    return kinds.add(actor=editor, draft=Goal(discovery=discovery, title="Higher success", wip_limit=2))


@pytest.fixture
def bet(editor: Actor, goal: Goal) -> Hypothesis:
    return kinds.add(actor=editor, draft=Hypothesis(goal=goal, statement="A 360° view helps"))


@pytest.fixture
def branch(editor: Actor, discovery: Discovery, goal: Goal, bet: Hypothesis) -> UseCase:
    """Everything that can hang on a goal."""
    initiative = kinds.add(actor=editor, draft=Initiative(hypothesis=bet, name="Pilot"))
    named: list[Measure] = []
    for parent in (goal, bet, initiative):
        made = kinds.add(
            actor=editor, draft=MEASURE.new(parent, name="Rate", target=Decimal(40), baseline=Decimal(16))
        )
        named = [made]
        kinds.add(
            actor=editor, draft=MeasuredValue(measure=made, value=Decimal(31), measured_on=date(2026, 3, 1))
        )
    return kinds.add(
        actor=editor,
        draft=UseCase(discovery=discovery, name="Dashboard", hypothesis=bet, initiative=initiative),
        measures=named,
    )
