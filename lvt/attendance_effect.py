"""The dependence of a ranking on who happened to be in the room. Pure: no Django, no database.

A bootstrap over people (Efron 1979): draw as many people as there were, with replacement, rank again, and
repeat. A use case that comes first in 94 of 100 such rooms leads safely; one that comes first in 55 is a
matter of who was invited.

Where the leniency of people is taken out (lvt.leniency), everyone who is drawn keeps theirs as it was found
in the room.
"""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lvt import kano
from lvt.scoring.rules import ranked
from lvt.scoring_method import Ballot, Criterion, Key, Method

RESAMPLES = 100
# The middle nine tenths: whiskers and ranges of ranks leave out the five lowest and the five highest of a
# hundred.
_TAIL = 0.05
_FINE = 1_000_000
# An answer: the criterion, the value, and what is added to what it counts.
_Answer = tuple[Key, int, Fraction | int]


@dataclass(frozen=True, slots=True)
class Stability:
    """Of one use case: it came first in `first` of `of` resamples, by itself in `alone` of them. `best` and
    `worst` rank, and the interval from `low` to `high` of its total, hold in the middle nine tenths."""

    first: int
    alone: int
    of: int
    best: int
    worst: int
    low: Fraction
    high: Fraction


def resample(
    method: Method,
    use_cases: Sequence[Key],
    ballots: Iterable[Ballot],
    *,
    seed: str,
    resamples: int = RESAMPLES,
) -> dict[Key, Stability]:
    """The stability of each use case that has a total in at least one resample; the same `seed` gives the
    same answer.

    With fewer than two people there is nothing to draw from: the answer is empty. People who skipped
    everything are not drawn. lvt.scoring.rules.Result.certainties tells which of it may be shown.
    """
    method, ballots = kano.answers_for_totals(method, ballots)
    cells = [(use_case, criterion) for use_case in use_cases for criterion in method.criteria]
    packed = _packed(cells, ballots)
    return bootstrap(
        packed.people, lambda sample: _totals(method, cells, sample, packed), seed=seed, resamples=resamples
    )


def bootstrap(
    people: Sequence[int],
    totals_of: Callable[[int], Mapping[Key, Fraction | None]],
    *,
    seed: str,
    resamples: int = RESAMPLES,
) -> dict[Key, Stability]:
    """The stability of what `totals_of` makes of the sum of the people who are drawn, each an integer whose
    fields add up; see `resample`."""
    if len(people) < 2:
        return {}
    # Chance here need not be secret, it must be the same on every screen and in the report.
    chance = random.Random(seed)  # noqa: S311  no secret
    ranks: dict[Key, list[int]] = defaultdict(list)
    totals: dict[Key, list[Fraction]] = defaultdict(list)
    alone: Counter[Key] = Counter()
    for _number in range(resamples):
        sample = sum(chance.choices(people, k=len(people)))
        outcome = totals_of(sample)
        places = ranked(outcome)
        leaders = [use_case for use_case, rank in places.items() if rank == 1]
        alone.update(leaders if len(leaders) == 1 else ())
        for use_case, rank in places.items():
            total = outcome[use_case]
            if rank is not None and total is not None:
                ranks[use_case].append(rank)
                totals[use_case].append(total)
    return {
        use_case: _stability(ranks[use_case], alone[use_case], totals[use_case], resamples)
        for use_case in ranks
    }


def totals_without_one(
    method: Method, use_cases: Sequence[Key], ballots: Iterable[Ballot]
) -> list[dict[Key, Fraction | None]]:
    """The totals of all use cases without each person in turn; people who skipped everything do not count."""
    method, ballots = kano.answers_for_totals(method, ballots)
    cells = [(use_case, criterion) for use_case in use_cases for criterion in method.criteria]
    packed = _packed(cells, ballots)
    everyone = sum(packed.people)
    return [_totals(method, cells, everyone - person, packed) for person in packed.people]


@dataclass(frozen=True, slots=True)
class _PackedAnswers:
    """Each person's ballots as one integer of two fields of `width` bits per cell: what the answers count, in
    `parts` of one, and how many answers there are. Adjusted answers may count less than nothing: of the
    criteria that have some, it is what they count above `least`."""

    people: list[int]
    width: int
    parts: Mapping[Key, int]
    least: Mapping[Key, Fraction]


def _packed(cells: Sequence[tuple[Key, Criterion]], ballots: Iterable[Ballot]) -> _PackedAnswers:
    """The ballots of each person as one integer.

    Adding two such integers adds all fields at once, which makes a resample of two hundred people one `sum`
    in C instead of thousands of steps in Python. Fields are wide enough that none overflows into the next.
    """
    places = {(use_case, criterion.key): place for place, (use_case, criterion) in enumerate(cells)}
    criteria = {criterion.key: criterion for _use_case, criterion in cells}
    by_person: dict[Key, list[tuple[int, _Answer]]] = defaultdict(list)
    for ballot in ballots:
        place = places.get((ballot.use_case, ballot.criterion))
        if place is not None and ballot.value is not None and cells[place][1].takes(ballot.value):
            by_person[ballot.participant].append((place, (ballot.criterion, ballot.value, ballot.shift or 0)))
    amounts = {
        (key, value, shift): criteria[key].worth(value) + _rounded(shift)
        for key, value, shift in {each for answers in by_person.values() for _place, each in answers}
    }
    parts = {key: _parts(criterion) for key, criterion in criteria.items()}
    least: dict[Key, Fraction] = {}
    for (key, _value, shift), amount in amounts.items():
        parts[key] = math.lcm(parts[key], amount.denominator)
        if shift:
            least[key] = min(amount, least.get(key, Fraction(0)))
    whole = {each: int((amount - least.get(each[0], 0)) * parts[each[0]]) for each, amount in amounts.items()}
    width = (max([1, *whole.values()]) * max(len(by_person), 1)).bit_length()
    people = [
        sum(
            (whole[each] << (2 * place * width)) + (1 << ((2 * place + 1) * width)) for place, each in answers
        )
        for answers in by_person.values()
    ]
    return _PackedAnswers(people, width, parts, least)


def _rounded(shift: Fraction | int) -> Fraction | int:
    """The shift to a millionth: exact ones have hundreds of digits, which change no place of a simulation."""
    return Fraction(round(shift * _FINE), _FINE) if shift else 0


def _parts(criterion: Criterion) -> int:
    """Into how many parts one is divided, so that all that the criterion's numbers count is whole."""
    return math.lcm(*(worth.denominator for worth in criterion.worths))


def _totals(
    method: Method, cells: Sequence[tuple[Key, Criterion]], sample: int, packed: _PackedAnswers
) -> dict[Key, Fraction | None]:
    width = packed.width
    mask = (1 << width) - 1
    outcome: dict[Key, Fraction | None] = {}
    size = len(method.criteria)
    for start in range(0, len(cells), size):
        points = {}
        for offset, criterion in enumerate(method.criteria):
            field = sample >> (2 * (start + offset) * width)
            if count := (field >> width) & mask:
                mean = Fraction(field & mask, count * packed.parts[criterion.key])
                if criterion.key in packed.least:
                    mean = criterion.within(mean + packed.least[criterion.key])
                points[criterion.key] = criterion.points(mean)
        total = method.combine(points)
        outcome[cells[start][0]] = total if isinstance(total, Fraction) else None
    return outcome


def _stability(ranks: list[int], alone: int, totals: list[Fraction], resamples: int) -> Stability:
    first = ranks.count(1)
    ranks.sort()
    totals.sort()
    low = int(len(ranks) * _TAIL)
    high = len(ranks) - 1 - low
    return Stability(first, alone, resamples, ranks[low], ranks[high], totals[low], totals[high])
