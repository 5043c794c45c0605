"""Suitability of Data Mesh, from the degree to which statements are true. Pure: scores in, a verdict out.

Statements speak of two aspects. Without *need* (many domains that make and use data, one team that everyone
waits for) a mesh is the wrong tool. Without *readiness* (someone who wants it, people, a platform) it is too
early: "not now" is a valid outcome, and says what would change it.

The thresholds are ours: half of the points is enough to begin with, seven of ten is enough to begin broadly,
and an essential statement must be more than "hardly" true.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

TOP = 4
"""Fully true; 0 is not true at all."""
LOW = 1
"""Hardly true: an essential statement with this score or a lower one blocks the verdict."""
MOSTLY = 3
"""Mostly true: where a statement would have to come for `levers`."""
NEED = "need"
READY = "ready"

Verdict = Literal["open", "not_needed", "not_ready", "small", "yes"]


@dataclass(frozen=True, slots=True)
class RatedStatement:
    """A statement: `score` from 0 to TOP, None before it is scored. `key` is the caller's."""

    key: str
    aspect: str
    score: int | None
    is_essential: bool = False


@dataclass(frozen=True, slots=True)
class AspectScore:
    """One aspect: `points` of `possible` points of the statements that were rated, `rated` of `total`."""

    points: int
    possible: int
    rated: int
    total: int

    @property
    def is_rated(self) -> bool:
        """True if at least two of three statements were rated."""
        return self.total > 0 and 3 * self.rated >= 2 * self.total

    @property
    def enough(self) -> int:
        """The fewest points that are enough to begin with."""
        return -(-self.possible // 2)

    @property
    def broad(self) -> int:
        """The fewest points that are enough to begin broadly."""
        return -(-7 * self.possible // 10)

    @property
    def enough_percent(self) -> float:
        """The place of `enough` on a bar of all points."""
        return 100 * self.enough / max(self.possible, 1)

    @property
    def broad_percent(self) -> float:
        """The place of `broad` on a bar of all points."""
        return 100 * self.broad / max(self.possible, 1)

    @property
    def is_enough(self) -> bool:
        return self.points >= self.enough > 0

    @property
    def is_broad(self) -> bool:
        return self.points >= self.broad > 0


@dataclass(frozen=True, slots=True)
class Judgment:
    """The verdict and its reasons, as keys of statements: `unsaid` must be rated before there is a verdict,
    `blocking` are essential and hardly true, `strong` those that carry it, and `levers` the fewest that would
    have to become mostly true for a better verdict."""

    verdict: Verdict
    need: AspectScore
    ready: AspectScore
    unsaid: tuple[str, ...]
    blocking: tuple[str, ...]
    strong: tuple[str, ...]
    levers: tuple[str, ...]


def judge(statements: Sequence[RatedStatement]) -> Judgment:
    """The verdict on the statements.

    "open" while an aspect has no statement, less than two thirds of it were rated, or an essential one was
    not; "not_needed", then "not_ready", when that aspect has less than half of its points or something
    blocks it; "yes" when both have seven of ten; else "small": begin with one domain. Raises ValueError for a
    score out of range or an aspect that there is not.
    """
    for each in statements:
        if each.aspect not in (NEED, READY):
            raise ValueError(f"a statement speaks of need or readiness, not of {each.aspect!r}")
        if each.score is not None and not 0 <= each.score <= TOP:
            raise ValueError(f"a score runs from 0 to {TOP}")
    need, ready = _part(statements, NEED), _part(statements, READY)
    verdict = _verdict(statements, need, ready)
    return Judgment(
        verdict,
        need,
        ready,
        unsaid=_unsaid(statements) if verdict == "open" else (),
        blocking=tuple(each.key for each in statements if _blocks(each)),
        strong=tuple(each.key for each in statements if each.score is not None and each.score >= MOSTLY),
        levers=_levers(statements, verdict),
    )


def _part(statements: Sequence[RatedStatement], aspect: str) -> AspectScore:
    own = [each for each in statements if each.aspect == aspect]
    scores = [each.score for each in own if each.score is not None]
    return AspectScore(sum(scores), TOP * len(scores), len(scores), len(own))


def _is_low(statement: RatedStatement) -> bool:
    return statement.score is not None and statement.score <= LOW


def _blocks(statement: RatedStatement) -> bool:
    return statement.is_essential and _is_low(statement)


def _verdict(statements: Sequence[RatedStatement], need: AspectScore, ready: AspectScore) -> Verdict:
    if not (need.is_rated and ready.is_rated):
        return "open"
    if any(each.is_essential and each.score is None for each in statements):
        return "open"
    blocked = {each.aspect for each in statements if _blocks(each)}
    if not need.is_enough or NEED in blocked:
        return "not_needed"
    if not ready.is_enough or READY in blocked:
        return "not_ready"
    return "yes" if need.is_broad and ready.is_broad else "small"


def _unsaid(statements: Sequence[RatedStatement]) -> tuple[str, ...]:
    """Those that were not rated, the essential ones first."""
    missing = [each for each in statements if each.score is None]
    return tuple(each.key for each in sorted(missing, key=lambda each: not each.is_essential))


def _levers(statements: Sequence[RatedStatement], verdict: Verdict) -> tuple[str, ...]:
    if verdict == "not_needed":
        return _raise(statements, NEED, 1, 2)
    if verdict == "not_ready":
        return _raise(statements, READY, 1, 2)
    if verdict == "small":
        return (*_raise(statements, NEED, 7, 10), *_raise(statements, READY, 7, 10))
    return ()


def _raise(statements: Sequence[RatedStatement], aspect: str, share: int, of: int) -> tuple[str, ...]:
    """The fewest statements of the aspect that must become mostly true so that nothing blocks it and it has
    `share` of `of` points: those that block, then those that gain most."""
    rated = [each for each in statements if each.aspect == aspect and each.score is not None]
    raised = [each for each in rated if _blocks(each)]
    others = [each for each in rated if each not in raised and (each.score or 0) < MOSTLY]
    others.sort(key=lambda each: each.score or 0)
    points = sum(MOSTLY if each in raised else each.score or 0 for each in rated)
    while of * points < share * TOP * len(rated) and others:
        best = others.pop(0)
        points += MOSTLY - (best.score or 0)
        raised.append(best)
    return tuple(each.key for each in raised)
