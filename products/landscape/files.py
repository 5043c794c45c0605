"""Maps as files to take along: drawn as SVG, PNG and PDF, or as text for other programs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext as _

from discovery import plan_headlines
from discovery.use_count_words import with_reused
from documents import diagram_formats, diagrams, drawing_tiles
from documents.drawing_tiles import PATIENCE
from documents.paper import SLIDE, SMALLEST_ON_SLIDES, UPRIGHT, Page
from documents.pdf_engine_process import render_in_subprocess
from documents.pdf_page_pictures import pictures_of
from products.landscape.drawing import heading_parts, map_source, parts
from products.landscape.map_text_formats import board_of, json_text, mermaid_source
from products.landscape.placed_drawing import CLOSE, NARROW, ROOMY, MapSetting
from products.landscape.reused_products import reused, reused_at_all
from products.landscape.rules import Graph, Service, circular, unserved

LEGEND = 64.0
"""The room of a page that the legend below a drawing and the second line of its heading need, in points."""


@dataclass(frozen=True, slots=True)
class MapFile:
    """The content of a file: `graph` may be a part of the landscape that `services` are of. `place` is the
    name of the discovery or organization. `by_domain` frames domains, `setting` defines how closely it is
    set, `notes` are printed below the map."""

    graph: Graph
    services: Mapping[str, Service]
    title: str
    place: str
    by_domain: bool = False
    setting: MapSetting = ROOMY
    notes: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        return map_source(
            self.graph,
            services=self.services,
            by_domain=self.by_domain,
            setting=self.setting,
            notes=self.notes,
        )

    @property
    def description(self) -> str:
        return map_description()


def map_headline(graph: Graph, services: Mapping[str, Service]) -> str:
    """The headline of a landscape with these products, and the use cases of each."""
    products = [services[node.id] for node in graph.products]
    reused = [graph.by_id[key].name for key in reused_at_all(graph, services)]
    return plan_headlines.landscape(
        products=len(products),
        shared=sum(each.is_shared for each in products),
        reused=sum(each.is_only_reused for each in products),
        reused_name=reused[0] if len(reused) == 1 else "",
    )


def needed_by_names(graph: Graph, services: Mapping[str, Service], product: str) -> list[str]:
    """The names of the use cases that need the product. One that needs it only because it reuses the product
    of another use case says so."""
    ways = reused(graph, services, product)
    return [
        with_reused(graph.by_id[key].name, [graph.by_id[each].name for each in ways.get(key, ())])
        for key in services[product].needed_by
    ]


def signs(graph: Graph, services: Mapping[str, Service]) -> dict[str, bool]:
    """The signs of a map that its legend only explains if it has them."""
    return {"has_bare": bool(unserved(graph, services)), "has_circle": bool(circular(graph))}


def map_title(place: str, use_case: str = "") -> str:
    """The title of a map: that of a use case, or the landscape of a discovery or organization."""
    if use_case:
        return _("Interaction map of %(use_case)s") % {"use_case": use_case}
    return _("Landscape of %(place)s") % {"place": place}


def map_description() -> str:
    """A description of a map."""
    return _("Sources on the left, then data products, with consumers and use cases on the right.")


def svg(file: MapFile) -> bytes:
    """Raises DrawingFailed, as all that is drawn."""
    return _svg(file).encode()


def _svg(file: MapFile) -> str:
    return diagrams.draw_svg(file.source, timeout=PATIENCE, **words_of(file))


def words_of(file: MapFile) -> dict[str, Any]:
    """The texts of the map, and of its parts."""
    return {
        "title": file.title,
        "description": file.description,
        "parts": {**parts(file.graph, file.services), **heading_parts(file.graph)},
    }


def png(file: MapFile) -> bytes:
    """The map as a picture."""
    return diagrams.draw_png(file.source, timeout=PATIENCE)


def map_tiles(file: MapFile) -> list[drawing_tiles.Tile]:
    """The drawing for turned pages, in parts where it is large: as few as there can be."""
    versions = []
    for setting in (ROOMY, CLOSE):
        way = replace(file, setting=setting)
        versions.append(drawing_tiles.tiled(_svg(way), title=way.title, description=way.description))
        if len(versions[-1]) == 1:
            break
    return min(versions, key=len)


def drawn_for_report(files: Sequence[MapFile]) -> tuple[Sequence[drawing_tiles.Drawn], bool]:
    """The drawings of a section with room for a legend below, and whether its pages are turned, as
    tiles.laid_out."""
    # Several maps are no larger than has to be, so that two fit on a page.
    largest = drawing_tiles.LARGEST if len(files) == 1 else 0.0
    upright = cache(
        lambda: [_tiled_drawing(replace(file, setting=NARROW), UPRIGHT, largest) for file in files]
    )

    def way(setting: MapSetting) -> Callable[[Page], Sequence[drawing_tiles.Drawn]]:
        return lambda page: (
            upright()
            if page == UPRIGHT
            else [_tiled_drawing(replace(file, setting=setting), page, largest) for file in files]
        )

    # Where it takes parts, they are fewer when it is set close.
    return drawing_tiles.laid_out(way(ROOMY), way(CLOSE))


def _tiled_drawing(file: MapFile, page: Page, largest: float) -> drawing_tiles.Drawn:
    return drawing_tiles.draw_tiles(file.source, page=page, below=LEGEND, largest=largest, **words_of(file))


def map_slides(file: MapFile) -> list[tuple[drawing_tiles.Tile, bytes]]:
    """The drawing in parts for slides, each as a picture (PNG), the overview first. Raises DrawingFailed."""
    close = replace(file, setting=CLOSE)
    pieces = drawing_tiles.tiled(
        _svg(close), title=file.title, description=file.description, page=SLIDE, smallest=SMALLEST_ON_SLIDES
    )
    laid_out = render_to_string(
        "products/map/slides.html", {"tiles": pieces, "language": get_language() or "en"}
    )
    pictures = pictures_of(render_in_subprocess(laid_out, timeout=2 * PATIENCE))
    return list(zip(pieces, pictures, strict=True))


def pdf(file: MapFile) -> bytes:
    """A turned page, or as many as it takes to read all of it."""
    context = {
        "file": file,
        "tiles": map_tiles(file),
        "language": get_language() or "en",
        **signs(file.graph, file.services),
    }
    return render_in_subprocess(render_to_string("products/map/document.html", context), timeout=2 * PATIENCE)


def sheet_pdf(source: str, *, title: str, description: str, place: str, choice: object) -> bytes:
    """The sheet from goals to data products on turned pages, from its DOT `source`; `choice` is the
    goal_costs.GoalChoice whose sums are above it, if it has goals."""
    drawing = diagrams.draw_svg(source, title=title, description=description, timeout=PATIENCE)
    context = {
        "title": title,
        "place": place,
        "choice": choice,
        "tiles": drawing_tiles.tiled(drawing, title=title, description=description),
        "language": get_language() or "en",
    }
    return render_in_subprocess(
        render_to_string("products/value/document.html", context), timeout=2 * PATIENCE
    )


def dot_text(file: MapFile) -> bytes:
    """The source from which the map is drawn, for Graphviz."""
    return file.source.encode("utf-8", "replace")


def mermaid(file: MapFile) -> bytes:
    """The map as Mermaid."""
    return mermaid_source(file.graph, file.services).encode("utf-8", "replace")


def json_file(file: MapFile) -> bytes:
    """The map as nodes and edges."""
    return json_text(file.graph).encode("utf-8", "replace")


def drawio(file: MapFile) -> bytes:
    """The map for draw.io."""
    return diagram_formats.drawio(board_of(file.graph, file.title, file.services)).encode("utf-8", "replace")


def miro(file: MapFile) -> bytes:
    """The map as the table that Miro takes."""
    return diagram_formats.board_csv(board_of(file.graph, file.title, file.services)).encode(
        "utf-8", "replace"
    )


@dataclass(frozen=True, slots=True)
class MapFormat:
    """A way to take a map along: `suffix` of the file, and its `content_type`."""

    suffix: str
    content_type: str
    make: Callable[[MapFile], bytes]


FORMATS: Mapping[str, MapFormat] = MappingProxyType(
    {
        "svg": MapFormat("svg", "image/svg+xml", svg),
        "png": MapFormat("png", "image/png", png),
        "pdf": MapFormat("pdf", "application/pdf", pdf),
        "dot": MapFormat("dot", "text/vnd.graphviz; charset=utf-8", dot_text),
        "mermaid": MapFormat("mmd", "text/plain; charset=utf-8", mermaid),
        "json": MapFormat("json", "application/json", json_file),
        "drawio": MapFormat("drawio", "application/vnd.jgraph.mxfile", drawio),
        "miro": MapFormat("csv", "text/csv; charset=utf-8", miro),
    }
)
