"""Deleting a branch of the tree, and undo, which brings all of it back."""

from __future__ import annotations

import pytest

from core.services import kinds
from lvt.models import Goal, Hypothesis, Initiative, Measure, MeasuredValue, UseCase, UseCaseMeasure
from lvt.tree.selectors import value_tree
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


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
