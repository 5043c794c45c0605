"""Pictures of the product stream that every screen can show: templates, the map, the value sheet, the cut
line, overlaps, checklists, what a product promises."""

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _, gettext_lazy

from discovery import spotlight_headlines
from discovery.models import Discovery
from documents.diagrams import Part
from lvt.models import Goal, UseCase
from lvt.rounds.selectors import current_results
from lvt.tree.selectors import goals_of
from products.design.checklist.selectors import checklists, completeness
from products.design.product.selectors import has_products, products_of, uses_of
from products.design.template_proposals.selectors import room_template
from products.landscape.activity import live_map
from products.landscape.day_without.selectors import day_without
from products.landscape.files import map_headline
from products.landscape.overlaps.selectors import overlaps_of
from products.landscape.red_thread.selectors import thread_of
from products.landscape.rules import services_of
from products.landscape.selectors import current_graph
from products.landscape.value_sheet import stage_drawing as sheet_stage
from products.landscape.value_sheet.selectors import sheet
from products.models import DataProduct, Iteration
from products.planning.cut_line.selectors import cut_line_of
from products.planning.roadmap.chart import STAGE, RoadmapChart
from products.planning.roadmap.drawing import chart_of, svg_of
from products.planning.roadmap.selectors import roadmap_of
from products.planning.what_if.forms import compared
from products.planning.what_if_scenarios.selectors import MOST_COMPARED, pairs_of, scenarios_of
from products.promises.selectors import promised_in, standing_of
from products.selectors.checklist_titles import checklists_title
from products.selectors.goal_costs import cost_of
from products.selectors.goal_coverage import coverage_of
from products.step_chart import step_chart
from workshops.activities.discovery_spotlights import (
    BELOW_HEADLINE,
    PICTURE,
    each_of,
    first_lines,
    picture,
    whole,
)
from workshops.activities.live_drawings import LiveDrawing
from workshops.registries import Spotlight, spotlights
from workshops.room.drawing_camera.rules import StopGroup, stops_of

# Pairs with their reasons take several lines each.
_MOST_PAIRS = 4
# So many use cases are drawn large enough below the figures of two scenarios, and few no larger than these.
_MOST_PLACES, _PLACES_SHAPE, _PLACES_WIDTH = 6, 3.4, 900
# Width and height of the curve of the cut line, which has the width of the screen. The name of the line is in
# its head, and each total has this much room.
_WIDTH, _HEIGHT, _HEAD, _TOTAL = 1600.0, 320.0, 90.0, 110.0
# Up to here the name of the line has room behind it only.
_EARLY = 560.0
# Before it there is room for the name of the line and that of the axis.
_ROOM_FOR_NAMES = 1100.0


def register_own() -> None:
    """Register them."""
    spotlights.register(
        each_of(
            "data_product",
            gettext_lazy("The template of a data product"),
            90,
            "products/spotlights/product.html",
            rows=products_of,
            context=_product,
        ),
        Spotlight(
            "red_thread",
            gettext_lazy("Why a goal, use case or data product exists"),
            91,
            "products/spotlights/thread.html",
            _threads,
            _thread,
        ),
        each_of(
            "day_without",
            gettext_lazy("Impact if a data product fails"),
            91,
            "products/spotlights/without.html",
            rows=products_of,
            context=_without,
        ),
        whole(
            "landscape",
            gettext_lazy("The landscape"),
            92,
            PICTURE,
            is_there=has_products,
            context=_map,
            near=("map_review",),
        ),
        whole(
            "overlaps",
            gettext_lazy("Overlaps between data products"),
            93,
            "products/spotlights/overlaps.html",
            is_there=has_products,
            context=_overlaps,
        ),
        Spotlight(
            "slo",
            gettext_lazy("A promise of a data product (SLO)"),
            94,
            "products/spotlights/slo.html",
            _slos,
            _slo,
        ),
        Spotlight(
            "value",
            gettext_lazy("The value sheet"),
            96,
            PICTURE,
            _sheets,
            _sheet,
            is_whole=True,
        ),
        whole(
            "roadmap",
            gettext_lazy("The roadmap"),
            96,
            PICTURE,
            is_there=lambda discovery: Iteration.objects.filter(product__discovery=discovery).exists(),
            context=_roadmap,
        ),
        whole(
            "cut_line",
            gettext_lazy("The cut line"),
            97,
            "products/spotlights/cut_line.html",
            is_there=lambda discovery: has_products(discovery) and current_results(discovery) is not None,
            context=_cut_line,
            near=("decide", "product_ranking"),
        ),
        Spotlight(
            "scenarios",
            gettext_lazy("Two scenarios side by side"),
            97,
            "products/spotlights/scenarios.html",
            _pairs,
            _two,
        ),
        whole(
            "checklists",
            gettext_lazy("Checklists of all data products"),
            98,
            "products/spotlights/checklists.html",
            is_there=has_products,
            context=_checklists,
        ),
        each_of(
            "checklist",
            gettext_lazy("Checklist of a data product"),
            99,
            "products/spotlights/checklist.html",
            rows=products_of,
            context=_checklist,
        ),
    )


def _threads(discovery: Discovery) -> list[tuple[str, str]]:
    """By the uuid of what they begin at."""
    if not has_products(discovery):
        return []
    coverage = coverage_of(discovery)
    begins = (
        *(each.product for each in coverage.products if each.is_from_here),
        *(each.use_case for each in coverage.use_cases),
        *(each.goal for each in coverage.goals),
    )
    return [(str(each.uuid), str(each)) for each in begins]


def _thread(discovery: Discovery, uuid: str) -> dict[str, Any] | None:
    threads = (thread_of(discovery, UUID(uuid), of=each) for each in (DataProduct, UseCase, Goal))
    thread = next((each for each in threads if each is not None), None)
    return None if thread is None else {"headline": thread.headline, "ladder": thread.ladder}


def _map(discovery: Discovery) -> dict[str, Any] | None:
    if not has_products(discovery):
        return None
    graph = current_graph(discovery)
    headline = map_headline(graph, services_of(graph))
    return {"title": _("Landscape"), "picture": live_map(discovery), "headline": headline}


def _product(_discovery: Discovery, product: DataProduct) -> dict[str, Any]:
    template = room_template(None, product)
    questions = [str(question.label) for question in template.open_questions]
    headline = spotlight_headlines.template(product.name, questions=questions)
    return {"template": template, "headline": headline, "editing": False}


def _without(discovery: Discovery, product: DataProduct) -> dict[str, Any]:
    day = day_without(discovery, product)
    headline = spotlight_headlines.without(product.name, running=len(day.running), waiting=len(day.waiting))
    return {"day": day, "headline": headline}


def _overlaps(discovery: Discovery) -> dict[str, Any] | None:
    if not has_products(discovery):
        return None
    overlaps = overlaps_of(discovery)
    pairs = overlaps.usual
    headline = overlaps.headline or spotlight_headlines.no_overlaps()
    return {"headline": headline, "uses": uses_of(discovery), **first_lines("pairs", pairs, most=_MOST_PAIRS)}


def _checklists(discovery: Discovery) -> dict[str, Any] | None:
    lists = checklists(discovery)
    if not lists:
        return None
    lists.sort(key=lambda each: -len(each.missing))
    return {"headline": checklists_title(lists), **first_lines("checklists", lists)}


def _checklist(_discovery: Discovery, product: DataProduct) -> dict[str, Any]:
    checklist = completeness(product)
    missing = [str(item.label) for item in checklist.missing]
    headline = spotlight_headlines.checklist(product.name, missing=missing, of=checklist.total)
    return {"checklist": checklist, "headline": headline}


def _sheets(discovery: Discovery) -> list[tuple[str, str]]:
    """The whole sheet, and that of each goal."""
    if not has_products(discovery):
        return []
    goals = [(str(goal.uuid), goal.title) for goal in goals_of(discovery)]
    return [(str(discovery.uuid), _("The whole value sheet")), *goals]


def _sheet(discovery: Discovery, uuid: str) -> dict[str, Any] | None:
    coverage = coverage_of(discovery)
    titles = {str(each.goal.uuid): each.goal.title for each in coverage.goals}
    is_whole = uuid == str(discovery.uuid)
    if not coverage.products or not (is_whole or uuid in titles):
        return None
    title = _("Value sheet") if is_whole else _("Value sheet: %(name)s") % {"name": titles[uuid]}
    value_sheet = sheet(
        coverage,
        discovery,
        goals=() if is_whole else {uuid},
        source_of=partial(sheet_stage.source, shape=BELOW_HEADLINE),
    )
    drawing = picture(
        discovery,
        f"sheet-{uuid}",
        value_sheet.source,
        value_sheet.groups,
        title=title,
        description=_("From goals through hypotheses and use cases to data products."),
        parts={key: Part(text) for key, text in value_sheet.texts.items()},
    )
    choice = cost_of(coverage, set(titles) if is_whole else {uuid})
    headline = spotlight_headlines.value(
        use_cases=len(choice.use_cases) - len(choice.bare),
        products=len(choice.products),
    )
    return {**drawing, "headline": headline}


def _roadmap(discovery: Discovery) -> dict[str, Any] | None:
    roadmap = roadmap_of(discovery)
    if roadmap.is_empty:
        return None
    chart = chart_of(roadmap, STAGE)
    title = _("Roadmap")
    stops = stops_of(_blocks(chart), chart.boxes, chart.size, chart.whole)
    drawing = LiveDrawing(svg_of(chart, roadmap), title, stops=stops)
    return {"title": title, "picture": drawing, "headline": roadmap.headline}


def _blocks(chart: RoadmapChart) -> Iterator[StopGroup]:
    """Runs of rows with an axis of their own; a chart with large letters has a single one."""
    for block in chart.blocks:
        inside = tuple(name for name, box in chart.boxes.items() if box.is_in(block.box))
        yield StopGroup(block.first, f"{block.first} – {block.last}", inside)


def _cut_line(discovery: Discovery) -> dict[str, Any] | None:
    """None while scores are hidden: the line is drawn from them."""
    if current_results(discovery) is None:
        return None
    line = cut_line_of(discovery)
    if not (line.has_choice or line.use_cases):
        return None
    totals = [step.reached for step in line.steps]
    values = [each.total for each in totals]
    chart = step_chart(values, line.limit, width=_WIDTH, height=_HEIGHT, head=_HEAD, is_tight=True)
    are_whole = all(each.total == int(each.total) for each in totals)
    words = [each.short_whole if are_whole else each.short for each in totals]
    labels = [(each, words[each.number]) for each in chart.labeled(_TOTAL)]
    is_early = chart.cut is not None and chart.cut < _EARLY
    steps = first_lines("steps", line.telling_steps)
    headline = line.message.removesuffix(".")
    return {
        "line": line,
        "headline": headline,
        "chart": chart,
        "labels": labels,
        "is_early": is_early,
        "is_name_last": (chart.cut or _WIDTH) < _ROOM_FOR_NAMES or 2 * values[0] > values[-1],
        "has_totals": len(chart.points) > 1
        and {step.limit for step in steps["steps"]} <= {each.number for each, _total in labels},
        **steps,
    }


def _pairs(discovery: Discovery) -> list[tuple[str, str]]:
    """Each two of the latest. None while scores are hidden: scenarios change what they say."""
    if current_results(discovery) is None:
        return []
    pairs = pairs_of(scenarios_of(discovery)[:MOST_COMPARED])
    words = _("%(one)s, %(other)s")
    return [(uuid, words % {"one": one, "other": other}) for uuid, (one, other) in pairs.items()]


def _two(discovery: Discovery, uuid: str) -> dict[str, Any] | None:
    pair = pairs_of(scenarios_of(discovery)).get(uuid)
    two = compared(discovery, pair) if pair else None
    results = current_results(discovery)
    if two is None or results is None:
        return None
    chart, more = None, 0
    if two.has_new_order:
        chart, more = two.foremost(_MOST_PLACES, shape=_PLACES_SHAPE, width=_PLACES_WIDTH)
    name = _("Current plan and two scenarios")
    return {
        "compared": two,
        "headline": two.headline,
        "name": f"{name} · {results.people_words}",
        "chart": chart,
        "more": more,
    }


def _slos(discovery: Discovery) -> list[tuple[str, str]]:
    return [(str(slo.uuid), f"{slo.product}: {slo.sentence}") for slo in promised_in(discovery)]


def _slo(discovery: Discovery, uuid: str) -> dict[str, Any] | None:
    slo = promised_in(discovery).filter(uuid=uuid).first()
    if slo is None:
        return None
    standing = standing_of(slo)
    return {
        "standing": standing,
        "name": f"{slo.product} · {slo.get_kind_display()}",
        "headline": spotlight_headlines.promise(
            slo.product.name, state=standing.state, is_live=standing.is_live
        ),
    }
