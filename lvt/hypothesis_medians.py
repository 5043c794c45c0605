"""Median answers of a room on hypotheses, and how far their order depends on who was there. Pure: no Django,
no database.

The recorded answer on a hypothesis is the middle answer of the room (workshops.contributions.assessment):
one that someone could have given. So the sides have their middle answers, too, and the people are drawn
again (lvt.attendance_effect) by the middle answers of those who are drawn.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lvt import kano
from lvt.attendance_effect import RESAMPLES, Stability, bootstrap
from lvt.ranking_evidence.rules import scorers
from lvt.scoring_method import SIDES, Ballot, Criterion, Key, Method
from workshops.contributions.assessment.rules import middle


@dataclass(frozen=True, slots=True)
class MedianTotals:
    """Totals by subject: of the room, and of each side; None where there are none. `people` counts those who
    gave a number, by side, `people_asked` all who answered or skipped anything, and `scorers` those who
    scored each subject (lvt.ranking_evidence), by side. `stability` is empty where there are too few."""

    totals: Mapping[Key, Fraction | None]
    side_totals: Mapping[str, Mapping[Key, Fraction | None]]
    stability: Mapping[Key, Stability]
    people: Mapping[str, int]
    people_asked: int
    scorers: Mapping[Key, Mapping[str, int]]


def recorded_total(method: Method, numbers: Mapping[Key, int]) -> tuple[Fraction | None, str]:
    """The total of the numbers that are recorded by criterion, or None and why there is none
    (scoring_method.Problem). Numbers that a scale does not have are left out. Numbers for Kano's two
    questions are the one pair of answers that counts."""
    recorded = [Ballot("", "", "", key, number) for key, number in numbers.items()]
    method, ballots = kano.answers_for_totals(method, recorded)
    numbers = {each.criterion: each.value for each in ballots if each.value is not None}
    points = {
        each.key: each.points(each.worth(numbers[each.key]))
        for each in method.criteria
        if each.key in numbers and each.takes(numbers[each.key])
    }
    total = method.combine(points)
    return (total, "") if isinstance(total, Fraction) else (None, total)


def median_totals(
    method: Method,
    subjects: Sequence[Key],
    ballots: Iterable[Ballot],
    *,
    seed: str,
    resamples: int = RESAMPLES,
) -> MedianTotals:
    """The totals of the subjects by the ballots; the same `seed` gives the same stability, of so many
    `resamples`. Skips, and numbers off the scale, are left out."""
    ballots = list(ballots)
    cells = {
        (subject, each.key): place
        for place, (subject, each) in enumerate(
            (subject, each) for subject in subjects for each in method.criteria
        )
    }
    criteria = {each.key: each for each in method.criteria}
    steps = max((_steps(each) for each in method.criteria), default=1)
    answers: dict[Key, list[tuple[int, int]]] = defaultdict(list)
    sides: dict[Key, str] = {}
    for ballot in ballots:
        place, criterion = cells.get((ballot.use_case, ballot.criterion)), criteria.get(ballot.criterion)
        if place is None or criterion is None or ballot.value is None or not criterion.takes(ballot.value):
            continue
        answers[ballot.participant].append((place, ballot.value - criterion.minimum))
        sides[ballot.participant] = ballot.side
    # A field for each step of each cell, wide enough for all people: adding people counts their answers.
    width = len(answers).bit_length() + 1
    people = {
        person: sum(1 << ((place * steps + step) * width) for place, step in each)
        for person, each in answers.items()
    }
    totals_of = _counting(method, subjects, steps, width)
    return MedianTotals(
        totals_of(sum(people.values())),
        {
            side: totals_of(sum(people[person] for person, of in sides.items() if of == side))
            for side in SIDES
        },
        bootstrap(list(people.values()), totals_of, seed=seed, resamples=resamples),
        {side: list(sides.values()).count(side) for side in sorted({*SIDES, *sides.values()})},
        len({ballot.participant for ballot in ballots}),
        {subject: Counter(of.values()) for subject, of in scorers(kano.asked_of(method), ballots).items()},
    )


def _steps(criterion: Criterion) -> int:
    return criterion.maximum - criterion.minimum + 1


def _counting(
    method: Method, subjects: Sequence[Key], steps: int, width: int
) -> Callable[[int], dict[Key, Fraction | None]]:
    """A function that makes totals of a sum of people."""
    mask, cell_width = (1 << width) - 1, steps * width
    cell_mask = (1 << cell_width) - 1

    def totals(total: int) -> dict[Key, Fraction | None]:
        outcome: dict[Key, Fraction | None] = {}
        place = 0
        for subject in subjects:
            numbers: dict[Key, int] = {}
            for criterion in method.criteria:
                cell = (total >> (place * cell_width)) & cell_mask
                counts = tuple((cell >> (step * width)) & mask for step in range(_steps(criterion)))
                number = middle(counts) if cell else None
                if number is not None:
                    numbers[criterion.key] = criterion.minimum + number
                place += 1
            outcome[subject] = recorded_total(method, numbers)[0]
        return outcome

    return totals
