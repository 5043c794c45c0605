"""Use-case cards that perhaps describe one use case: by their names and by their sentences. Pure.

Two aspects of two cards are compared, each from 0 to 1, and make one likeness:

- The **names**: their words or their letters, whichever is more (core.text_likeness).
- The **sentences**: the words that both have, by how rare they are among the cards.
- The likeness is 1 - (1 - 0.9 × names) × (1 - 0.8 × sentences): the chance that at least one aspect is right
  to take the two for one, if each is right with this chance by itself (noisy-or: J. Pearl, Probabilistic
  Reasoning, 1988, 4.3.2). An empty sentence neither adds nor takes away. The numbers are those by which data
  products are compared (docs/adr/0031).

The likeness is symmetric, and the order of the cards changes no number.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from core.text_likeness import Alike

OF_NAMES, OF_SENTENCES = 0.9, 0.8
"""How far each aspect is believed by itself."""
USUAL = 0.5
"""From this likeness on, two cards are offered for merging."""


@dataclass(frozen=True, slots=True)
class CardWords:
    """The name of a card, and its sentences as one text; `key` names the card."""

    key: Hashable
    name: str
    sentences: str = ""


@dataclass(frozen=True, slots=True)
class LikePair:
    """Two cards and how alike they are, from 0 to 1."""

    first: Hashable
    second: Hashable
    share: float


def like_pairs(cards: Iterable[CardWords], threshold: float = USUAL) -> list[LikePair]:
    """The pairs that are alike by at least `threshold`: the nearest first, equal ones in the order of the
    cards."""
    rows = list(cards)
    names, sentences = Alike([card.name for card in rows]), Alike([card.sentences for card in rows])
    pairs = []
    for one, two in combinations(range(len(rows)), 2):
        by_name, by_sentences = names.share(one, two), sentences.by_words(one, two)
        share = 1 - (1 - OF_NAMES * by_name) * (1 - OF_SENTENCES * by_sentences)
        if share > 0 and share >= threshold:
            pairs.append(LikePair(rows[one].key, rows[two].key, share))
    return sorted(pairs, key=lambda pair: -pair.share)


@lru_cache(maxsize=64)
def like_groups(cards: tuple[CardWords, ...], threshold: float = USUAL) -> Sequence[tuple[Hashable, ...]]:
    """Groups of cards to offer for merging, each card in one at most: the nearest pair first. A card joins a
    group only if it is like each card of it, so that a chain of neighbors makes no group. Within a group, and
    among equals, cards keep their order. The console asks at every tick, so the answers are kept."""
    groups: list[list[Hashable]] = []
    pairs = like_pairs(cards, threshold)
    near = {frozenset((pair.first, pair.second)) for pair in pairs}
    of: dict[Hashable, list[Hashable]] = {}
    for pair in pairs:
        here = of.get(pair.first) or [pair.first]
        there = of.get(pair.second) or [pair.second]
        if here is there or not all(frozenset((one, two)) in near for one in here for two in there):
            continue
        joined = [*here, *there]
        groups = [group for group in groups if group is not here and group is not there]
        groups.append(joined)
        for key in joined:
            of[key] = joined
    order = {card.key: place for place, card in enumerate(cards)}
    best = {frozenset((pair.first, pair.second)): place for place, pair in enumerate(pairs)}
    groups.sort(key=lambda group: min(best[frozenset(each)] for each in combinations(group, 2)))
    return tuple(tuple(sorted(group, key=order.__getitem__)) for group in groups)
