"""Some of all combinations of several factors, in which each two values of different factors meet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

_Pair = tuple[int, str, int, str]


def pairwise(factors: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Combinations with a value of each factor, in which every pair of values of two factors is found; the
    same each time. Each next one is the one that adds most pairs (greedy cover: Cohen, Dalal, Fredman and
    Patton, "The AETG system", IEEE TSE 23 (7), 1997), of all combinations, so it is for short lists."""
    everything = [*product(*factors)]
    missing = set[_Pair]().union(*map(_pairs, everything))
    chosen = []
    while missing:
        best = max(everything, key=lambda each: len(missing & _pairs(each)))
        missing -= _pairs(best)
        chosen.append(best)
    return chosen


def _pairs(values: tuple[str, ...]) -> set[_Pair]:
    return {
        (first, values[first], second, values[second])
        for first, second in combinations(range(len(values)), 2)
    }
