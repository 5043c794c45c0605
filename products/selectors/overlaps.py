"""Where a landscape overlaps: products that several use cases share, and those that are nearly the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from products.interaction_map import Graph, Node, Service
from products.similarity import Pair, Profile, nearly_alike


@dataclass(frozen=True, slots=True)
class SharedProduct:
    """A product that several use cases share, and which ones."""

    product: Node
    use_cases: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Twins:
    """Two products that are nearly the same, why that is so, and what to think about, in sentences."""

    first: Node
    second: Node
    percent_inputs: int | None
    percent_consumers: int | None
    reasons: tuple[str, ...]


def shared_products(graph: Graph, services: dict[str, Service]) -> list[SharedProduct]:
    """The products that several use cases share: those that most do first."""
    found = [
        SharedProduct(node, tuple(graph.by_id[key] for key in services[node.id].shared_by))
        for node in graph.products
        if services[node.id].is_shared
    ]
    return sorted(found, key=lambda each: -len(each.use_cases))


def twins(graph: Graph, threshold: Fraction, *, slug: str) -> list[Twins]:
    """The pairs of products of the discovery with this slug that could be one."""
    profiles = [
        Profile(node.id, frozenset(graph.predecessors[node.id]), frozenset(graph.successors[node.id]))
        for node in graph.products
        if node.discovery == slug
    ]
    return [_twins(graph, pair, threshold) for pair in nearly_alike(profiles, threshold)]


def _twins(graph: Graph, pair: Pair, threshold: Fraction) -> Twins:
    reasons = []
    if pair.inputs is not None and pair.inputs >= threshold:
        reasons.append(_("Both draw on %(names)s.") % {"names": _names(graph, pair.common_inputs)})
    if pair.consumers is not None and pair.consumers >= threshold:
        reasons.append(_("Both deliver to %(names)s.") % {"names": _names(graph, pair.common_consumers)})
    return Twins(
        graph.by_id[str(pair.first)],
        graph.by_id[str(pair.second)],
        _percent(pair.inputs),
        _percent(pair.consumers),
        tuple(reasons),
    )


def _percent(share: Fraction | None) -> int | None:
    return None if share is None else int(share * 100)


def _names(graph: Graph, keys: Iterable[object]) -> str:
    """ "CRM, Consent and HCP registry", in the order of the graph."""
    wanted = set(keys)
    names = [node.name for node in graph.nodes if node.id in wanted]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
