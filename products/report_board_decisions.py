"""The decisions that a board is asked for: the shortlist with effort, measure of success, owner and date,
then recommendations and open questions."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from discovery import headlines
from discovery.discoveries.selectors import asks_for
from discovery.headlines import Ask
from discovery.models import Discovery
from discovery.registries import ReportSection, board_slides, executive_parts, summary_parts
from documents import rounded_numbers
from documents.localized_numbers import number
from handover.findings.selectors import handover_of
from lvt.measures.selectors import MeasureStanding
from lvt.models import UseCase
from lvt.rounds.selectors import rankings
from lvt.shortlist.selectors import shortlist
from lvt.tree.selectors import value_tree
from organizations.models import Person
from products.selectors.goal_costs import Effort
from products.selectors.goal_coverage import Coverage, ServedUseCase, coverage_of

# So many use cases, and recommendations beside them, have room.
MOST_CASES, MOST_RECOMMENDATIONS = 4, 4


@dataclass(frozen=True, slots=True)
class UseCaseRow:
    """A use case that a board decides on: the `effort` of the new data products it needs, the measure that
    its success is judged by, and who is responsible for it. `bar` is the effort in thousandths of the
    largest one."""

    case: ServedUseCase
    effort: Effort
    measure: MeasureStanding | None
    owner: Person | None
    bar: int

    @property
    def weeks(self) -> str:
        """The person-weeks in words; "" if nothing is estimated."""
        return number(rounded_numbers.as_typed(self.effort.likely)) if self.effort.known else ""

    @property
    def is_there(self) -> bool:
        """Return True if all data products that it needs are live."""
        return bool(self.case.products) and not self.effort.products

    @property
    def due(self) -> date | None:
        """The date of the measure."""
        return self.measure.measure.due_on if self.measure else None


def asked_for(discovery: Discovery) -> dict[str, Any] | None:
    """The use cases of the shortlist, else those that come first so far; what is recommended, and the open
    questions."""
    handover, coverage, decided = handover_of(discovery), coverage_of(discovery), shortlist(discovery)
    pursued = {each.use_case.pk: each for each in coverage.pursued}
    if decided:
        cases = [pursued[each.pk] for each in decided.use_cases if each.pk in pursued]
    else:
        cases = _best_first(discovery, coverage)
    if not cases and not handover.recommendations and not handover.questions:
        return None
    together = Effort(_once(cases))
    facts = Ask(
        names=tuple(str(each) for each in cases) if decided else (),
        weeks=rounded_numbers.as_typed(together.likely) if together.known else "",
        is_least=bool(together.unknown) or not all(each.products for each in cases),
        is_there=not together.products and all(each.products for each in cases),
        candidates=0 if decided else len(cases),
        candidate=str(cases[0]) if cases else "",
        recommendations=len(handover.recommendations),
        questions=len(handover.questions),
    )
    return {
        "headline": headlines.ask(facts),
        "source": _("Source: value tree and effort estimates of the data products"),
        "is_decided": decided is not None,
        "cases": _rows(coverage, cases[:MOST_CASES]),
        "more": max(len(cases) - MOST_CASES, 0),
        "effort": together,
        "likely": number(rounded_numbers.as_typed(together.likely)),
        "range": [number(rounded_numbers.as_typed(each)) for each in (together.low, together.high)],
        "recommendations": handover.recommendations,
        "questions": handover.questions,
    }


def summary(discovery: Discovery) -> dict[str, Any] | None:
    """The use cases that are asked for, in the full report's summary; None without any."""
    decisions = asked_for(discovery)
    return decisions if decisions and decisions["cases"] else None


def asked_of_executives(discovery: Discovery) -> dict[str, Any] | None:
    """The decisions asked for; while there are goals and no use case, their confirmation."""
    decisions = asked_for(discovery)
    goals = len(value_tree(discovery).goals)
    if decisions or not goals or not asks_for(discovery, "use_cases"):
        return decisions
    return {"headline": headlines.goals_ask(goals)}


def _best_first(discovery: Discovery, coverage: Coverage) -> list[ServedUseCase]:
    """The use cases that may be pursued: by place, then in the order of the tree."""
    ranked = rankings(discovery)

    def place(use_case: UseCase) -> tuple[bool, int]:
        rank = ranked[use_case.pk].rank if use_case.pk in ranked else None
        return rank is None, rank or 0

    return sorted(coverage.pursued, key=lambda each: place(each.use_case))


def _rows(coverage: Coverage, cases: list[ServedUseCase]) -> list[UseCaseRow]:
    efforts = [Effort(_once([each])) for each in cases]
    most = max((effort.likely for effort in efforts), default=Decimal(0))
    return [
        UseCaseRow(
            each,
            effort,
            _measure_of(coverage, each),
            _owner_of(each),
            int(1000 * effort.likely / most) if most else 0,
        )
        for each, effort in zip(cases, efforts, strict=True)
    ]


def _once(cases: list[ServedUseCase]) -> tuple[Any, ...]:
    """The data products that are still to be built, each once."""
    return tuple({each.key: each for case in cases for each in case.products if not each.is_live}.values())


def _measure_of(coverage: Coverage, case: ServedUseCase) -> MeasureStanding | None:
    """The measure of the card, else of its hypothesis, else of its goal: the first with a target, else the
    first."""
    branches = [
        (bet.branch, goal.branch) for goal in coverage.goals for bet in goal.bets if case in bet.use_cases
    ]
    several = [*case.measures, *(each for bet, goal in branches for each in (*bet.judged_by, *goal.measures))]
    aimed = [each for each in several if each.target_text]
    complete = [each for each in aimed if each.baseline_text]
    return next(iter(complete or aimed or several), None)


def _owner_of(case: ServedUseCase) -> Person | None:
    """Who answers for its hypothesis, else for its goal."""
    hypothesis = case.use_case.hypothesis
    return (hypothesis.owner or hypothesis.goal.owner) if hypothesis else None


def register_own() -> None:
    """Register the first part of the executive summary and of the full report's, and the first slide."""
    title = gettext_lazy("Decisions needed")
    executive_parts.register(
        ReportSection("asked_for", title, 5, "products/report/asked_for.html", asked_of_executives)
    )
    summary_parts.register(
        ReportSection("asked_for", title, 5, "products/report/asked_summary.html", summary)
    )
    board_slides.register(ReportSection("findings", title, 10, "products/board/asked.html", asked_for))
