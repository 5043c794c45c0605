"""The cut line of a discovery: what a number of new products can serve, and what each of them is worth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial

from django.utils.translation import gettext as _, ngettext

from core.labels import by_name, listed
from discovery.headlines import brief
from discovery.models import Discovery
from documents import rounded_numbers
from documents.localized_numbers import number
from products.planning.cut_line import optimal_choice as cut_line
from products.planning.cut_line.optimal_choice import Candidate, CutLineChoice, CutLineQuestion, ProductShare
from products.planning.cut_line_answers.selectors import SearchProgress, answer_to
from products.selectors.goal_costs import Effort
from products.selectors.goal_coverage import Coverage, ServedUseCase, ServingProduct, coverage_of
from products.selectors.product_worth import candidates_of, ranked_of, score_of
from products.solver_result import BoundedValue


@dataclass(frozen=True, slots=True)
class ReachedTotal:
    """A total score as it is shown, of the `highest` that there is to reach; unproven, it has its bound."""

    exact: BoundedValue
    highest: Fraction

    @property
    def is_proven(self) -> bool:
        return self.exact.is_proven

    @property
    def total(self) -> Decimal:
        """All that there is to reach is shown only when it is reached; what isn’t proven is at least this."""
        if self.is_proven:
            return rounded_numbers.score(self.exact.value, self.highest)
        return rounded_numbers.at_least(self.exact.value, 1)

    @property
    def bound(self) -> Decimal:
        """The total that no choice exceeds."""
        return self.total if self.is_proven else rounded_numbers.at_most(self.exact.bound, 1)

    @property
    def short(self) -> str:
        """Its text in a chart: "≥ 30.0" while it isn't proven."""
        return self._in_chart(str(self.total))

    @property
    def short_whole(self) -> str:
        """The same without a decimal, for charts in which all are whole: "≥ 30"."""
        return self._in_chart(rounded_numbers.as_typed(self.total))

    def _in_chart(self, total: str) -> str:
        return number(total) if self.is_proven else f"≥ {number(total)}"

    def __str__(self) -> str:
        total, bound = number(str(self.total)), number(str(self.bound))
        if self.is_proven:
            return total
        return _("at least %(total)s, at most %(bound)s") % {"total": total, "bound": bound}


@dataclass(frozen=True, slots=True)
class CutLine:
    """The best choice with at most `limit` new products, or products of so many person-`weeks`.

    `use_cases` are the chosen use cases, best first, and `build` what has to be built for them. `there` of
    them need nothing new. `beyond` wait for more products. `without_products` and `without_scores` cannot be
    part of the choice, `without_worth` add nothing because their total is not above zero, and
    `without_effort` need a product without person-weeks, where these are limited; `stopped` are use cases
    whose bet was stopped. `needing` has for each use case that waits its score and the number of new products
    it needs. `steps` are there where each number of products was asked for. `question` is the question to
    search for, `progress` the progress of that search."""

    question: CutLineQuestion
    progress: SearchProgress

    limit: int
    weeks: Decimal | None
    most: int
    reached: ReachedTotal
    highest: Fraction
    use_cases: tuple[ServedUseCase, ...]
    there: tuple[ServedUseCase, ...]
    build: tuple[ServingProduct, ...]
    beyond: tuple[WaitingUseCase, ...]
    without_products: tuple[ServedUseCase, ...]
    without_scores: tuple[ServedUseCase, ...]
    without_worth: tuple[ServedUseCase, ...]
    without_effort: tuple[ServedUseCase, ...]
    stopped: tuple[ServedUseCase, ...]
    steps: tuple[CutLineStep, ...]
    worth: tuple[Worth, ...]
    needing: tuple[str, ...]

    @property
    def is_proven(self) -> bool:
        return self.reached.is_proven

    @property
    def unplaced(self) -> tuple[ServedUseCase, ...]:
        """The use cases that count in the total scores and have no place in the ranking, best first."""
        cases = (*self.use_cases, *(each.case for each in self.beyond))
        return tuple(each for each in cases if not each.has_place)

    @property
    def unplaced_words(self) -> str:
        """A sentence with their names and reasons; "" where there are none."""
        names = [f"{each} ({each.ranked.reason})" for each in self.unplaced if each.ranked is not None]
        words = ngettext(
            "The total scores include a use case that isn’t ranked: %(use_cases)s.",
            "The total scores include use cases that aren’t ranked: %(use_cases)s.",
            len(names),
        )
        return words % {"use_cases": listed(names)} if names else ""

    @property
    def effort(self) -> Effort:
        return Effort(self.build)

    @property
    def has_choice(self) -> bool:
        return self.most > 0

    @property
    def spare(self) -> int:
        """The number of new products that the choice does not need; 0 until it is proven."""
        return self.limit - len(self.build) if self.weeks is None and self.is_proven else 0

    @property
    def message(self) -> str:
        """Its result, in a sentence. A single use case is named: it may not be the first."""
        count, first = len(self.use_cases), brief("".join(map(str, self.use_cases[:1])))
        words = ngettext(
            "%(count)s new data product is enough for %(served)s of %(all)s use cases.",
            "%(count)s new data products are enough for %(served)s of %(all)s use cases.",
            self.limit,
        )
        if not self.limit:
            words = ngettext(
                "Without new data products, %(served)s of %(all)s use cases is served.",
                "Without new data products, %(served)s of %(all)s use cases are served.",
                count,
            )
        elif count == 1 < self.count:
            words = ngettext(
                "%(count)s new data product is enough for 1 of %(all)s use cases: “%(name)s”.",
                "%(count)s new data products are enough for 1 of %(all)s use cases: “%(name)s”.",
                self.limit,
            )
        return words % {"count": self.limit, "served": count, "all": self.count, "name": first}

    @property
    def count(self) -> int:
        """The number of all use cases, also those that cannot be part of the choice."""
        aside = (self.without_products, self.without_scores, self.without_worth, self.without_effort)
        groups = (self.use_cases, self.beyond, *aside, self.stopped)
        return sum(len(each) for each in groups)

    @property
    def all_proven(self) -> bool:
        return all(step.reached.is_proven for step in self.steps)

    @property
    def telling_steps(self) -> tuple[CutLineStep, ...]:
        """Without the numbers of products that bring nothing more, which only a proof can show."""
        return tuple(
            step for step in self.steps if step.newly_served or step.dropped or not step.reached.is_proven
        )

    @property
    def report_steps(self) -> tuple[CutLineStep, ...]:
        """The same with what is reached without any new product."""
        return tuple(step for step in self.steps if not step.limit or step in self.telling_steps)


@dataclass(frozen=True, slots=True)
class WaitingUseCase:
    """A use case below the line, and what of it would still be missing."""

    case: ServedUseCase
    missing: tuple[ServingProduct, ...]


@dataclass(frozen=True, slots=True)
class CutLineStep:
    """A point of the curve: with `limit` new products, the total `reached`; `build` and `use_cases` are what
    it chooses, `newly_served` and `dropped` the use cases that come in and fall out with this number."""

    limit: int
    reached: ReachedTotal
    build: tuple[ServingProduct, ...]
    use_cases: tuple[ServedUseCase, ...]
    newly_served: tuple[ServedUseCase, ...]
    dropped: tuple[ServedUseCase, ...]
    is_current: bool


@dataclass(frozen=True, slots=True)
class Worth:
    """The worth of building one product: `value` of the scores, and the reasons, in `sentences`. `use_cases`
    need it. `touched` of the scores stay out of reach without it."""

    serving: ServingProduct
    value: Fraction
    touched: Decimal
    why: Callable[[], tuple[str, ...]] = field(compare=False)
    use_cases: tuple[ServedUseCase, ...]
    percent: int

    @property
    def sentences(self) -> tuple[str, ...]:
        return self.why()


def cut_line_of(
    discovery: Discovery,
    limit: int | None = None,
    *,
    weeks: Decimal | None = None,
    coverage: Coverage | None = None,
    beside: CutLine | None = None,
) -> CutLine:
    """The cut line with at most `limit` new products, or with products that take so many person-`weeks`
    together; without either, with the first number with which a use case comes in. New is what a use case
    needs and is not live (landscape.rules.needs).

    It is the stored answer, or the first one that is found at once; nothing is proven here. In a changed
    world, `coverage` is that of this world, and `beside` the recorded line: of another world only the one
    choice is asked for, and not what each further product brings."""
    coverage = coverage_of(discovery) if coverage is None else coverage
    ranked = ranked_of(coverage)
    with_products = [each for each in ranked if each.products]
    by_key = {each.key: each for each in with_products}
    candidates = candidates_of(ranked)
    needs = {each.key: each.needs for each in candidates}
    worth = cut_line.shares(candidates, {each.key: each.product.name for each in coverage.products})
    highest = sum((each.score for each in candidates if each.score > 0), Fraction(0))
    most = len(worth)
    limit = _limit(candidates, most, limit)
    efforts = {
        each.key: Fraction(each.product.effort)
        for each in coverage.products
        if each.product.effort is not None
    }
    whole = CutLineQuestion.of(candidates)
    is_whole = beside is None or beside.question.candidates == whole.candidates
    question = whole if is_whole else CutLineQuestion.of(candidates, limit)
    if weeks is not None:
        question = CutLineQuestion.of(candidates, Fraction(weeks), efforts=efforts)
    answer = answer_to(discovery, question)
    curve: tuple[CutLineChoice, ...] = ()
    if is_whole:
        curve = (answer if question is whole else answer_to(discovery, whole)).choices
    choice = curve[limit] if question is whole else answer.choices[0]
    limit = limit if weeks is None else len(choice.products)
    unserved = [each for key, each in by_key.items() if score_of(each) > 0 and key not in choice.use_cases]
    unknown = [] if weeks is None else [each for each in unserved if needs[each.key] - efforts.keys()]
    use_cases = tuple(by_key[key] for key in choice.use_cases)
    return CutLine(
        question=question,
        progress=answer.progress,
        limit=limit,
        weeks=weeks,
        most=most,
        reached=ReachedTotal(choice.reached, highest),
        highest=highest,
        use_cases=use_cases,
        there=tuple(each for each in use_cases if not needs[each.key]),
        build=tuple(each for each in coverage.products if each.key in choice.products),
        beyond=tuple(
            WaitingUseCase(
                each,
                tuple(
                    product
                    for product in coverage.products
                    if product.key in needs[each.key] - choice.products
                ),
            )
            for each in unserved
            if each not in unknown
        ),
        without_products=tuple(each for each in coverage.pursued if not each.products),
        without_scores=tuple(each for each in coverage.pursued if each not in ranked and each.products),
        without_worth=tuple(each for each in with_products if score_of(each) <= 0),
        without_effort=tuple(unknown),
        stopped=tuple(each for each in coverage.use_cases if each.is_stopped),
        steps=tuple(
            replace(step, is_current=weeks is None and step.limit == limit)
            for step in _steps(coverage, curve, by_key, highest)
        ),
        worth=tuple(_worth(coverage, share, by_key, worth[0].value, highest) for share in worth),
        needing=tuple(_needing(each, by_key) for each in candidates if each.needs),
    )


def limit_of(coverage: Coverage, limit: int | None) -> int:
    """The `limit` of the cut line that `cut_line_of` gives without person-weeks."""
    candidates = candidates_of(ranked_of(coverage))
    return _limit(candidates, len(cut_line.shares(candidates)), limit)


def _limit(candidates: Sequence[Candidate], most: int, limit: int | None) -> int:
    first = min((len(each.needs) for each in candidates if each.score > 0 and each.needs), default=0)
    return first if limit is None else min(max(limit, 0), most)


def _steps(
    coverage: Coverage,
    curve: tuple[CutLineChoice, ...],
    by_key: dict[str, ServedUseCase],
    highest: Fraction,
) -> list[CutLineStep]:
    steps, before = [], frozenset[str]()
    for limit, choice in enumerate(curve):
        now = frozenset(choice.use_cases)
        steps.append(
            CutLineStep(
                limit,
                ReachedTotal(choice.reached, highest),
                tuple(each for each in coverage.products if each.key in choice.products),
                tuple(by_key[key] for key in choice.use_cases),
                tuple(by_key[key] for key in choice.use_cases if key not in before),
                tuple(each for key, each in by_key.items() if key in before - now),
                is_current=False,
            )
        )
        before = now
    return steps


# --- What a product is worth, in words ------------------------------------------------------------


def _worth(
    coverage: Coverage,
    share: ProductShare,
    by_key: dict[str, ServedUseCase],
    best: Fraction,
    highest: Fraction,
) -> Worth:
    return Worth(
        coverage.by_key[share.product],
        share.value,
        rounded_numbers.score(share.touched, highest),
        partial(_sentences, coverage, share, by_key),
        tuple(by_key[each.key] for each in (*share.at_once, *share.together)),
        rounded_numbers.bar_length(share.value / best) if best else 0,
    )


def _sentences(coverage: Coverage, share: ProductShare, by_key: dict[str, ServedUseCase]) -> tuple[str, ...]:
    sentences = []
    product = coverage.by_key[share.product]
    if share.at_once:
        sentences.append(
            _("With %(product)s alone, %(use_cases)s can be served.")
            % {
                "product": product.product,
                "use_cases": listed([_name_with_score(each, by_key) for each in share.at_once]),
            }
        )
    for each in share.together:
        others = [coverage.by_key[key].product for key in each.needs if key != share.product]
        sentences.append(
            ngettext(
                "%(use_case)s can be served once %(others)s is available too: %(part)s of its score "
                "counts here.",
                "%(use_case)s can be served once %(others)s are available too: %(part)s of its score "
                "counts here.",
                len(others),
            )
            % {
                "use_case": _name_with_score(each, by_key),
                "others": listed(sorted(map(str, others), key=by_name)),
                "part": number(str(rounded_numbers.score(each.score / len(each.needs)))),
            }
        )
    return tuple(sentences)


def _needing(each: Candidate, by_key: dict[str, ServedUseCase]) -> str:
    count = len(each.needs)
    words = ngettext(
        "%(use_case)s needs %(count)d new data product",
        "%(use_case)s needs %(count)d new data products",
        count,
    )
    return words % {"use_case": _name_with_score(each, by_key), "count": count}


def _name_with_score(each: Candidate, by_key: dict[str, ServedUseCase]) -> str:
    return f"{by_key[each.key].use_case} ({number(str(rounded_numbers.score(each.score)))})"
