"""The value tree in the two layouts of a stage: lanes, each a goal with its hypotheses and their use cases,
or levels. Texts in, texts out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from discovery.marks import MARKS
from discovery.state_looks import ItemState
from documents import dot
from documents.lanes_drawing import Lane, LaneCard
from lvt.tree.stage_levels import LevelNode, LevelTree, gap_node, plain_node

if TYPE_CHECKING:
    from discovery.use_counts import UseCount
    from lvt.models import UseCase
    from lvt.selectors.tiers_below_use_cases import Tier
    from lvt.tree.selectors import GoalBranch, HypothesisBranch, ValueTree

# How much larger the letters of goals are than those of what contributes to them.
_OF_GOALS = 1.2


def lanes(tree: ValueTree) -> list[Lane]:
    """A lane for each goal, and one for use cases without a hypothesis."""
    rows = [
        Lane(f"goal-{branch.goal.uuid}", f"{number}. {branch.goal.title}", tuple(_cards(branch)))
        for number, branch in enumerate(tree.goals, start=1)
    ]
    if tree.loose_ends:
        rows.append(Lane("rest", _("Not linked"), tuple(_use_case(each, 0) for each in tree.loose_ends)))
    return rows


def levels(tree: ValueTree, tiers: Sequence[Tier]) -> LevelTree:
    """The tree in levels, with the items of the `tiers` below each use case."""

    def items(use_case: UseCase) -> tuple[tuple[str, UseCount, ItemState], ...]:
        cells = ((tier, tier.cells.get(use_case.uuid)) for tier in tiers)
        return tuple(each for tier, cell in cells if cell is not None for each in tier.names(cell))

    def leaf(use_case: UseCase) -> LevelNode:
        node = plain_node(use_case.name, MARKS["use_case"].color, is_bold=True)
        return LevelNode(f"use_case-{use_case.uuid}", 2, node, items=items(use_case))

    def gap(bet: HypothesisBranch) -> tuple[LevelNode, ...]:
        needs_case = bet.item_state is ItemState.THERE
        return (LevelNode(f"gap-{bet.hypothesis.uuid}", 2, gap_node(_("No use case yet"))),) * needs_case

    roots = [
        LevelNode(
            f"goal-{branch.goal.uuid}",
            0,
            plain_node(f"{number}. {branch.goal.title}", dot.INK, is_bold=True, larger=_OF_GOALS),
            tuple(
                LevelNode(
                    f"hypothesis-{bet.hypothesis.uuid}",
                    1,
                    plain_node(
                        bet.hypothesis.statement,
                        dot.INK_3,
                        state=bet.item_state,
                        face=dot.SERIF,
                    ),
                    tuple(map(leaf, bet.use_cases)) or gap(bet),
                )
                for bet in branch.hypotheses
            ),
        )
        for number, branch in enumerate(tree.goals, start=1)
    ]
    headings = (_("Goals"), _("Hypotheses"), _("Use cases"), *(str(tier.heading) for tier in tiers))
    vision = tree.vision.statement if tree.vision else ""
    return LevelTree(vision, headings, (*roots, *map(leaf, tree.loose_ends)))


def _cards(branch: GoalBranch) -> Iterator[LaneCard]:
    for bet in branch.hypotheses:
        hypothesis = bet.hypothesis
        yield LaneCard(
            f"hypothesis-{hypothesis.uuid}",
            hypothesis.statement,
            face=dot.SERIF,
            border=dot.INK_3,
            line=bet.item_state.value.line,
        )
        for use_case in bet.use_cases:
            yield _use_case(use_case, 1)


def _use_case(use_case: UseCase, depth: int) -> LaneCard:
    return LaneCard(
        f"use_case-{use_case.uuid}", use_case.name, depth=depth, border=MARKS["use_case"].color, bold=True
    )
