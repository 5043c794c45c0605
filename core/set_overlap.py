"""Overlap of two sets, weighted by rarity. Pure.

A member counts by how rare it is: w(t) = ln((N + 1) / n(t)) / ln((N + 1) / 2), at most 1, where n(t) of N
sets have t. It is 1 for what only two have, and nearly 0 for what all have (inverse document frequency:
K. Spärck Jones, Journal of Documentation 28, 1972, scaled). The overlap is the weighted Jaccard index
(S. Ioffe, ICDM 2010): the sum of w over what both have, over that of what either has. The latter is taken as
at least 1, so that one thing in common that many have is not certainty.
"""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set


def rarities(sets: Sequence[Set[Hashable]]) -> Mapping[Hashable, float]:
    """Weight of each member of the sets, from 0 to 1: w of the docstring above."""
    counts = Counter(key for each in sets for key in each)
    most = len(sets) + 1
    scale = math.log(most / 2)
    return {
        key: min(math.log(most / count) / scale, 1.0) if scale > 0 else 1.0 for key, count in counts.items()
    }


def total(members: Iterable[Hashable], weights: Mapping[Hashable, float]) -> float:
    """The sum of the weights, the same in whatever order the members come."""
    return math.fsum(weights[key] for key in members)


def overlap(both: float, first: float, second: float) -> float:
    """The index, from the totals of what both have and of what each has."""
    return min(both / max(first + second - both, 1.0), 1.0)
