"""The decisions that a board is asked for: the shortlist with effort, measure of success, owner and date,
then recommendations and open questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from discovery import headlines
from discovery.discoveries.selectors import asks_for
from discovery.headlines import Ask
from discovery.models import Discovery
from discovery.registries import ReportSection, board_slides, executive_parts, summary_parts
from discovery.reports import approval_sentences
from documents import rounded_numbers
from documents.localized_numbers import number
from handover.findings.selectors import handover_of
from handover.section_reviews.selectors import review_of
from lvt.models import UseCase
from lvt.rounds.selectors import rankings
from lvt.shortlist.selectors import shortlist
from lvt.tree.selectors import value_tree
from products.planning.what_if.forms import chosen_world
from products.selectors.asked_rows import AskedRows, asked_rows
from products.selectors.goal_coverage import Coverage, ServedUseCase, ServingProduct, coverage_of

# So many use cases, and recommendations beside them, have room.
MOST_CASES, MOST_RECOMMENDATIONS = 4, 4
# The options of a choice, beside their boxes.
LETTERS = "AB"


# Names of data products without dates that a sentence has.
MOST_UNDATED = 8


@dataclass(frozen=True, slots=True)
class RecordedTotal:
    """The total person-weeks without the scenario with this name, which a decision of this day chose: for
    data products, and with platform gaps. Both are "" while an estimate is missing."""

    name: str
    day: date
    weeks: str
    with_gaps: str


def asked_for(discovery: Discovery) -> dict[str, Any] | None:
    """The use cases of the shortlist, else those that come first so far, with the efforts of the scenario
    that was decided; what is recommended, and the open questions."""
    handover, coverage, decided = handover_of(discovery), coverage_of(discovery), shortlist(discovery)
    pursued = {each.use_case.pk: each for each in coverage.pursued}
    if decided:
        cases = [pursued[each.pk] for each in decided.use_cases if each.pk in pursued]
    else:
        cases = _best_first(discovery, coverage)
    if not cases and not handover.recommendations and not handover.questions:
        return None
    cases, rows, without = _decided_rows(discovery, coverage, cases, adds_up=decided is not None)
    together, gaps = rows.effort, rows.gaps
    facts = Ask(
        names=tuple(str(each) for each in cases) if decided else (),
        weeks=rounded_numbers.as_typed(together.likely) if together.known else "",
        gap_weeks=gaps.weeks if gaps else "",
        total=gaps.with_products(together) if gaps else "",
        is_least=bool(together.unknown) or not all(each.products for each in cases),
        is_there=not together.products and all(each.products for each in cases),
        candidates=0 if decided else len(cases),
        candidate=str(cases[0]) if cases else "",
        recommendations=len(handover.recommendations),
        questions=len(handover.questions),
    )
    # Beside each other, with a word between them, they are one sentence.
    choices = list(zip(LETTERS, (each.rstrip(".") for each in rows.choices), strict=False))
    return {
        "headline": headlines.ask(facts),
        "statement": approval_sentences.approval(
            facts,
            options=[letter for letter, _choice in choices],
            candidates=[] if decided else [str(each) for each in cases],
        ),
        "source": _("Source: value tree and effort estimates of the data products"),
        "is_decided": decided is not None,
        "cases": rows.cases,
        "others": rows.others,
        "more": 0 if rows.others else len(cases) - len(rows.cases),
        "is_in_building_order": decided is not None and (len(cases) > 1 or gaps is not None),
        "order_reason": rows.order_reason if decided else "",
        "undated": _named_or_counted(rows.undated),
        "question": rows.question,
        "choices": choices,
        "reservations": rows.reservations,
        "gaps": gaps,
        "with_gaps": gaps.with_products(together) if gaps else "",
        "without": without,
        "effort": together,
        "likely": number(rounded_numbers.as_typed(together.likely)),
        "range": [number(rounded_numbers.as_typed(each)) for each in (together.low, together.high)],
        "recommendations": handover.recommendations,
        "overdue": handover.overdue,
        "questions": handover.questions,
        "review": review_of(discovery),
    }


def _named_or_counted(products: Sequence[ServingProduct]) -> list[str]:
    """The names of the products, or the number of many."""
    if len(products) > MOST_UNDATED:
        words = ngettext("%(count)s data product", "%(count)s data products", len(products))
        return [words % {"count": len(products)}]
    return [each.product.name for each in products]


def _decided_rows(
    discovery: Discovery, coverage: Coverage, cases: list[ServedUseCase], *, adds_up: bool
) -> tuple[list[ServedUseCase], AskedRows, RecordedTotal | None]:
    """The use cases, their rows, and the total before a decision that changes it: those of the scenario that
    was decided, as far as it has these use cases, else the recorded ones."""
    recorded = asked_rows(discovery, coverage, cases, adds_up=adds_up, most=MOST_CASES)
    world = chosen_world(discovery)
    if world is None or world.decision is None:
        return cases, recorded, None
    after = world.comparison.after.coverage
    later = {each.key: each for each in after.pursued}
    cases_then = [later[each.key] for each in cases if each.key in later]
    if not cases_then:
        return cases, recorded, None
    rows = asked_rows(discovery, after, cases_then, adds_up=adds_up, most=MOST_CASES)
    before, then = recorded.effort, rows.effort
    if (before.likely, len(before.unknown)) == (then.likely, len(then.unknown)):
        return cases_then, rows, None
    is_total = not before.unknown and not then.unknown
    return (
        cases_then,
        rows,
        RecordedTotal(
            name=world.name,
            day=world.decision.decided_on,
            weeks=number(rounded_numbers.as_typed(before.likely)) if is_total else "",
            with_gaps=recorded.gaps.with_products(before) if is_total and recorded.gaps else "",
        ),
    )


def summary(discovery: Discovery) -> dict[str, Any] | None:
    """The use cases that are asked for, on a slide and in the full report's summary; None without any."""
    decisions = asked_for(discovery)
    return decisions if decisions and decisions["cases"] else None


def asked_of_executives(discovery: Discovery) -> dict[str, Any] | None:
    """The decisions asked for; while there are goals and no use case, their confirmation."""
    decisions = asked_for(discovery)
    goals = len(value_tree(discovery).goals)
    if decisions or not goals or not asks_for(discovery, "use_cases"):
        return decisions
    return {"headline": headlines.goals_ask(goals), "statement": approval_sentences.of_goals(goals)}


def _best_first(discovery: Discovery, coverage: Coverage) -> list[ServedUseCase]:
    """The use cases that may be pursued: by place, then in the order of the tree."""
    ranked = rankings(discovery)

    def place(use_case: UseCase) -> tuple[bool, int]:
        rank = ranked[use_case.pk].rank if use_case.pk in ranked else None
        return rank is None, rank or 0

    return sorted(coverage.pursued, key=lambda each: place(each.use_case))


def register_own() -> None:
    """Register the first part of the executive summary and of the full report's, and the first slide."""
    title = gettext_lazy("Decisions needed")
    executive_parts.register(
        ReportSection("asked_for", title, 5, "products/report/asked_for.html", asked_of_executives)
    )
    summary_parts.register(
        ReportSection("asked_for", title, 5, "products/report/asked_summary.html", summary)
    )
    board_slides.register(ReportSection("findings", title, 10, "products/board/asked.html", summary))
