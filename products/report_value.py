"""The report of what products are there for: the sheet from goals, the cut line, and the checklists."""

import math
from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from discovery import plan_headlines, spotlight_headlines
from discovery.models import Discovery
from documents import drawing_tiles, rounded_numbers
from documents.localized_numbers import number
from documents.paper import Page
from products.design.checklist.selectors import attribute_counts, checklists
from products.landscape.value_sheet.drawing import WAYS, sheet_source
from products.landscape.value_sheet.selectors import sheet
from products.models import DataProduct, ProductState, TemplateAnswer, TemplateQuestion
from products.planning.cut_line.selectors import CutLine, cut_line_of
from products.planning.what_if.forms import chosen_world, compared
from products.planning.what_if_scenarios.selectors import (
    MOST_COMPARED,
    NamedWorld,
    ScenarioComparison,
    WorldOutcome,
    scenarios_of,
)
from products.selectors.checklist_titles import checklists_title
from products.selectors.goal_costs import cost_of
from products.selectors.goal_coverage import Coverage, coverage_of
from products.step_chart import step_chart
from workshops.models import Decision

# How many letters a line of a note has, and how high it is, in points.
_LETTERS, _LINE = 95, 12.5
# Width and height of the chart of the cut line. It is printed 72 mm wide (report.css), about half a point for
# each unit, which leaves its letters a little larger than paper.SMALLEST_WORDS.
_WIDTH, _HEIGHT = 390.0, 120.0


def value_section(discovery: Discovery) -> dict[str, Any] | None:
    """The sheet on one page; goal by goal where it would be too small to be read, and then what is tied to
    nothing apart. With what each goal, and all together, cost."""
    coverage = coverage_of(discovery)
    if not coverage.products:
        return None
    pictures, is_wide = drawing_tiles.laid_out(
        *(partial(_as_one, coverage, discovery, way) for way in WAYS),
        *([lambda page: _by_goal(coverage, discovery, page)] if coverage.goals else []),
    )
    decided = _decided_world(discovery)
    planned = decided.comparison.after.coverage if decided else coverage
    every = {str(goal.goal.uuid) for goal in coverage.goals}
    before = decided_efforts(discovery)
    then = planned.by_key
    left_out = {goal.goal.pk for goal in coverage.goals} - {goal.goal.pk for goal in planned.goals}
    together = cost_of(planned, every)
    return {
        "headline": spotlight_headlines.value(
            use_cases=len(together.use_cases) - len(together.bare), products=len(together.products)
        ),
        "coverage": coverage,
        "products": [
            (then.get(each.key, each), before[each.product.pk][1] if each.product.pk in before else "")
            for each in coverage.products
            if each.goals
        ],
        "total_before": _total_before(coverage, planned, every, decided),
        "pictures": pictures,
        "costs": [
            (goal, None if goal.goal.pk in left_out else cost_of(planned, {str(goal.goal.uuid)}))
            for goal in coverage.goals
        ],
        "together": together,
        "is_wide": is_wide,
    }


def _decided_world(discovery: Discovery) -> NamedWorld | None:
    """The scenario that a decision chose: the plan from then on; None without one."""
    world = chosen_world(discovery)
    return world if world and world.decision else None


def decided_efforts(discovery: Discovery) -> dict[int, tuple[Decimal, str]]:
    """The person-weeks that the decided scenario has for data products, and those estimated before it in
    words, "" for a product of another discovery, by primary keys; products that it leaves as they are
    estimated aren't in it."""
    world = _decided_world(discovery)
    if world is None or world.decision is None:
        return {}
    efforts = world.comparison.changes.efforts
    return {
        each.product.pk: (
            efforts[uuid],
            _before(each.product.effort, world.decision) if each.is_from_here else "",
        )
        for each in world.comparison.before.coverage.products
        if (uuid := str(each.product.uuid)) in efforts
    }


def _total_before(
    coverage: Coverage, planned: Coverage, goals: Collection[str], decided: NamedWorld | None
) -> str:
    """The effort of all that these goals needed before the decision, in words; "" if equal, or while an
    estimate is missing."""
    before, then = (cost_of(each, goals).effort for each in (coverage, planned))
    if decided is None or decided.decision is None:
        return ""
    if before.unknown or then.unknown or before.likely == then.likely:
        return ""
    return _before(before.likely, decided.decision)


def _before(weeks: Decimal | None, decision: Decision) -> str:
    """The estimate that the decision replaced, in words."""
    day = date_format(decision.decided_on, "SHORT_DATE_FORMAT")
    if weeks is None:
        return _("no estimate before the decision of %(day)s") % {"day": day}
    return _("%(weeks)s before the decision of %(day)s") % {
        "weeks": number(rounded_numbers.as_typed(weeks)),
        "day": day,
    }


def _as_one(
    coverage: Coverage, discovery: Discovery, way: tuple[float, int], page: Page
) -> list[drawing_tiles.Drawn]:
    return [_value_sheet(coverage, discovery, page, discovery.name, way=way)]


def _by_goal(coverage: Coverage, discovery: Discovery, page: Page) -> list[drawing_tiles.Drawn]:
    return [
        _value_sheet(coverage, discovery, page, each.goal.title, str(each.goal.uuid))
        for each in coverage.goals
    ]


def _value_sheet(
    coverage: Coverage,
    discovery: Discovery,
    page: Page,
    name: str,
    *goals: str,
    way: tuple[float, int] = WAYS[0],
) -> drawing_tiles.Drawn:
    return drawing_tiles.draw_tiles(
        sheet(coverage, discovery, goals=goals, source_of=partial(sheet_source, way=way)).source,
        title=_("Value sheet: %(name)s") % {"name": name},
        description=_("From goals through hypotheses and use cases to data products, as in the list below."),
        page=page,
        below=0.0 if coverage.goals else _note(coverage),
    )


def _note(coverage: Coverage) -> float:
    """The height of the names of products that serve no goal: all that follows the sheet where there are
    no goals."""
    letters = sum(len(str(each)) + 2 for each in coverage.products_without)
    return (math.ceil(letters / _LETTERS) + 1) * _LINE + _LINE if letters else 0.0


def cut_line_section(discovery: Discovery) -> dict[str, Any] | None:
    """The use cases that each number of new products can serve at best, the worth of each product, and the
    latest of the saved scenarios, with as many new products as the shortlist needs."""
    line: CutLine = cut_line_of(discovery)
    if not (line.has_choice or line.use_cases):
        return None
    scenarios = compared(discovery, scenarios_of(discovery)[:MOST_COMPARED])
    outcomes = scenarios.outcomes if scenarios else ()
    # With others than the recorded plan and the scenario that was decided.
    has_decided = len(outcomes) > 2 and any(each.decision for each in outcomes)
    return {
        "headline": _cut_line_title(line),
        "source": _("Source: use case scores and the data products needed"),
        "line": line,
        "chart": step_chart(
            [step.reached.total for step in line.steps], line.limit, width=_WIDTH, height=_HEIGHT
        )
        if line.steps
        else None,
        "has_dropped": any(step.dropped for step in line.report_steps),
        "scenarios": _scenario_rows(scenarios) if scenarios else (),
        "has_decided": has_decided,
    }


def _scenario_rows(scenarios: ScenarioComparison) -> list[tuple[WorldOutcome, str]]:
    """The recorded world and each scenario with its reason, "" without one."""
    reasons = [each.scenario.reason if each.scenario else "" for each in scenarios.scenarios]
    return list(zip(scenarios.outcomes, ("", *reasons), strict=True))


def _cut_line_title(line: CutLine) -> str:
    """About the smallest number of new products that is known to reach the most."""
    steps = line.telling_steps
    if not steps:
        return plan_headlines.cut_line(
            products=0, use_cases=len(line.use_cases), reached=str(line.reached), is_proven=line.is_proven
        )
    last = steps[-1]
    enabled = [each for each in last.use_cases if not all(product.is_live for product in each.products)]
    return plan_headlines.cut_line(
        products=len(last.build) if last.reached.is_proven else last.limit,
        use_cases=len(enabled),
        reached=str(last.reached),
        is_proven=last.reached.is_proven,
    )


def mvp_checklist_section(discovery: Discovery) -> dict[str, Any] | None:
    """The checklist of each product with all its values, to be signed; retired ones are left out."""
    lists = checklists(discovery)
    return {"checklists": lists} if lists else None


def answers_of(discovery: Discovery) -> dict[int, list[tuple[str | Promise, str]]]:
    """The six questions with the answers, "" for none, by the keys of the products with an answer."""
    answers: dict[int, dict[str, str]] = defaultdict(dict)
    for answer in TemplateAnswer.objects.filter(product__discovery=discovery):
        answers[answer.product_id][answer.question] = answer.text
    return {
        key: [(question.label, texts.get(question, "")) for question in TemplateQuestion]
        for key, texts in answers.items()
    }


def answers_section(discovery: Discovery) -> dict[str, Any] | None:
    """The answers to the six questions, of the products about which one was answered; retired ones are left
    out."""
    answers = answers_of(discovery)
    products = DataProduct.objects.filter(discovery=discovery, pk__in=answers)
    sections = [(product, answers[product.pk]) for product in products.exclude(state=ProductState.RETIRED)]
    return {"products": sections} if sections else None


def checklist_section(discovery: Discovery) -> dict[str, Any] | None:
    """All products and the attributes that the first version of each must have."""
    lists = checklists(discovery)
    if not lists:
        return None
    return {
        "headline": checklists_title(lists),
        "checklists": lists,
        "counts": attribute_counts(lists),
        "complete": sum(each.is_complete for each in lists),
    }
