"""Likeness of short texts that people wrote, such as names and notes. Pure.

Two texts are compared twice, each from 0 to 1, and the larger counts:

- by the words that both have, by how rare they are among all the texts (core.set_overlap);
- by their letters (core.name_comparison), which also finds other endings of a word. Half of the letters,
  which unrelated texts share by chance, counts nothing.
"""

from collections.abc import Sequence

from core.name_comparison import Spelling, likeness, spelled, words_of
from core.set_overlap import overlap, rarities, total


class Alike:
    """Texts to compare with each other, by their places in `texts`. An empty text is like no other."""

    __slots__ = ("_letters", "_totals", "_weights", "_words")

    def __init__(self, texts: Sequence[str]) -> None:
        self._words = [frozenset(words_of(text)) for text in texts]
        self._letters = [spelled(text) if text else None for text in texts]
        self._weights = rarities(self._words)
        self._totals = [total(each, self._weights) for each in self._words]

    def share(self, one: int, other: int) -> float:
        """Return the likeness of two texts: the larger of both ways."""
        return max(by_letters(self._letters[one], self._letters[other]), self.by_words(one, other))

    def by_words(self, one: int, other: int) -> float:
        """Return the share of words that the two have in common."""
        both = total(self._words[one] & self._words[other], self._weights)
        return overlap(both, self._totals[one], self._totals[other])


def by_letters(one: Spelling | None, other: Spelling | None) -> float:
    """Return the likeness of two texts by their letters; 0 where one is empty."""
    return max(2 * likeness(one, other) - 1, 0.0) if one is not None and other is not None else 0.0
