"""Deleting a branch of the tree, and undo, which brings all of it back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from discovery.services import kinds
from discovery.services.undo import undo
from lvt.kinds.measures import MEASURE
from lvt.models import Goal, Hypothesis, Initiative, Measure, MeasuredValue, UseCase, UseCaseMeasure
from lvt.selectors.tree import value_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch(editor, discovery, goal, bet):
    """Everything that can hang on a goal."""
    initiative = kinds.add(actor=editor, draft=Initiative(hypothesis=bet, name="Pilot"))
    named = []
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


def _picture(discovery):
    return (
        [
            model.objects.count()
            for model in (
                Goal,
                Hypothesis,
                Initiative,
                Measure,
                MeasuredValue,
                UseCase,
                UseCaseMeasure,
            )
        ],
        list(UseCase.objects.values_list("hypothesis", "initiative")),
    )


@pytest.mark.parametrize("what", ["goal", "hypothesis", "initiative"])
def test_undo_brings_the_whole_branch_back(editor, discovery, goal, bet, branch, what):
    before = _picture(discovery)

    if what == "goal":
        deleted = kinds.delete(actor=editor, artifact=goal)
        assert _picture(discovery) == ([0, 0, 0, 0, 0, 1, 0], [(None, None)])
        assert [case.name for case in value_tree(discovery).loose_ends] == ["Dashboard"]
    elif what == "hypothesis":
        deleted = kinds.delete(actor=editor, artifact=bet)
        assert _picture(discovery) == ([1, 0, 0, 1, 1, 1, 0], [(None, None)])
    else:
        deleted = kinds.delete(actor=editor, artifact=Initiative.objects.get())
        assert _picture(discovery) == ([1, 1, 0, 2, 2, 1, 0], [(bet.pk, None)])

    undo(actor=editor, target=deleted)
    assert _picture(discovery) == before
