"""The landscape: what feeds what, as a drawing to look at together and as a table, always current."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from discovery.discoveries.selectors import seen_by
from discovery.models import Discovery
from discovery.permissions import may_edit
from discovery.selectors.change_counter import pulse_among, pulse_of
from discovery.web.drawings import pending_drawing
from organizations.web import AccountRequest, page
from products.design.product.selectors import use_cases_without
from products.landscape.drawing import HEADINGS, map_source, parts
from products.landscape.files import map_title
from products.landscape.folded_drawing import FoldedMap
from products.landscape.map_changes import MapDifference
from products.landscape.map_filters import narrowed
from products.landscape.rules import Graph, NodeKind, Service, circular, services_of, unserved
from products.landscape.selectors import current_graph, graph_of
from products.landscape.stage_drawing import map_page_source
from products.models import ProductState
from products.selectors.map_focus_choices import MapFocus, focuses, looked_up, teams_of
from products.selectors.map_table import products_of, table_of
from products.views.common import viewer
from products.views.node_addresses import addresses

TABLE = "table"
# At most so many results of a search are offered.
_MOST_FOUND = 30


@dataclass(frozen=True, slots=True)
class MapFilters:
    """The visible part of the landscape, from the address: the key of its middle, a state of products and the
    name of a domain, each "" for all. `find` is the text of a search."""

    focus: str = ""
    state: str = ""
    domain: str = ""
    view: str = ""
    find: str | None = None

    @classmethod
    def of(cls, request: AccountRequest) -> MapFilters:
        values = {name: request.GET.get(name, "") for name in ("focus", "state", "domain", "view")}
        values["state"] = values["state"] if values["state"] in ProductState.values else ""
        values["view"] = TABLE if values["view"] == TABLE else ""
        # The map of a use case had a separate address.
        if not values["focus"] and (use_case := request.GET.get("use_case")):
            values["focus"] = f"use_case-{use_case}"
        return cls(**values, find=request.GET.get("find"))

    def settled(self, choices: Sequence[MapFocus]) -> tuple[MapFilters, list[MapFocus]]:
        """With the one thing in the middle that `find` names; where it names none or several, without one,
        and these."""
        if self.find is None or any(each.key == self.focus and each.name == self.find for each in choices):
            return self, []
        matching = looked_up(choices, self.find) if self.find.strip() else []
        if len(matching) == 1:
            return replace(self, focus=matching[0].key), []
        return replace(self, focus=""), matching

    def query(self, **other: str) -> str:
        """The query of the address, with `?`; "" when it is empty."""
        fields = {name: getattr(self, name) for name in ("focus", "state", "domain", "view")} | other
        query = urlencode({name: value for name, value in fields.items() if value})
        return f"?{query}" if query else ""


@viewer
@require_safe
def landscape(request: AccountRequest, discovery: Discovery) -> HttpResponse:
    """The landscape of the discovery; `?focus=` puts one thing in the middle
    (map_focus_choices.MapFocus.key), `?find=` looks it up by its name, `?state=` and `?domain=` narrow it
    down, `?view=table` is the table."""
    pulse = pulse_of(discovery)
    whole = graph_of(discovery)
    url = reverse("products:landscape", args=[discovery.slug])
    context = _context(request, discovery, whole, url)
    context |= {
        "pulse": pulse,
        "unserved": use_cases_without(discovery) if not context["wanted"].query(view="") else (),
        "title": _("Landscape"),
    }
    return page(request, "products/landscape/page.html", context, part="map")


@viewer
@require_safe
def landscape_small(request: AccountRequest, discovery: Discovery) -> HttpResponse:
    """The picture of the landscape for the overview, without retired products; the page it is on asks for it,
    and asks again while it is being drawn."""
    graph = current_graph(discovery)
    drawing = pending_drawing(
        request,
        f"small-{discovery.pk}",
        map_page_source(graph),
        title=map_title(str(discovery)),
        description=_("The table of the landscape contains the same information."),
    )
    services = services_of(graph)
    context = {
        "discovery": discovery,
        "has_bare": bool(unserved(graph, services)),
        "products": products_of(discovery.slug, graph, services, addresses(graph, {discovery.slug})),
        **drawing,
    }
    return page(request, "products/landscape/small.html", context)


@viewer
@require_safe
def landscape_organization(request: AccountRequest, discovery: Discovery) -> HttpResponse:
    """The landscape across the domains of the organization: of the discoveries that the account may see."""
    organization = discovery.domain.organization
    visible = seen_by(request.account, organization)
    pulse = pulse_among(visible)
    whole = graph_of(organization, among=visible)
    url = reverse("products:landscape_organization", args=[discovery.slug])
    context = _context(request, discovery, whole, url, by_domain=True)
    context |= {
        "pulse": pulse,
        "unserved": (),
        "title": _("Landscape of %(organization)s") % {"organization": organization},
        "is_organization": True,
    }
    return page(request, "products/landscape/page.html", context, part="map")


def _context(
    request: AccountRequest, discovery: Discovery, everything: Graph, url: str, *, by_domain: bool = False
) -> dict[str, Any]:
    query = MapFilters.of(request)
    choices = focuses(discovery, narrowed(everything, state=query.state)[0])
    filters, matching = query.settled(choices)
    focus = next((each for each in choices if each.key == filters.focus), None)
    middle = focus.middle if focus else {filters.focus} - {""}
    whole, graph = narrowed(everything, middle=middle, state=filters.state, domain=filters.domain)
    services = services_of(whole)
    visible = visible_slugs(request, discovery, whole)
    links = addresses(graph, visible)
    here = f"{url}{filters.query()}"
    is_table = filters.view == TABLE
    of = {"of": "organization"} if by_domain else {}
    context: dict[str, Any] = {
        "discovery": discovery,
        "wanted": filters,
        "here": here,
        "url": url,
        "graph": graph,
        "focus": focus,
        "use_case": next(
            (node for node in whole.of_kind(NodeKind.USE_CASE) if node.id == filters.focus), None
        ),
        "known": choices,
        "matching": [(each, f"{url}{filters.query(focus=each.key)}") for each in matching[:_MOST_FOUND]],
        "matches_nothing": bool(filters.find and filters.find.strip()) and not matching and focus is None,
        "everything_url": f"{url}{filters.query(focus='')}",
        "focus_at": f"{url}{filters.query(focus='')}{'&' if filters.query(focus='') else '?'}focus=",
        "focus_page": links.get(filters.focus, ""),
        "is_empty": not everything.products,
        "is_filtered": bool(filters.query(view="")),
        "is_table": is_table,
        "count": len(graph.products),
        "count_shared": sum(services[node.id].is_shared for node in graph.products),
        "editing": may_edit(request.actor, discovery),
        "views": [
            {"words": _("Map"), "href": f"{url}{filters.query(view='')}", "current": not is_table},
            {"words": _("Table"), "href": f"{url}{filters.query(view=TABLE)}", "current": is_table},
        ],
        "filters": _filters(whole, filters),
        "exports": [
            {"words": words, "href": f"{address}{filters.query(view='', **of)}"}
            for words, address in _exports(discovery)
        ],
    }
    if is_table:
        context["rows"] = table_of(graph, services, whole, links)
    elif graph.nodes:
        key = f"{here}\0{request.account.pk}" if by_domain else here
        title = focus.title if focus else map_title(str(discovery))
        if focus is None:
            context |= draw(request, key, graph, services, links, title=title, by_domain=by_domain)
        else:
            folded_map = FoldedMap(
                whole, services, frozenset(graph.by_id), focus.middle, teams_of(whole, visible)
            )
            context |= _draw_folded(request, key, folded_map, links, title)
            context["bundles"] = [
                {
                    "bundle": bundle,
                    "heading": HEADINGS[bundle.node.kind],
                    "nodes": [(node, f"{url}{filters.query(focus=node.id)}") for node in bundle.nodes],
                }
                for bundle in (*folded_map.folded.bundles.values(), *folded_map.folded.away)
            ]
    return context


def _draw_folded(
    request: AccountRequest, key: str, folded_map: FoldedMap, links: Mapping[str, str], title: str
) -> dict[str, Any]:
    drawing = pending_drawing(
        request,
        key,
        folded_map.source,
        title=title,
        description=_(
            "Everything that feeds it is on the left, everything it feeds on the right. The "
            "table contains the same information."
        ),
        links={**links, **{bundle: f"#{bundle}" for bundle in folded_map.folded.bundles}},
        parts=folded_map.parts,
    )
    near = folded_map.folded.graph
    has_bare = bool(folded_map.bare & near.by_id.keys())
    return {**drawing, "has_circle": bool(circular(near)), "has_bare": has_bare}


# The formats of products.landscape.files, in the order of the menu.
_FORMATS = (
    ("svg", "SVG"),
    ("png", "PNG"),
    ("pdf", "PDF"),
    ("dot", "DOT (Graphviz)"),
    ("mermaid", "Mermaid"),
    ("json", "JSON"),
    ("drawio", "draw.io"),
    ("miro", "Miro (CSV)"),
)


def _exports(discovery: Discovery) -> list[tuple[str, str]]:
    return [
        (words, reverse("products:landscape_export", args=[discovery.slug, key])) for key, words in _FORMATS
    ]


def visible_slugs(request: AccountRequest, discovery: Discovery, graph: Graph) -> set[str]:
    """The discoveries whose pages the account may open, of those that the graph shows."""
    slugs = {node.discovery for node in graph.nodes}
    if slugs <= {discovery.slug}:
        return slugs
    visible = seen_by(request.account, discovery.domain.organization)
    return set(visible.values_list("slug", flat=True))


def draw(
    request: AccountRequest,
    key: str,
    graph: Graph,
    services: Mapping[str, Service],
    links: dict[str, str],
    *,
    title: str,
    by_domain: bool = False,
    change: MapDifference | None = None,
) -> dict[str, Any]:
    """The context of a page for the map `key`: `drawing`, `is_pending`, `problem`."""
    source = (
        map_source(graph, services=services, change=change, by_domain=True)
        if by_domain
        else map_page_source(graph, services, change)
    )
    drawing = pending_drawing(
        request,
        key,
        source,
        title=title,
        description=_(
            "Sources on the left, then data products, with consumers and use cases on the right. "
            "The table contains the same information."
        ),
        links=links,
        parts=parts(graph, services, change),
    )
    return {**drawing, "has_circle": bool(circular(graph)), "has_bare": bool(unserved(graph, services))}


def _filters(whole: Graph, current: MapFilters) -> list[dict[str, Any]]:
    domains = sorted({node.domain for node in whole.nodes if node.domain})
    filters = [
        _filter("state", _("State"), _("All except retired"), ProductState.choices, current.state),
    ]
    if len(domains) > 1:
        pairs = [(name, name) for name in domains]
        filters.append(_filter("domain", _("Domain"), _("All domains"), pairs, current.domain))
    return filters


def _filter(
    name: str, label: str, every: str, choices: Iterable[tuple[Any, Any]], current: str
) -> dict[str, Any]:
    options = [
        {"value": value, "words": words, "selected": value == current}
        for value, words in (("", every), *choices)
    ]
    return {"name": name, "label": label, "options": options}
