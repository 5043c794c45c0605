"""Widths of the columns of a drawing for a stage, and of the spaces between them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from products.landscape.edge_trunk_lanes import APART
from products.landscape.edge_trunks import ASIDE

BESIDE, AROUND = 36.0, 12.0
"""The least space between columns, and the space around a ground."""
_MOST_WIDE = 520.0


@dataclass(frozen=True, slots=True)
class ColumnNeed:
    """The needs of a column: the least width of its nodes, the words in them, as the sum of their widths, and
    the trunks beside each other right of it."""

    least: float
    words: float
    lanes: int


@dataclass(frozen=True, slots=True)
class ColumnPlace:
    """The left border of the ground of a column, the middle and the width of its nodes, and the right
    border of the ground."""

    left: float
    x: float
    width: float
    right: float


def placed_columns(
    needs: Sequence[ColumnNeed], wide: float, by_words: float, for_trunks: float
) -> list[ColumnPlace]:
    """The columns from left to right over this width. The part `by_words` of it goes to those with many
    words, the rest to all alike; spaces with trunks take no more than the part `for_trunks`."""
    if not needs:
        return []
    lanes = [2 * ASIDE + (need.lanes - 1) * APART if need.lanes else BESIDE for need in needs]
    share = min(1.0, wide * for_trunks / sum(lanes))
    spaces = [BESIDE, *(max(BESIDE, each * share) for each in lanes)]
    if not needs[-1].lanes:
        spaces[-1] = BESIDE
    inner = wide - sum(spaces) + (spaces[0] + spaces[-1]) / 2
    widths = _widths(needs, inner, by_words)
    more = (inner - sum(widths)) / len(widths)
    ends = [
        *accumulate(
            (width + more + space for width, space in zip(widths, spaces[1:], strict=True)), initial=0.0
        )
    ]
    places = []
    for width, begin in zip(widths, ends[:-1], strict=True):
        x = begin + spaces[0] / 2 + (width + more) / 2
        half = (width + more + BESIDE - AROUND) / 2
        places.append(ColumnPlace(x - half, x, width, x + half))
    return places


def _widths(needs: Sequence[ColumnNeed], inner: float, by_words: float) -> list[float]:
    words = sum(need.words for need in needs) or 1.0
    shares = [(1 - by_words) / len(needs) + by_words * need.words / words for need in needs]
    widths = [min(inner * share, _MOST_WIDE) for share in shares]
    missing = sum(max(0.0, need.least - width) for need, width in zip(needs, widths, strict=True))
    over = sum(max(0.0, width - need.least) for need, width in zip(needs, widths, strict=True))
    part = min(1.0, missing / over) if over else 0.0
    return (
        [
            width - (width - need.least) * part if width > need.least else min(need.least, width + missing)
            for need, width in zip(needs, widths, strict=True)
        ]
        if missing <= over
        else widths
    )
