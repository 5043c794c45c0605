"""The cut line, the cost of goals, and the roadmap: for the spreadsheet and the slides."""

from collections.abc import Iterable
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy, pgettext

from discovery import appendix_headlines, product_headlines
from discovery.document_parts import Sheet, SlideSet, report_sheets, report_slides
from discovery.kinds.artifact_content import listed
from discovery.kinds.displays import brief_table
from discovery.models import Discovery
from documents.table_and_slide_parts import Cell, Slide, Table, exact
from products import report_value
from products.design.iterations.kinds import ITERATION
from products.landscape.overlaps.selectors import overlaps_of
from products.landscape.red_thread.selectors import threads_of
from products.models import Scenario
from products.planning.roadmap.selectors import RoadmapStep, roadmap_of
from products.planning.what_if.forms import words_by
from products.planning.what_if_scenarios.kinds import SCENARIO
from products.selectors.goal_costs import cost_of
from products.selectors.goal_coverage import coverage_of


def goals_sheet(discovery: Discovery) -> Table | None:
    """The data products that each goal needs, and the person-weeks of those that are not live."""
    coverage = coverage_of(discovery)
    costs = ((goal.goal, cost_of(coverage, {str(goal.goal.uuid)})) for goal in coverage.goals)
    return Table.of(
        (
            (_("Goal"), goal.title),
            (_("Data products"), _lines(cost.products)),
            (
                _("Person-weeks"),
                exact(cost.effort.likely) if cost.effort.known or not cost.effort.products else None,
            ),
            (_("At least"), exact(cost.effort.low) if cost.effort.known else None),
            (_("At most"), exact(cost.effort.high) if cost.effort.known else None),
            (_("Live already"), _lines(cost.there)),
            (_("No effort estimate"), _lines(cost.effort.unknown)),
            (_("Use cases"), _lines(cost.use_cases)),
        )
        for goal, cost in costs
    )


def cut_line_sheet(discovery: Discovery) -> Table | None:
    """The use cases that each number of new products can serve at best."""
    section = report_value.cut_line_section(discovery)
    if section is None:
        return None
    rows: list[tuple[Cell, ...]] = [
        (
            step.limit,
            _lines(step.build),
            _lines(step.use_cases),
            exact(step.reached.exact.value),
            exact(step.reached.exact.bound),
            step.reached.is_proven,
            _lines(each for each in step.use_cases if not each.has_place),
        )
        for step in section["line"].steps
    ]
    columns = (
        _("New products"),
        _("Products"),
        _("Use cases"),
        _("Total score"),
        _("At most"),
        _("Proven"),
        _("Not ranked"),
    )
    return Table(columns, rows) if rows else None


def needs_sheet(discovery: Discovery) -> Table | None:
    """The data products that each use case needs."""
    rows: list[tuple[Cell, ...]] = [
        (product.product.name, case.use_case.name, product in case.direct, product.is_live)
        for case in coverage_of(discovery).use_cases
        for product in case.products
    ]
    columns = (_("Data product"), _("Use case"), _("Serves it directly"), _("Live already"))
    return Table(columns, rows) if rows else None


def overlaps_sheet(discovery: Discovery) -> Table | None:
    """The pairs of products that are nearly the same, and those that were set aside."""
    overlaps = overlaps_of(discovery)
    rows: list[tuple[Cell, ...]] = [
        (
            pair.first.name,
            pair.second.name,
            exact(Fraction(pair.share), 0, is_share=True),
            "\n".join(pair.reasons),
            "",
        )
        for pair in overlaps.usual
    ]
    rows += [(row.first.name, row.second.name, None, "", row.reason) for row in overlaps.apart]
    columns = (_("Data product"), _("Other data product"), _("Similarity"), _("Why"), _("Why they differ"))
    return Table(columns, rows) if rows else None


def _lines(things: Iterable[object]) -> str:
    return "\n".join(map(str, things))


# --- Slides ---------------------------------------------------------------------------------------


def cut_line_slides(discovery: Discovery) -> list[Slide]:
    """The use cases that can be served with each number of new products."""
    section = report_value.cut_line_section(discovery)
    if section is None or not section["line"].telling_steps:
        return []
    line = section["line"]
    heads = [_("New products"), _("Total score"), _("Added")]
    rows = [
        [
            step.limit,
            exact(step.reached.total) if step.reached.is_proven else str(step.reached),
            ", ".join(map(str, step.newly_served)),
        ]
        for step in line.telling_steps
    ]
    if any(step.dropped for step in line.telling_steps):
        heads.append(pgettext("use cases", "Dropped"))
        for row, step in zip(rows, line.telling_steps, strict=True):
            row.append(", ".join(map(str, step.dropped)))
    table = Table(heads, rows)
    lines = list(filter(None, (line.unplaced_words,)))
    return [Slide(section["headline"], lines, table, repeats="products.cut_line")]


def thread_slides(discovery: Discovery) -> list[Slide]:
    """The purposes of the data products, and their missing parts."""
    rows = [(thread.name, thread.up, thread.down) for _product, thread in threads_of(discovery)]
    if not rows:
        return []
    coverage = coverage_of(discovery).products
    title = product_headlines.purposes(linked=sum(bool(each.goals) for each in coverage), count=len(coverage))
    heads = (_("Data product"), _("Purpose"), _("Promises and missing parts"))
    return [Slide(title, table=Table(heads, rows))]


def roadmap_slides(discovery: Discovery) -> list[Slide]:
    """The data products in the order of their dates, until when they are blocked, and those without dates."""
    roadmap = roadmap_of(discovery)
    steps = [(row.product, step) for row in (*roadmap.rows, *roadmap.undated) for step in row.steps]
    if not steps:
        return []
    columns = [_("Data product"), _("Iteration"), _("From"), _("Until")]
    is_blocked = any(step.blocked_until or step.earliest for _product, step in steps)
    if is_blocked:
        columns.append(_("Blocked until"))
    rows = []
    for product, step in steps:
        each = step.iteration
        blocked = (_not_before(step) or step.blocked_until,) if is_blocked else ()
        rows.append((each, product.name, each.name, each.starts_on, each.ends_on, *blocked))
    unplanned = ", ".join(map(str, roadmap.unplanned))
    return [
        Slide(
            appendix_headlines.iterations(
                count=len(steps), blocked=sum(bool(step.blocked_until) for _product, step in steps)
            ),
            [_("No date yet: %(names)s") % {"names": unplanned}] if unplanned else [],
            table=brief_table(ITERATION, columns, rows, ("name", "starts_on", "ends_on")),
        )
    ]


def _not_before(step: RoadmapStep) -> str:
    """The first day on which the step can end, in words, if that's only a lower bound; else ""."""
    if step.earliest is None:
        return ""
    return _("%(date)s or later") % {"date": date_format(step.earliest, "SHORT_DATE_FORMAT")}


def overlap_slides(discovery: Discovery) -> list[Slide]:
    """The pairs of products that are clearly alike, the nearest first. The report has weaker ones, too."""
    overlaps = overlaps_of(discovery)
    rows = [
        (
            f"{pair.first.name}; {pair.second.name}",
            exact(Fraction(pair.share), 0, is_share=True),
            _lines(pair.reasons),
        )
        for pair in overlaps.clear
    ]
    if not rows:
        return []
    columns = (_("Data products"), _("Similarity"), _("Why"))
    return [Slide(overlaps.headline_of(overlaps.clear), table=Table(columns, rows))]


def scenarios_sheet(discovery: Discovery) -> Table | None:
    """The sheet of named scenarios with what each changes, in words; None without any."""
    rows = (
        (each, "\n".join(words_by(each.changes, discovery)))
        for each in Scenario.objects.filter(discovery=discovery)
    )
    return listed(SCENARIO, rows, _("Changes"))


def register_own() -> None:
    """Register the sheets and slides of this module."""
    report_sheets.register(
        Sheet("products.goals", gettext_lazy("Goals"), 25, goals_sheet),
        Sheet("products.cut_line", gettext_lazy("Cut line"), 87, cut_line_sheet),
        Sheet(SCENARIO.key, gettext_lazy("Scenarios"), 88, scenarios_sheet, shows=(SCENARIO.key,)),
        Sheet("products.needs", gettext_lazy("Products × use cases"), 91, needs_sheet),
        Sheet("products.overlaps", gettext_lazy("Overlaps"), 95, overlaps_sheet),
    )
    report_slides.register(
        SlideSet(
            "products.threads", gettext_lazy("Why each product exists"), 89, thread_slides, stream="product"
        ),
        SlideSet(
            "products.cut_line",
            gettext_lazy("The cut line"),
            87,
            cut_line_slides,
            "product",
            is_executive=True,
        ),
        SlideSet(
            "products.overlaps",
            gettext_lazy("Possible overlaps"),
            93,
            overlap_slides,
            "product",
            is_executive=True,
        ),
        SlideSet(
            "products.roadmap",
            gettext_lazy("Roadmap"),
            125,
            roadmap_slides,
            "product",
            is_executive=True,
        ),
    )
