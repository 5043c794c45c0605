"""Data products in the report of a discovery."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from core.grouping import grouped
from discovery import plan_headlines, product_headlines, spotlight_headlines
from discovery.kinds.displays import LabeledText, facts_of
from discovery.models import Discovery
from discovery.registries import ReportSection, executive_parts, report_sections, summary_parts
from discovery.use_count_words import meaning
from documents import drawing_tiles
from documents.paper import UPRIGHT
from products import report_board_decisions, report_summary, report_value
from products.design.checklist.selectors import FIELDS, Checklist, ChecklistItem, checklists
from products.design.ports import report as report_ports
from products.design.product.selectors import products_of, uses_of
from products.design.template.drawing import template_source
from products.design.template.selectors import Template, sheet_of, templates_of
from products.landscape.files import (
    MapFile,
    drawn_for_report,
    map_headline,
    map_title,
    needed_by_names,
    signs,
)
from products.landscape.map_filters import narrowed, restricted
from products.landscape.overlaps.selectors import overlaps_of
from products.landscape.red_thread.selectors import threads_of
from products.landscape.rules import Node, NodeKind, circular, services_of
from products.landscape.selectors import graph_of
from products.models import ProductState
from products.promises import report as report_promises
from products.promises.selectors import SloStanding, standings_of
from products.selectors.landscape_file import landscape_file
from products.selectors.product_makeup import MakeupPart, makeup_of


@dataclass(frozen=True, slots=True)
class ProductSheet:
    """All that an owner signs for a data product. `answers` are the six questions with what was answered,
    none where no question was; `parts` all eight. `decided_effort` has its person-weeks in the decided
    scenario, and those before it in words; None where they are as estimated."""

    template: Template
    drawing: drawing_tiles.Drawn
    answers: tuple[tuple[str | Promise, str], ...]
    parts: tuple[MakeupPart, ...]
    checklist: Checklist | None
    promises: tuple[SloStanding, ...]
    decided_effort: tuple[Decimal, str] | None

    @property
    def attributes(self) -> list[ChecklistItem]:
        """The attributes of the checklist with a value, besides those of the head."""
        parts = self.checklist.parts if self.checklist else ()
        return [item for part in parts[1:] for item in part.items if item.value]

    @property
    def in_head(self) -> list[str]:
        """The names of the attributes in the checklist's first part, the product's identity, with a value:
        the head of the sheet has them."""
        parts = self.checklist.parts if self.checklist else ()
        return [str(item.label) for part in parts[:1] for item in part.items if item.value]

    @property
    def others(self) -> list[LabeledText]:
        """The fields of the product that neither the template nor the checklist shows."""
        return [*facts_of(self.template.product, _IN_A_SHEET)]


_IN_A_SHEET = (
    *("name", "kind", "job", "team", "storage", "processing", "transformation"),
    *("effort", "effort_low", "effort_high", "effort_confidence", "delivers"),
    *("catalog_url", "repository_url"),  # a sheet has to fit a page
    *(name for names in FIELDS.values() for name in names),
)


def templates_section(discovery: Discovery) -> dict[str, Any] | None:
    """A sheet for each product: its template as a drawing, the answers to the six questions, the eight parts,
    the checklist and the promises; retired ones are left out."""
    products = list(products_of(discovery).exclude(state=ProductState.RETIRED))
    if not products:
        return None
    for product in products:
        product.discovery = discovery
    answers = report_value.answers_of(discovery)
    complete = {each.product.pk: each for each in checklists(discovery)}
    promises = grouped(standings_of(discovery), lambda standing: standing.slo.product_id)
    decided = report_value.decided_efforts(discovery)
    sheets = []
    for template in templates_of(products, uses_of(discovery)):
        drawing = drawing_tiles.draw_tiles(
            template_source(sheet_of(template)),
            title=_("Template of %(name)s") % {"name": template.product.name},
            description=_("Domain, name and job, then the sources, then the consumers."),
            page=UPRIGHT,
            largest=0,  # as small as can be read
        )
        key = template.product.pk
        promised = promises[key]
        parts = makeup_of(template, [each.sentence for each in promised])
        sheets.append(
            ProductSheet(
                template,
                drawing,
                tuple(answers.get(key, ())),
                parts,
                complete.get(key),
                tuple(promised),
                None if template.product.state == ProductState.LIVE else decided.get(key),
            )
        )
    live = sum(product.state == ProductState.LIVE for product in products)
    return {"headline": product_headlines.products(live=live, count=len(products)), "sheets": sheets}


def landscape_section(discovery: Discovery) -> dict[str, Any] | None:
    """The landscape on turned pages, and the products that several use cases need, directly or by reuse."""
    file = landscape_file(discovery)
    if file is None:
        return None
    whole, services = file.graph, file.services
    overlaps = [
        (
            node.name,
            needed_by_names(whole, services, node.id),
            service.is_shared,
        )
        for node in whole.products
        if (service := services[node.id]).is_of_several
    ]
    (pictures,), is_wide = drawn_for_report([file])
    return {
        "headline": map_headline(whole, services),
        "drawn": pictures,
        "overlaps": overlaps,
        "note": meaning() if any(not is_shared for _name, _needed_by, is_shared in overlaps) else "",
        "is_wide": is_wide,
        **signs(whole, services),
    }


def overlaps_section(discovery: Discovery) -> dict[str, Any] | None:
    """Products that are nearly the same, the nearest first, and those that were set aside."""
    overlaps = overlaps_of(discovery)
    pairs, apart = overlaps.usual, overlaps.apart
    headline = overlaps.headline or spotlight_headlines.no_overlaps()
    return {"headline": headline, "pairs": pairs, "apart": apart} if pairs or apart else None


def maps_section(discovery: Discovery) -> dict[str, Any] | None:
    """An interaction map for each use case that a product serves; those that differ in nothing else share
    one. Use cases without a product are named, as far as their hypothesis isn't stopped."""
    whole, _part = narrowed(graph_of(discovery))
    alike: dict[frozenset[str], list[Node]] = {}
    for use_case in whole.of_kind(NodeKind.USE_CASE):
        part = restricted(whole, use_cases=[use_case.id])
        others = frozenset(node.id for node in part.nodes if node is not use_case) if part.products else None
        alike.setdefault(others or frozenset(), []).append(use_case)
    without = [each for each in alike.pop(frozenset(), []) if each.is_counted]
    if not alike:
        return None
    services = services_of(whole)
    titles = [", ".join(use_case.name for use_case in use_cases) for use_cases in alike.values()]
    files = [
        MapFile(
            restricted(whole, use_cases=[use_case.id for use_case in use_cases]),
            services,
            map_title(discovery.name, title),
            discovery.name,
        )
        for title, use_cases in zip(titles, alike.values(), strict=True)
    ]
    pictures, is_wide = drawn_for_report(files)
    bare = [use_case.name for use_case in without]
    count = sum(each.is_counted for each in whole.of_kind(NodeKind.USE_CASE))
    return {
        "headline": plan_headlines.architecture(bare=bare, count=count),
        "maps": list(zip(titles, pictures, strict=True)),
        "without": without,
        "is_wide": is_wide,
        "has_circle": any(circular(file.graph) for file in files),
    }


def threads_section(discovery: Discovery) -> dict[str, Any] | None:
    """The red thread of each product."""
    threads = [thread for _product, thread in threads_of(discovery)]
    return {"threads": threads} if threads else None


def register_own() -> None:
    """Register the sections of this app."""
    report_board_decisions.register_own()
    summary_parts.register(
        ReportSection(
            "products",
            gettext_lazy("Data products"),
            20,
            "products/report/summary.html",
            report_summary.summary,
        )
    )
    executive_parts.register(
        ReportSection(
            "products.cut_line",
            gettext_lazy("New data products and their value"),
            30,
            "products/report/cut_line_short.html",
            report_value.cut_line_section,
        ),
        ReportSection(
            "products.roadmap",
            gettext_lazy("Roadmap"),
            70,
            "products/report/roadmap_short.html",
            report_ports.roadmap_section,
            is_asked_for=True,
        ),
    )
    report_sections.register(
        ReportSection(
            "products.threads",
            gettext_lazy("Why each product exists"),
            89,
            "products/report/threads.html",
            threads_section,
            stream="product",
            by_choice=True,
        ),
        ReportSection(
            "products.templates",
            gettext_lazy("Data products"),
            90,
            "products/report/templates.html",
            templates_section,
            stream="product",
        ),
        ReportSection(
            "products.landscape",
            gettext_lazy("Landscape"),
            92,
            "products/report/landscape.html",
            landscape_section,
            stream="product",
        ),
        ReportSection(
            "products.overlaps",
            gettext_lazy("Possible overlaps"),
            93,
            "products/report/overlaps.html",
            overlaps_section,
            stream="product",
        ),
        ReportSection(
            "products.maps",
            gettext_lazy("Interaction maps"),
            94,
            "products/report/maps.html",
            maps_section,
            stream="product",
        ),
        ReportSection(
            "products.value",
            gettext_lazy("Value sheet"),
            91,
            "products/report/value.html",
            report_value.value_section,
            stream="product",
        ),
        ReportSection(
            "products.cut_line",
            gettext_lazy("The cut line"),
            96,
            "products/report/cut_line.html",
            report_value.cut_line_section,
            stream="product",
        ),
        ReportSection(
            "products.ports",
            gettext_lazy("Ports of the data products"),
            100,
            "products/report/ports.html",
            report_ports.ports_section,
            stream="product",
        ),
        ReportSection(
            "products.ends",
            gettext_lazy("Sources and consumers"),
            102,
            "products/report/ends.html",
            report_ports.ends_section,
            stream="product",
        ),
        ReportSection(
            "products.roadmap",
            gettext_lazy("Roadmap"),
            125,
            "products/report/roadmap.html",
            report_ports.roadmap_section,
            stream="product",
        ),
        ReportSection(
            "products.promises",
            gettext_lazy("Promises"),
            110,
            "products/report/promises.html",
            report_promises.promises_section,
            stream="product",
        ),
        ReportSection(
            "products.answers",
            gettext_lazy("The six questions about the data products"),
            95,
            "products/report/answers.html",
            report_value.answers_section,
            stream="product",
            by_choice=True,
        ),
        ReportSection(
            "products.mvp_checklist",
            gettext_lazy("Full MVP checklists, ready to sign"),
            121,
            "products/report/mvp_checklist.html",
            report_value.mvp_checklist_section,
            stream="product",
            by_choice=True,
        ),
        ReportSection(
            "products.checklist",
            gettext_lazy("Checklists of the data products"),
            120,
            "products/report/checklist.html",
            report_value.checklist_section,
            stream="product",
        ),
    )
