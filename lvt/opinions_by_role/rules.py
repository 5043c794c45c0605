"""The opinions of people of one role on a side, and the part of the differences in scores that is between
groups. Pure.

No one is exposed: no group, and nothing that is left when groups are taken from their side, contains answers
of fewer than FEWEST people. So roles are told apart within a side, whose numbers are shown anyway.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm, prod
from operator import mul

from lvt import kano
from lvt.scoring.rules import Opinion, ranked
from lvt.scoring_method import SIDES, Ballot, Criterion, Key, Method

FEWEST = 3
"""Fewer people than these are never shown as a group, nor can they be told by taking groups from others."""


@dataclass(frozen=True, slots=True)
class Group:
    """People of one side: those of a `role`, or, where that is "", all others of the side together."""

    side: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class GroupView:
    """The ranking by a group alone: totals and places by use case, None where there are none. A total is left
    out where too few of a group of this side scored, and then no other has a place either."""

    group: Group
    people: int
    totals: Mapping[Key, Fraction | None]
    ranks: Mapping[Key, int | None]


def groups_by_person(people: Mapping[Key, tuple[str, str]]) -> dict[Key, Group]:
    """The group of each person; `people` gives the side and role of each ("" for an unknown role). A role
    with fewer than FEWEST people belongs to the others of its side; where the others are too few themselves,
    the smallest role joins them. A side with fewer than two groups is not divided, and its people are in no
    group."""
    of_side: dict[str, list[Key]] = defaultdict(list)
    for person, (side, _role) in people.items():
        of_side[side].append(person)
    groups: dict[Key, Group] = {}
    for side, persons in of_side.items():
        sizes = Counter(people[person][1] for person in persons)
        del sizes[""]
        roles = sorted(
            (role for role, size in sizes.items() if size >= FEWEST), key=lambda role: (-sizes[role], role)
        )
        others = len(persons) - sum(sizes[role] for role in roles)
        while roles and 0 < others < FEWEST:
            others += sizes[roles.pop()]
        if len(roles) + bool(others) > 1:
            for person in persons:
                role = people[person][1]
                groups[person] = Group(side, role if role in roles else "")
    return groups


def views(
    method: Method,
    use_cases: Sequence[Key],
    ballots: Iterable[Ballot],
    groups: Mapping[Key, Group],
    with_place: Collection[Key] | None = None,
) -> tuple[GroupView, ...]:
    """The ranking by each of the groups (groups_by_person) alone: sides in their order, in each the largest
    role first and the others last. Only use cases `with_place` in the room's ranking have a place by a group;
    without it all that have a total. Where something is placed that isn't among the `use_cases`, no group has
    places."""
    method, ballots = kano.answers_for_totals(method, ballots)
    counts = _counts(method, ballots, groups)
    sizes = Counter(groups.values())
    rows = []
    for group in sorted(sizes, key=lambda each: _place(each, sizes)):
        siblings = [counts[each] for each in sizes if each.side == group.side]
        enough = {key for key in use_cases if all(_are_enough(method, each, key) for each in siblings)}
        totals = {key: _total(method, counts[group], key) if key in enough else None for key in use_cases}
        compared = {key: total for key, total in totals.items() if with_place is None or key in with_place}
        places = ranked(compared) if enough.issuperset(compared if with_place is None else with_place) else {}
        ranks = {key: places.get(key) for key in totals}
        rows.append(GroupView(group, sizes[group], totals, ranks))
    return tuple(rows)


# How many people gave each step of the scale, by use case and criterion.
_Given = dict[tuple[Key, Key], list[int]]


def _counts(method: Method, ballots: Iterable[Ballot], groups: Mapping[Key, Group]) -> Mapping[Group, _Given]:
    criteria = {each.key: each for each in method.criteria}
    counts: dict[Group, _Given] = defaultdict(dict)
    for ballot in ballots:
        group, criterion = groups.get(ballot.participant), criteria.get(ballot.criterion)
        if group is None or criterion is None or ballot.value is None or not criterion.takes(ballot.value):
            continue
        steps = counts[group].get((ballot.use_case, ballot.criterion))
        if steps is None:
            steps = [0] * (criterion.maximum - criterion.minimum + 1)
            counts[group][ballot.use_case, ballot.criterion] = steps
        steps[ballot.value - criterion.minimum] += 1
    return counts


def _total(method: Method, counts: _Given, use_case: Key) -> Fraction | None:
    points = {
        criterion.key: criterion.points(_mean(criterion, steps))
        for criterion in method.criteria
        if (steps := counts.get((use_case, criterion.key)))
    }
    total = method.combine(points)
    return total if isinstance(total, Fraction) else None


def _are_enough(method: Method, counts: _Given, use_case: Key) -> bool:
    """Return True if no one alone, and no two, gave all answers of a group on a use case: on each criterion
    at least FEWEST scored, or no one did."""
    return all(
        sum(steps) >= FEWEST
        for criterion in method.criteria
        if (steps := counts.get((use_case, criterion.key)))
    )


def _place(group: Group, sizes: Mapping[Group, int]) -> tuple[int, bool, int, str]:
    side = SIDES.index(group.side) if group.side in SIDES else len(SIDES)
    return side, group.role == "", -sizes[group], group.role


def is_heard(scored: int, of: int) -> bool:
    """Return True if the `scored` of the `of` people of a side are enough for the mean to be that of the
    side: at least half of them, and one. A convention of this product: the sources ask for both sides, not
    for a share."""
    return of > 0 and 2 * scored >= of


def between_sides(opinions: Iterable[Opinion]) -> Fraction | None:
    """The part of the differences between people of both sides that is between the sides, from 0 to 1: the
    sum of squares between the means of the groups divided by the sum of squares around the mean of all of
    them (eta squared; R. A. Fisher, Statistical Methods for Research Workers, 1925), added up over these
    opinions, each in parts of its scale, so that wide scales do not drown narrow ones. The rest is within the
    sides. None where one side scored nothing, or no one differs."""
    sums: dict[Criterion, tuple[Fraction, Fraction]] = {}
    for one in opinions:
        counts = [one.side_counts[side] for side in SIDES]
        if all(map(any, counts)):
            between, around = sums_of_squares(one.criterion, counts)
            if around:
                before, all_before = sums.get(one.criterion, (Fraction(0), Fraction(0)))
                sums[one.criterion] = before + between, all_before + around
    scales = {each: (each.highest - each.lowest) ** 2 for each in sums}
    apart = sum((between / scales[each] for each, (between, _around) in sums.items()), Fraction(0))
    overall = sum((around / scales[each] for each, (_between, around) in sums.items()), Fraction(0))
    return apart / overall if overall else None


def sums_of_squares(criterion: Criterion, counts: Sequence[Sequence[int]]) -> tuple[Fraction, Fraction]:
    """Of groups that gave each step of the scale so many times: the sum of squares between their means, and
    that of all scores around the mean of all."""
    worths, unit = _in_whole_numbers(criterion)
    sizes = [sum(each) for each in counts]
    sums = [_sum(each, worths) for each in counts]
    squares = _sum([sum(column) for column in zip(*counts, strict=True)], [each**2 for each in worths])
    people = sum(sizes)
    if not people:
        return Fraction(0), Fraction(0)
    # Each as one fraction of whole numbers: fractions that are added up are reduced at each step.
    middle, whole = sum(sums) ** 2, prod(filter(None, sizes))
    apart = sum(total**2 * (whole // size) for total, size in zip(sums, sizes, strict=True) if size)
    between = Fraction(apart * people - middle * whole, whole * people * unit**2)
    return between, Fraction(squares * people - middle, people * unit**2)


def _mean(criterion: Criterion, steps: Sequence[int]) -> Fraction:
    worths, unit = _in_whole_numbers(criterion)
    return Fraction(_sum(steps, worths), sum(steps) * unit)


@lru_cache(maxsize=256)
def _in_whole_numbers(criterion: Criterion) -> tuple[tuple[int, ...], int]:
    """The worth of each step of the scale, times a number that makes all of them whole, and that number: sums
    of whole numbers are quick, and as exact as those of fractions."""
    worths = [criterion.worth(value) for value in range(criterion.minimum, criterion.maximum + 1)]
    unit = lcm(*(each.denominator for each in worths))
    return tuple(int(each * unit) for each in worths), unit


def _sum(counts: Sequence[int], worths: Sequence[int]) -> int:
    return sum(map(mul, counts, worths))
