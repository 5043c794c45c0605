"""Data products in the spreadsheet, the slides and the archive of a discovery."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from core.exceptions import DrawingFailed
from core.models import if_there
from discovery import product_headlines
from discovery.document_parts import (
    ArchivePart,
    Sheet,
    SlideSet,
    archive_parts,
    report_sheets,
    report_slides,
)
from discovery.kinds.artifact_content import listed
from discovery.kinds.displays import brief_table
from discovery.models import Discovery
from discovery.reports.kind_sheets import kind_sheet
from discovery.use_count_words import meaning
from documents.table_and_slide_parts import Cell, Slide, Table
from products import exports_plans
from products.design.checklist.selectors import Checklist, checklists
from products.design.iterations.kinds import ITERATION
from products.design.ports import report as report_ports
from products.design.ports.kinds import INPUT_PORT, OUTPUT_PORT
from products.design.product.kinds import DATA_PRODUCT
from products.design.product.selectors import NO_USES, Uses, uses_of
from products.design.sources_and_consumers.kinds import CONSUMER, SOURCE
from products.design.sources_and_consumers.selectors import consumer_lines, source_lines
from products.landscape import files as map_files
from products.landscape.map_filters import narrowed
from products.landscape.rules import NodeKind, Service, services_of
from products.landscape.selectors import graph_of, node_id
from products.models import DataProduct, ProductState
from products.promises import exports as exports_promises
from products.promises.usage_patterns.kinds import USAGE_GROUP, USAGE_PATTERN
from products.selectors.landscape_file import folded_landscape, landscape_file, with_footnotes
from products.selectors.stream_progress import current_products


def products_sheet(discovery: Discovery) -> Table | None:
    """The sheet of data products, with their uses and the results of their checklists; None without any."""
    uses = uses_of(discovery)
    checklists_by_product = {each.product.pk: each for each in checklists(discovery)}
    products = discovery.data_products.select_related("domain", "owner", "team", "delivers")
    rows = ((each, *_overview_cells(each, uses, checklists_by_product.get(each.pk))) for each in products)
    heads = (
        _("State"),
        _("Domain"),
        _("Use cases"),
        _("Checklist items done"),
        _("Checklist items in total"),
        _("Missing"),
    )
    return listed(DATA_PRODUCT, rows, *heads)


def _overview_cells(
    product: DataProduct, uses: Mapping[str, Uses], checked: Checklist | None
) -> tuple[Cell, ...]:
    return (
        product.get_state_display(),
        product.domain.name,
        _lines(uses.get(node_id(product), NO_USES).needed_by),
        checked.done if checked else None,
        checked.total if checked else None,
        "\n".join(item.label for item in checked.missing) if checked else "",
    )


def inputs_sheet(discovery: Discovery) -> Table | None:
    """The sheet of input ports, and what to fix in each; None without any."""
    section = report_ports.ports_section(discovery)
    rows = (
        (port, trouble) for each in (section or {}).get("products", ()) for port, trouble in each["received"]
    )
    return listed(INPUT_PORT, rows, _("To fix"))


def outputs_sheet(discovery: Discovery) -> Table | None:
    """The sheet of output ports, and who uses each; None without any."""
    section = report_ports.ports_section(discovery)
    rows = (
        (port, "\n".join(users))
        for each in (section or {}).get("products", ())
        for port, users in each["outputs"]
    )
    return listed(OUTPUT_PORT, rows, _("Used by"))


def sources_sheet(discovery: Discovery) -> Table | None:
    """The sheet of sources, with what they feed; None without any."""
    rows = (
        (line.source, line.source.domain.name, _lines(line.products))
        for line in source_lines(discovery, {discovery.pk})
    )
    return listed(SOURCE, rows, _("Domain"), _("Data products"))


def consumers_sheet(discovery: Discovery) -> Table | None:
    """The sheet of consumers, with the data products that they use; None without any."""
    rows = (
        (line.consumer, line.consumer.domain.name, _lines(line.products))
        for line in consumer_lines(discovery, {discovery.pk})
    )
    return listed(CONSUMER, rows, _("Domain"), _("Data products"))


def _lines(artifacts: Iterable[Any]) -> str:
    return "\n".join(each.name for each in artifacts)


def usage_sheet(discovery: Discovery) -> Table | None:
    """The sheet of usage patterns, product by product; None without any."""
    rows = USAGE_PATTERN.below(discovery).select_related("consumer", "group")
    rows = rows.order_by("product__position", "product", "position", "pk")
    return listed(USAGE_PATTERN, ((each,) for each in rows))


# --- Slides ---------------------------------------------------------------------------------------


def landscape_slides(discovery: Discovery) -> list[Slide]:
    """The map in parts, where the slide for a board folds some of it, and the products that several use cases
    need."""
    file, board = landscape_file(discovery), folded_landscape(discovery)
    if file is None or board is None:
        return []
    slides = []
    # A map that cannot be drawn is no reason to have no slides.
    with contextlib.suppress(DrawingFailed):
        for tile, picture in map_files.map_slides(file) if board.folded.bundles else ():
            described = ". ".join([tile.picture.alternative, *map(": ".join, tile.index)])
            slides.append(Slide(f"{file.title}: {tile.words}", picture=picture, described=described))
    products = file.graph.products
    rows = [
        (node.name, ", ".join(map_files.needed_by_names(file.graph, file.services, node.id)))
        for node in products
        if file.services[node.id].is_of_several
    ]
    if rows:
        title = product_headlines.needed_by_several(count=len(rows), of=len(products))
        lines = _notes(file.services.values(), len(products) - len(rows))
        table = Table((_("Data product"), _("Needed by")), rows)
        slides.append(Slide(title, lines=lines, table=table))
    return slides


def _notes(services: Iterable[Service], others: int) -> list[str]:
    """Sentences on the products that the table of those for several use cases leaves out, and on reuse."""
    left_out = ngettext(
        "Not listed: %(count)s data product that one use case needs at most",
        "Not listed: %(count)s data products that one use case needs at most",
        others,
    )
    notes = [left_out % {"count": others}] if others else []
    return [*notes, meaning()] if any(each.is_only_reused for each in services) else notes


_OTHERWISE = ("name", "job", "state", "owner", "team")
"""What a slide of a product lists itself."""


def product_slides(discovery: Discovery) -> list[Slide]:
    """The data products that aren't retired."""
    uses = uses_of(discovery)
    products = list(current_products(discovery).select_related("domain", "owner", "team", "delivers"))
    if not products:
        return []
    rows = [
        (
            product,
            product.name,
            product.job,
            product.get_state_display(),
            str(if_there(product.owner) or "–"),
            team.name if (team := if_there(product.team)) else "–",
            ", ".join(node.name for node in uses.get(node_id(product), NO_USES).needed_by) or "–",
        )
        for product in products
    ]
    heads = (_("Data product"), _("Job"), _("State"), _("Owner"), _("Team"), _("Use cases"))
    live = sum(product.state == ProductState.LIVE for product in products)
    title = product_headlines.products(live=live, count=len(products))
    return [Slide(title, table=brief_table(DATA_PRODUCT, heads, rows, _OTHERWISE))]


# --- Archive --------------------------------------------------------------------------------------


def maps(discovery: Discovery) -> Iterator[tuple[str, bytes]]:
    """The landscape and the map of each use case that a product serves; what cannot be drawn is left out."""
    whole = landscape_file(discovery)
    if whole is None:
        return
    yield "maps/landscape.json", map_files.json_file(whole)
    yield "maps/landscape.mmd", map_files.mermaid(whole)
    yield "maps/landscape.drawio", map_files.drawio(whole)
    yield "maps/landscape.csv", map_files.miro(whole)
    drawings = [("landscape", whole)]
    everything = graph_of(discovery)
    for use_case in everything.of_kind(NodeKind.USE_CASE):
        graph, part = narrowed(everything, middle=[use_case.id])
        if part.products:
            title = map_files.map_title(discovery.name, use_case.name)
            name = f"{slugify(use_case.name)[:60] or 'use-case'}-{use_case.uuid[:8]}"
            file = map_files.MapFile(part, services_of(graph), title, discovery.name)
            drawings.append((name, with_footnotes(file, discovery)))
    for name, file in drawings:
        try:
            yield f"maps/{name}.svg", map_files.svg(file)
        except DrawingFailed:
            continue


def register_own() -> None:
    """Register the sheets, slides and files of this app."""
    report_sheets.register(
        Sheet("products", gettext_lazy("Data products"), 90, products_sheet, (DATA_PRODUCT.key,)),
        Sheet("products.inputs", gettext_lazy("Input ports"), 100, inputs_sheet, (INPUT_PORT.key,)),
        Sheet("products.outputs", gettext_lazy("Output ports"), 101, outputs_sheet, (OUTPUT_PORT.key,)),
        Sheet("products.sources", gettext_lazy("Sources"), 102, sources_sheet, (SOURCE.key,)),
        Sheet("products.consumers", gettext_lazy("Consumers"), 103, consumers_sheet, (CONSUMER.key,)),
        Sheet(
            "products.usage", gettext_lazy("Usage"), 105, usage_sheet, (USAGE_PATTERN.key, USAGE_GROUP.key)
        ),
        kind_sheet(ITERATION, gettext_lazy("Roadmap"), 125),
    )
    exports_plans.register_own()
    exports_promises.register_own()
    report_slides.register(
        SlideSet(
            "products.landscape",
            gettext_lazy("Landscape"),
            92,
            landscape_slides,
            "product",
            is_executive=True,
        ),
        SlideSet("products.templates", gettext_lazy("Data products"), 94, product_slides, stream="product"),
    )
    archive_parts.register(ArchivePart("products.maps", gettext_lazy("Maps"), 30, maps))
