"""The landscape before and after: what was added, removed and changed between two days."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from discovery.models import Discovery
from organizations.web import AccountRequest, page
from products.landscape.drawing import KINDS
from products.landscape.forms import CompareForm
from products.landscape.map_changes import MapDifference, both_maps, difference
from products.landscape.rules import Edge, Graph, services_of
from products.landscape.selectors import graph_of
from products.landscape.views import draw, visible_slugs
from products.views.common import viewer
from products.views.node_addresses import addresses


@dataclass(frozen=True, slots=True)
class MapChange:
    """One line of the list: `word` is the change, `url` its address, "" for what is gone."""

    word: str
    sign: str
    kind: str
    name: str
    url: str = ""


@viewer
@require_safe
def landscape_compare(request: AccountRequest, discovery: Discovery) -> HttpResponse:
    """The landscape at the ends of `?from=` and `?to=`, days of the reader's calendar; without them, of a
    month ago and today."""
    url = reverse("products:landscape_compare", args=[discovery.slug])
    query = request.GET.copy()
    began = discovery.created_at
    now = timezone.now()
    is_asked = "from" in query or "to" in query
    if not is_asked:
        query["from"] = max(began, now - timedelta(days=30)).date().isoformat()
        query["to"] = now.date().isoformat()
    form = CompareForm(query, since=began)
    context: dict[str, Any] = {
        "discovery": discovery,
        "form": form,
        "url": url,
        "here": request.get_full_path(),
        "is_compare": True,
        "is_asked": is_asked,
        "title": _("Landscape before and after"),
    }
    if is_asked and form.is_valid():
        context |= _compared(request, discovery, *form.cleaned_data["moments"])
    status = 422 if is_asked and form.errors else 200
    return page(request, "products/landscape/compare.html", context, part="compare", status=status)


def _compared(request: AccountRequest, discovery: Discovery, earlier: Any, later: Any) -> dict[str, Any]:
    before, after = graph_of(discovery, as_of=earlier), graph_of(discovery, as_of=later)
    change = difference(before, after)
    both = both_maps(before, after)
    services = {**services_of(before), **services_of(after)}
    urls = addresses(after, visible_slugs(request, discovery, after))
    there = {node.id for node in graph_of(discovery).nodes}
    links = {key: url for key, url in urls.items() if key in there}
    context: dict[str, Any] = {
        "is_compared": True,
        "changes": _list(before, after, change, links),
        "graph": both,
    }
    if both.nodes and not change.is_empty:
        context |= draw(
            request,
            f"{discovery.slug}\0compare\0{earlier}\0{later}",
            both,
            services,
            links,
            title=_("Landscape of %(discovery)s, before and after") % {"discovery": discovery},
            change=change,
        )
    return context


def _list(before: Graph, after: Graph, change: MapDifference, links: dict[str, str]) -> list[MapChange]:
    def nodes(keys: frozenset[str], graph: Graph, word: str, sign: str) -> list[MapChange]:
        return [
            MapChange(
                word,
                sign,
                str(KINDS[node.kind]),
                _renamed(before, node.id, node.name),
                links.get(node.id, ""),
            )
            for node in graph.nodes
            if node.id in keys
        ]

    def edges(differing: frozenset[Edge], graph: Graph, word: str, sign: str) -> list[MapChange]:
        return [
            MapChange(
                word,
                sign,
                _("Connection"),
                f"{graph.by_id[edge.source].name} → {graph.by_id[edge.target].name}",
            )
            for edge in graph.edges
            if edge in differing
        ]

    return [
        *nodes(change.new_nodes, after, _("New"), "+"),
        *nodes(change.removed_nodes, before, _("Removed"), "−"),
        *nodes(change.changed_nodes, after, _("Changed"), "~"),
        *edges(change.new_edges, after, _("New"), "+"),
        *edges(change.removed_edges, before, _("Removed"), "−"),
    ]


def _renamed(before: Graph, key: str, name: str) -> str:
    old = before.by_id.get(key)
    if old is None or old.name == name:
        return name
    return _("%(name)s (was %(before)s)") % {"name": name, "before": old.name}
