"""Pairs of products that are perhaps one: by their own texts, and by what they are connected
with. Pure.

Five aspects of two products are compared, each from 0 to 1, and make one likeness:

- What both have of a set (words, columns, inputs) counts by how rare it is (core.set_overlap): a source that
  feeds every product is no sign for two of them.
- Names are compared by letters, too (core.text_likeness).
- The likeness is 1 - Π(1 - trust × aspect): the chance that at least one aspect is right to take the two
  for one, if each is right with the chance TRUST by itself (noisy-or: J. Pearl, Probabilistic Reasoning,
  1988, 4.3.2). An empty field neither adds nor takes away.
"""

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from types import MappingProxyType

from core.name_comparison import as_written, spelled, words_of
from core.set_overlap import overlap, rarities, total
from core.text_likeness import by_letters


class Aspect(StrEnum):
    """In what two products may be alike, the most telling first."""

    NAME = "name"
    COLUMNS = "columns"
    PURPOSE = "purpose"
    INPUTS = "inputs"
    DELIVERIES = "deliveries"


# How far an aspect is believed by itself. Products that serve the same people, or draw on the same systems,
# are neighbors more often than twins; those that deliver the same columns, or have the same texts,
# are not.
TRUST: Mapping[Aspect, float] = MappingProxyType(
    {
        Aspect.NAME: 0.9,
        Aspect.COLUMNS: 0.9,
        Aspect.PURPOSE: 0.8,
        Aspect.INPUTS: 0.6,
        Aspect.DELIVERIES: 0.3,
    }
)


@dataclass(frozen=True, slots=True)
class Profile:
    """The name of one product, its purpose, the names of its columns, the things that it draws on
    (sources and products), and the things that it feeds (consumers, use cases and products), the last two by
    keys of any kind."""

    key: Hashable
    name: str = ""
    purpose: str = ""
    columns: frozenset[str] = frozenset()
    inputs: frozenset[Hashable] = frozenset()
    deliveries: frozenset[Hashable] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    """The similarity of two products in one aspect, more than 0 and at most 1, and what they have in common
    there, the rarest first: words as the first of them writes them."""

    aspect: Aspect
    share: float
    common: tuple[Hashable, ...]

    @property
    def weight(self) -> float:
        """Its share, weighted by the trust in its aspect."""
        return TRUST[self.aspect] * self.share


@dataclass(frozen=True, slots=True)
class ProductPair:
    """Two products and in what they are alike, the most telling first."""

    first: Hashable
    second: Hashable
    aspects: tuple[Likeness, ...]

    @property
    def share(self) -> float:
        """Their similarity, from 0 to 1."""
        return overall_likeness({each.aspect: each.share for each in self.aspects})


def ranked(profiles: Iterable[Profile], threshold: float = 0.0) -> list[ProductPair]:
    """The pairs that are alike by more than 0 and at least by `threshold`: the nearest first, equal ones in
    the order of `profiles`."""
    rows = [_Row(profile) for profile in profiles]
    weights = {aspect: rarities([row.sets[aspect] for row in rows]) for aspect in Aspect}
    totals = [{aspect: total(row.sets[aspect], weights[aspect]) for aspect in Aspect} for row in rows]
    pairs = []
    for (first, here), (second, there) in combinations(zip(rows, totals, strict=True), 2):
        shares = {}
        for aspect, of_aspect in weights.items():
            share = by_letters(first.name, second.name) if aspect is Aspect.NAME else 0.0
            if common := first.sets[aspect] & second.sets[aspect]:
                both = total(common, of_aspect)
                share = max(share, overlap(both, here[aspect], there[aspect]))
            if share > 0:
                shares[aspect] = share
        if shares and overall_likeness(shares) >= threshold:
            pairs.append(_pair(first, second, shares, weights))
    return sorted(pairs, key=lambda pair: -pair.share)


def overall_likeness(shares: Mapping[Aspect, float]) -> float:
    """The likeness of two products from 0 to 1, made of their likeness in each aspect."""
    return 1 - math.prod(1 - TRUST[aspect] * share for aspect, share in shares.items())


class _Row:
    """A profile with a set for each aspect."""

    __slots__ = ("key", "name", "sets", "spellings")

    def __init__(self, profile: Profile) -> None:
        self.key = profile.key
        self.name = spelled(profile.name) if profile.name else None
        self.sets: Mapping[Aspect, frozenset[Hashable]] = {
            Aspect.NAME: frozenset(words_of(profile.name)),
            Aspect.COLUMNS: frozenset(" ".join(words_of(column)) for column in profile.columns),
            Aspect.PURPOSE: frozenset(words_of(profile.purpose)),
            Aspect.INPUTS: profile.inputs,
            Aspect.DELIVERIES: profile.deliveries,
        }
        self.spellings: Mapping[Aspect, Mapping[Hashable, str]] = {
            Aspect.NAME: as_written(profile.name),
            Aspect.COLUMNS: {" ".join(words_of(column)): column for column in sorted(profile.columns)},
            Aspect.PURPOSE: as_written(profile.purpose),
        }


def _pair(
    first: _Row,
    second: _Row,
    shares: Mapping[Aspect, float],
    weights: Mapping[Aspect, Mapping[Hashable, float]],
) -> ProductPair:
    aspects = []
    for aspect, share in shares.items():
        of_aspect = weights[aspect]
        common = sorted(first.sets[aspect] & second.sets[aspect], key=str)
        common.sort(key=of_aspect.__getitem__, reverse=True)
        words = first.spellings.get(aspect, {})
        aspects.append(Likeness(aspect, share, tuple(words.get(each, each) for each in common)))
    aspects.sort(key=lambda each: -each.weight)
    return ProductPair(first.key, second.key, tuple(aspects))
