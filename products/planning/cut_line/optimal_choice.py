"""The use cases that a few new products can fully serve, at the highest total score. Pure.

A use case is served when all products that it needs are there. The capacity is a number of new products, or
an effort that they may take together. A first answer is there at once: a good choice (choice_heuristics)
with the bound that no choice exceeds (choice_problem). The proof (choice_program) takes seconds, so pages
never wait for it: its results are stored under the key of its question (docs/adr/0063).

Scores are exact, and so are their sums. Of several best choices one is taken by rule and not by chance: the
one with the fewest products (or the least effort), and then the one with the use cases that rank first
(docs/adr/0016).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from products.planning.cut_line.choice_heuristics import Search
from products.planning.cut_line.choice_problem import Candidate, ChoiceProblem, bits, mask_of
from products.planning.cut_line.choice_program import Program
from products.solver_result import BoundedValue, Budget

__all__ = [
    "Candidate",
    "CutLineChoice",
    "CutLineQuestion",
    "ProductShare",
    "dump",
    "first_answer",
    "load",
    "prove",
    "shares",
]

# Part of the key of a question: answers of another search are none to this one.
_SEARCH = "1"


@dataclass(frozen=True)
class CutLineQuestion:
    """A question about the `candidates`, in the order of the ranking: the best choice with at most `limit`
    new products; None for each number of them, from 0 to as many as the use cases need. With `efforts`, pairs
    of a product and what it takes, the limit is what products may take together.

    Made by `of`."""

    candidates: tuple[Candidate, ...]
    limit: int | Fraction | None = None
    efforts: tuple[tuple[str, Fraction], ...] | None = None

    @classmethod
    def of(
        cls,
        candidates: Iterable[Candidate],
        limit: int | Fraction | None = None,
        *,
        efforts: Mapping[str, Fraction] | None = None,
    ) -> CutLineQuestion:
        """A use case whose score is not above 0 adds nothing, so it is left out; so is one that needs a
        product without an effort, where there are efforts. Raises ValueError for a limit below 0, and for
        efforts without a limit."""
        if (limit is None and efforts is not None) or (limit is not None and limit < 0):
            raise ValueError("a capacity is a number of products or an effort, and not negative")
        worth = tuple(each for each in candidates if each.score > 0)
        if efforts is None:
            return cls(worth, limit)
        worth = tuple(each for each in worth if all(product in efforts for product in each.needs))
        products: frozenset[str] = frozenset().union(*(each.needs for each in worth))
        return cls(worth, limit, tuple((product, efforts[product]) for product in sorted(products)))

    @cached_property
    def key(self) -> str:
        """Names the question: 64 hexadecimal digits, the same wherever the same is asked."""
        parts = (
            _SEARCH,
            [(each.key, str(each.score), sorted(each.needs)) for each in self.candidates],
            str(self.limit),
            self.efforts and [(product, str(effort)) for product, effort in self.efforts],
        )
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    @property
    def limits(self) -> Sequence[int | Fraction]:
        """The capacities that are asked for, each of which has a choice in an answer."""
        if self.limit is not None:
            return (self.limit,)
        return range(len(frozenset[str]().union(*(each.needs for each in self.candidates))) + 1)


@dataclass(frozen=True, slots=True)
class CutLineChoice:
    """The reach of `limit` new products (or of products of so much effort): the `products` to build, the
    `use_cases` that are then served, in the order they were given, and the total of their scores that is
    `reached`. `is_settled`: of equal choices it is the one by rule."""

    limit: int | Fraction
    products: frozenset[str]
    use_cases: tuple[str, ...]
    reached: BoundedValue
    is_settled: bool

    @property
    def is_proven(self) -> bool:
        return self.reached.is_proven


@dataclass(frozen=True, slots=True)
class ProductShare:
    """The worth of building `product`: `value` is its part of the scores of the use cases that need it.

    `at_once` are those that need nothing else, `together` the others. `touched` is the sum of their scores:
    what stays out of reach without the product.
    """

    product: str
    value: Fraction
    touched: Fraction
    at_once: tuple[Candidate, ...]
    together: tuple[Candidate, ...]


# --- Answers --------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def first_answer(question: CutLineQuestion) -> tuple[CutLineChoice, ...]:
    """A good choice for each capacity that is asked for, with its bound: at once, and always the same."""
    problem = _problem(question)
    search = Search(problem)
    several = search.all() if question.limit is None else [search.one(problem.capacity(question.limit))]
    choices = []
    for limit, use_cases in zip(question.limits, several, strict=True):
        bound = Fraction(int(problem.ceiling(problem.capacity(limit))))
        choices.append(
            _choice(question, problem, limit, use_cases, bound, is_settled=not question.candidates)
        )
    return tuple(choices)


def prove(
    question: CutLineQuestion, answers: Sequence[CutLineChoice], seconds: float
) -> tuple[CutLineChoice, ...]:
    """The best choice for each capacity that is asked for; `answers` are those so far. What is not proven
    within so many seconds of processor time is the best that was found by then."""
    problem = _problem(question)
    program = Program(problem, Budget(seconds))
    places = {each.key: place for place, each in enumerate(question.candidates)}
    choices = {each.limit: each for each in answers}
    for limit in reversed(question.limits):
        choice = choices[limit]
        if not choice.is_settled:
            use_cases = mask_of(places[key] for key in choice.use_cases)
            settled = program.settle(problem.capacity(limit), use_cases)
            bound = min(settled.bound, choice.reached.bound * problem.scale)
            choice = _choice(
                question, problem, limit, settled.use_cases, bound, is_settled=settled.is_settled
            )
        choices[limit] = choice
        if choice.is_settled and question.limit is None:
            # It is the best choice of each lower number, too, that suffices for its products.
            for less in range(len(choice.products), int(limit)):
                choices[less] = replace(choice, limit=less)
    for limit in question.limits:
        choices[limit] = _no_less(choices[limit], choices.get(limit - 1))
    return tuple(choices[limit] for limit in question.limits)


def dump(choices: Iterable[CutLineChoice], question: CutLineQuestion) -> list[list[Any]]:
    """The choices as JSON holds them: the places of the use cases, the bound, whether it is settled."""
    places = {each.key: place for place, each in enumerate(question.candidates)}
    return [
        [[places[key] for key in each.use_cases], str(each.reached.bound), each.is_settled]
        for each in choices
    ]


def load(values: Iterable[Sequence[Any]], question: CutLineQuestion) -> tuple[CutLineChoice, ...]:
    """The choices that were dumped as answers to this question."""
    problem = _problem(question)
    return tuple(
        _choice(
            question,
            problem,
            limit,
            mask_of(places),
            Fraction(bound) * problem.scale,
            is_settled=is_settled,
        )
        for limit, (places, bound, is_settled) in zip(question.limits, values, strict=True)
    )


def shares(
    candidates: Iterable[Candidate], names: Mapping[str, str] | None = None
) -> tuple[ProductShare, ...]:
    """The share of each needed product, the most valuable first; equal ones by name, or by key.

    The score of a use case is divided equally among the new products that it still needs. That is the Shapley
    value of the game in which a set of products is worth the scores of the use cases that it fully serves
    (docs/adr/0016). Scores that are not above 0 count for nothing.
    """
    use_cases_by_product: dict[str, list[Candidate]] = {}
    for each in candidates:
        if each.score > 0:
            for product in each.needs:
                use_cases_by_product.setdefault(product, []).append(each)
    lines = [
        ProductShare(
            product,
            sum((each.score / len(each.needs) for each in use_cases), Fraction(0)),
            sum((each.score for each in use_cases), Fraction(0)),
            tuple(each for each in use_cases if len(each.needs) == 1),
            tuple(each for each in use_cases if len(each.needs) > 1),
        )
        for product, use_cases in use_cases_by_product.items()
    ]
    name_of = names or {}
    return tuple(sorted(lines, key=lambda each: (-each.value, name_of.get(each.product, ""), each.product)))


@lru_cache(maxsize=16)
def _problem(question: CutLineQuestion) -> ChoiceProblem:
    efforts = None if question.efforts is None else dict(question.efforts)
    return ChoiceProblem(question.candidates, efforts)


def _choice(
    question: CutLineQuestion,
    problem: ChoiceProblem,
    limit: int | Fraction,
    use_cases: int,
    bound: Fraction,
    *,
    is_settled: bool,
) -> CutLineChoice:
    """`bound` is in units of the problem."""
    candidates = [question.candidates[place] for place in bits(use_cases)]
    units = Fraction(problem.units(use_cases))
    return CutLineChoice(
        limit,
        frozenset().union(*(each.needs for each in candidates)),
        tuple(each.key for each in candidates),
        BoundedValue(units / problem.scale, max(bound, units) / problem.scale),
        is_settled,
    )


def _no_less(choice: CutLineChoice, before: CutLineChoice | None) -> CutLineChoice:
    """The choice, or that of a smaller number of products where it reaches as much: it has fewer."""
    if before is None or choice.is_settled or choice.reached.value > before.reached.value:
        return choice
    reached = BoundedValue(before.reached.value, choice.reached.bound)
    return replace(before, limit=choice.limit, reached=reached, is_settled=False)
