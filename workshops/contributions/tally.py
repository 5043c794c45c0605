"""Counting what a room answered: choices, numbers on a scale, words. No Django.

Shares are percent of the people who answered. Sizes of words are steps from 1 to
`STEPS`, because a page may not carry style attributes: a style sheet has a class for each.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from core.name_comparison import alphabetical
from documents import rounded_numbers

STEPS = 6
# What is around a word and is not part of it.
_AROUND = " .,;:!?…\"'“”„‘’()"


@dataclass(frozen=True, slots=True)
class AnswerBar:
    """One answer: how many (`count`) of those who answered (`of`) gave it. `leads`: no one gave another one
    more often. `height` is the percent of the highest bar, of which at least a sliver can be seen."""

    label: str
    count: int
    of: int
    leads: bool
    height: int

    @property
    def share(self) -> str:
        """Percent of those who answered; "0" when no one did."""
        return rounded_numbers.percent(self._share)

    @property
    def width(self) -> int:
        """The length of a lying bar, from 0 to 100."""
        return rounded_numbers.bar_length(self._share)

    @property
    def _share(self) -> Fraction:
        return Fraction(self.count, self.of) if self.of else Fraction(0)

    @property
    def top(self) -> int:
        """The top of a standing bar, in percent from above."""
        return 100 - self.height


@dataclass(frozen=True, slots=True)
class Spread:
    """Numbers on a scale, one bar per point in its order. `mean` has one decimal ("3.4"), "" when no one
    answered."""

    bars: tuple[AnswerBar, ...]
    count: int
    mean: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word of `count` people, as most of them spelled it; `step` (1 to 6) is its size."""

    text: str
    count: int
    step: int


def of_choices(options: Sequence[str], answers: Iterable[Sequence[str]]) -> tuple[AnswerBar, ...]:
    """One bar for each option in its order, then for what was chosen while it still was an option. Each
    answer is what one person chose, without twins."""
    choices = [tuple(dict.fromkeys(answer)) for answer in answers]
    choices = [answer for answer in choices if answer]
    counts = Counter(each for answer in choices for each in answer)
    removed = sorted(each for each in counts if each not in options)
    return _bars([(option, counts[option]) for option in (*options, *removed)], len(choices))


def of_numbers(low: int, high: int, numbers: Iterable[int]) -> Spread:
    """Count each number from `low` to `high`; numbers beyond were given on another scale, and are left out.
    Raises ValueError for a scale without length."""
    if high <= low:
        raise ValueError("a scale runs from low to high")
    valid = [number for number in numbers if low <= number <= high]
    counts = Counter(valid)
    bars = _bars([(str(point), counts[point]) for point in range(low, high + 1)], len(valid))
    mean = ""
    if valid:
        mean = str(rounded_numbers.score(Fraction(sum(valid), len(valid))))
    return Spread(bars, len(valid), mean)


def of_words(texts: Iterable[str]) -> tuple[Word, ...]:
    """The texts with how many people wrote each, the most frequent first, then by alphabet; "Hope" and
    "hope!" are the same word."""
    spellings: dict[str, Counter[str]] = {}
    for text in texts:
        spelling = " ".join(text.split())
        spelling = spelling.strip(_AROUND) or spelling
        if same := unicodedata.normalize("NFKC", spelling).casefold():
            spellings.setdefault(same, Counter())[spelling] += 1
    if not spellings:
        return ()
    counts = {same: counter.total() for same, counter in spellings.items()}
    most = max(counts.values())
    # The most frequent spelling; among equals the same one whatever the order in which people wrote.
    spelled = {
        same: min(counter.items(), key=lambda item: (-item[1], item[0]))[0]
        for same, counter in spellings.items()
    }
    return tuple(
        Word(spelled[same], counts[same], _step(counts[same], most))
        for same in sorted(spellings, key=lambda same: (-counts[same], alphabetical(same)))
    )


def _bars(counts: Sequence[tuple[str, int]], of: int) -> tuple[AnswerBar, ...]:
    top = max((count for _label, count in counts), default=0)
    return tuple(
        AnswerBar(
            label,
            count,
            of,
            count == top > 0,
            max(rounded_numbers.bar_length(Fraction(count, top)), 2) if count else 0,
        )
        for label, count in counts
    )


def _step(count: int, most: int) -> int:
    """From 1 for a single one to `STEPS` for the most frequent; a room that repeats nothing is shown in the
    middle."""
    if most == 1:
        return STEPS // 2
    return 1 + (STEPS - 1) * (count - 1) // (most - 1)
