"""The value tree as lanes for a stage: each goal with its hypotheses and their use cases below it. Texts in,
texts out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from discovery.marks import MARKS
from documents import dot
from documents.lanes_drawing import Lane, LaneCard

if TYPE_CHECKING:
    from lvt.models import UseCase
    from lvt.tree.selectors import GoalBranch, ValueTree


def lanes(tree: ValueTree) -> list[Lane]:
    """A lane for each goal, and one for use cases without a hypothesis."""
    rows = [
        Lane(f"goal-{branch.goal.uuid}", f"{number}. {branch.goal.title}", tuple(_cards(branch)))
        for number, branch in enumerate(tree.goals, start=1)
    ]
    if tree.loose_ends:
        rows.append(Lane("rest", _("Not linked"), tuple(_use_case(each, 0) for each in tree.loose_ends)))
    return rows


def _cards(branch: GoalBranch) -> Iterator[LaneCard]:
    for bet in branch.hypotheses:
        hypothesis = bet.hypothesis
        yield LaneCard(
            f"hypothesis-{hypothesis.uuid}",
            hypothesis.statement,
            face=dot.SERIF,
            border=dot.INK_3,
            dashed=not hypothesis.about_data or bet.is_stopped,
        )
        for use_case in bet.use_cases:
            yield _use_case(use_case, 1)


def _use_case(use_case: UseCase, depth: int) -> LaneCard:
    return LaneCard(
        f"use_case-{use_case.uuid}", use_case.name, depth=depth, border=MARKS["use_case"].color, bold=True
    )
