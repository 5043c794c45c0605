"""The people behind a number of a ranking, and the claims that the number supports. Pure: no Django.

- **Asked** are the people who count (docs/activities/scoring.md) and were shown the use case: a `Panel`. In a
  round of fair shares these are the people whose share it is in (lvt.scoring_shares.rules).
- **Scored it** did those of them whose answers carry at least half of its weight; where the method
  multiplies, divides or pairs answers, those who answered every criterion (Method.carries). Less is an
  opinion on a detail, and a total of it would be a guess.
- **A place** needs enough scorers (`Panel.needed`), every criterion that counts as a cost, and three quarters
  of the weight. A use case that one person scored is not better than one that eight did, only less known.
- **Certainty** needs five scorers, and two of each of business and IT that was asked in the round; one of
  the two was. Below that, drawing the room again repeats one or two people, and says of them what it should
  say of the room.

The numbers are conventions of this product: docs/adr/0061 gives the reasons. What a missing answer means for
a total is in lvt.scoring_method.Method.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from lvt.scoring_method import SIDES, Ballot, Criterion, Key, Method

FEWEST_FOR_A_PLACE = 3
WEIGHT_FOR_A_PLACE = Fraction(3, 4)
FEWEST_FOR_CERTAINTY = 5
FEWEST_OF_A_SIDE = 2
"""Of each side that was asked, for certainty."""


class UnplacedReason(StrEnum):
    """Reasons why a use case has no place. The first that applies is given."""

    NOT_SCORED = "not_scored"
    NO_COST = "no_cost"
    FEW_CRITERIA = "few_criteria"
    FEW_PEOPLE = "few_people"
    NO_TOTAL = "no_total"


class Certainty(StrEnum):
    """The certainty of a place: a share of rooms, or the reason why there is none. EQUAL: everyone gave the
    same answers, so that every room would come to the same."""

    TOLD = "told"
    TOO_FEW = "too_few"
    EQUAL = "equal"


@dataclass(frozen=True, slots=True)
class Panel:
    """The people of one round: the `use_cases` that they were shown, and the side of each of the `people` who
    were asked. `active` are those of them who gave a score on anything in the round, also on use cases that
    are not in this list any more. `shares` are the use cases of each person, in a round of fair shares; None
    where everyone was shown all. `round_people` is the side of each person who was asked anything in the
    round, where the panel is of one use case (`about`); None where it is of the round."""

    use_cases: tuple[Key, ...]
    people: Mapping[Key, str]
    active: frozenset[Key]
    shares: Mapping[Key, frozenset[Key]] | None = None
    round_people: Mapping[Key, str] | None = None

    def about(self, use_case: Key) -> Panel:
        """The people who were shown this use case."""
        if self.shares is None:
            return self
        has = {person for person, share in self.shares.items() if use_case in share}
        people = {person: side for person, side in self.people.items() if person in has}
        return Panel((use_case,), people, self.active & people.keys(), round_people=self.people)

    @property
    def everyone(self) -> Mapping[Key, str]:
        """The people of the round, each with their side."""
        return self.people if self.round_people is None else self.round_people

    @property
    def sides(self) -> frozenset[str]:
        """The sides, business or IT, with at least one person who was asked in the round."""
        return frozenset(SIDES).intersection(self.everyone.values())

    @property
    def needed(self) -> int:
        """The number of people who have to score a use case for a place: at least half of those who were
        asked for it and scored anything, and at least three, or all in a smaller room. If few were asked for
        it, that doesn't lower the number."""
        half = -(-len(self.active) // 2)
        return max(half, min(FEWEST_FOR_A_PLACE, len(self.everyone)))


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence behind the numbers of one use case. `asked_by_side` and `scorers` count people by side,
    `scorers_needed` for a place. `sides` are those of business and IT that were asked in the round.
    `criteria_answered` of the `criteria` of the formula have an answer, `shared` of them have answers of both
    sides. `missing_costs` are criteria that count as a cost and have no answer. `unplaced` is None for a use
    case with a place. `is_adjusted`: the leniency of people is taken out."""

    asked_by_side: Mapping[str, int]
    scorers: Mapping[str, int]
    scorers_needed: int
    criteria_answered: int
    criteria: int
    shared: int
    missing_costs: tuple[Key, ...]
    unplaced: UnplacedReason | None
    sides: frozenset[str] = frozenset(SIDES)
    is_adjusted: bool = False

    @property
    def has_answers(self) -> bool:
        """Return True if anyone answered any criterion of it, however few."""
        return self.unplaced != UnplacedReason.NOT_SCORED

    @property
    def people(self) -> int:
        """The number of people who scored it."""
        return sum(self.scorers.values())

    @property
    def people_asked(self) -> int:
        return sum(self.asked_by_side.values())

    @property
    def is_certain(self) -> bool:
        """Return True if enough people scored it to tell how sure its place is. Where no one of business or
        IT was asked in the round, there is no side to draw from, however many scored."""
        return (
            bool(self.sides)
            and self.people >= FEWEST_FOR_CERTAINTY
            and all(self.scorers.get(side, 0) >= FEWEST_OF_A_SIDE for side in self.sides)
        )

    @property
    def is_partial(self) -> bool:
        """Return True if a criterion of the formula has no answer."""
        return self.criteria_answered < self.criteria


def panel_of_ballots(use_cases: Sequence[Key], ballots: Iterable[Ballot]) -> Panel:
    """The panel of all who answered or skipped anything, for ballots without a room."""
    people: dict[Key, str] = {}
    active: set[Key] = set()
    for ballot in ballots:
        people[ballot.participant] = ballot.side
        if ballot.value is not None:
            active.add(ballot.participant)
    return Panel(tuple(use_cases), people, frozenset(active))


def scorers(method: Method, ballots: Iterable[Ballot]) -> Mapping[Key, Mapping[Key, str]]:
    """The scorers of each use case: the people whose answers carry enough of its weight, each with their
    side. Skips, and values off the scale, are no answers. `method` is the method of the round: with
    Kano's, each pair of answers counts here, whatever its category."""
    criteria = {one.key: one for one in method.criteria}
    answers: dict[Key, dict[Key, set[Key]]] = defaultdict(lambda: defaultdict(set))
    sides: dict[Key, str] = {}
    for ballot in ballots:
        criterion = criteria.get(ballot.criterion)
        if criterion is not None and ballot.value is not None and criterion.takes(ballot.value):
            answers[ballot.use_case][ballot.participant].add(criterion.key)
            sides[ballot.participant] = ballot.side
    carries = EnoughAnswers(method)
    return {
        use_case: {person: sides[person] for person, keys in people.items() if carries(keys)}
        for use_case, people in answers.items()
    }


class EnoughAnswers:
    """Tells if a person who answered some criteria of a use case scored it: Method.carries, worked out once
    for each set of criteria, because most people answer the same ones. `method` is the one that was asked
    (kano.asked_of)."""

    def __init__(self, method: Method) -> None:
        # Where nothing has a weight there is no total, but people scored all the same.
        even = replace(method, criteria=tuple(replace(one, weight=Fraction(1)) for one in method.criteria))
        self._method = method if method.counted else even
        self._results: dict[frozenset[Key], bool] = {}

    def __call__(self, criteria: Iterable[Key]) -> bool:
        keys = frozenset(criteria)
        if keys not in self._results:
            self._results[keys] = self._method.carries(keys)
        return self._results[keys]


def evidence(
    method: Method,
    panel: Panel,
    scored: Mapping[Key, str],
    answered_criteria: Container[Key],
    shared: Container[Key],
    *,
    has_total: bool,
    is_adjusted: bool = False,
) -> Evidence:
    """The evidence for one use case. `panel` are the people who were asked to score it (Panel.about), and
    `scored` are its scorers (see `scorers`). `answered_criteria` are the criteria with at least one answer,
    and `shared` those with answers from both sides."""
    criteria = method.counted
    people = [person for person in scored if person in panel.people]
    missing = tuple(one.key for one in criteria if one.is_cost and one.key not in answered_criteria)
    return Evidence(
        asked_by_side=Counter(panel.people.values()),
        scorers=Counter(panel.people[person] for person in people),
        scorers_needed=panel.needed,
        criteria_answered=_count(criteria, answered_criteria),
        criteria=len(criteria),
        shared=_count(criteria, shared),
        missing_costs=missing,
        unplaced=_unplaced(method, panel, len(people), answered_criteria, missing, has_total=has_total),
        sides=panel.sides,
        is_adjusted=is_adjusted,
    )


def _unplaced(
    method: Method,
    panel: Panel,
    people: int,
    answered_criteria: Container[Key],
    missing_costs: Sequence[Key],
    *,
    has_total: bool,
) -> UnplacedReason | None:
    if not any(one.key in answered_criteria for one in method.criteria) and not people:
        return UnplacedReason.NOT_SCORED
    if missing_costs:
        return UnplacedReason.NO_COST
    if any(one.key not in answered_criteria for one in method.counted) and (
        method.needs_all or method.answered_share(answered_criteria) < WEIGHT_FOR_A_PLACE
    ):
        return UnplacedReason.FEW_CRITERIA
    if people < max(panel.needed, 1):
        return UnplacedReason.FEW_PEOPLE
    return None if has_total else UnplacedReason.NO_TOTAL


def _count(criteria: Iterable[Criterion], keys: Container[Key]) -> int:
    return sum(one.key in keys for one in criteria)
