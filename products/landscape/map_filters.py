"""Parts of a map: for some use cases, states or domains, or around what someone asked for. Pure."""

from collections.abc import Collection

from products.landscape.rules import Graph, NodeKind, around, downstream, reaching, upstream, without_states


def restricted(
    graph: Graph,
    *,
    use_cases: Collection[str] = (),
    states: Collection[str] = (),
    domains: Collection[str] = (),
) -> Graph:
    """The part of the map with these use cases (ids), states of products and domains (names); empty means
    all.

    By use case: everything that leads to it, and the consumers of the products that serve it. By state: the
    products in these states, and everything connected with them. By domain: what is in it, and what is
    directly connected with that.
    """
    if use_cases:
        graph = _for_use_cases(graph, use_cases)
    if states:
        graph = _around(graph, {node.id for node in graph.products if node.state in states})
    if domains:
        inside = {node.id for node in graph.nodes if node.domain in domains}
        around = {
            end
            for edge in graph.edges
            if edge.source in inside or edge.target in inside
            for end in (edge.source, edge.target)
        }
        graph = graph.part(inside | around)
    return graph


def narrowed(
    everything: Graph, *, middle: Collection[str] = (), state: str = "", domain: str = ""
) -> tuple[Graph, Graph]:
    """The landscape, and the part of it that someone asked for: by the ids of the nodes in the middle, a
    state and the name of a domain, each empty for all. Retired products are in it only when asked for."""
    whole = everything if state == "retired" else without_states(everything, "retired")
    use_cases = [
        key for key in middle if key not in whole.by_id or whole.by_id[key].kind is NodeKind.USE_CASE
    ]
    part = restricted(
        whole if len(use_cases) == len(middle) else whole.part(around(whole, *middle)),
        use_cases=middle if len(use_cases) == len(middle) else (),
        states=[state] if state else (),
        domains=[domain] if domain else (),
    )
    return whole, part


def _for_use_cases(graph: Graph, use_cases: Collection[str]) -> Graph:
    chosen_cases = {node.id for node in graph.of_kind(NodeKind.USE_CASE) if node.id in use_cases}
    ids = chosen_cases | upstream(graph, *chosen_cases)
    for product, sharing in reaching(graph).items():
        if chosen_cases.intersection(sharing):
            ids |= {
                target
                for target in graph.successors[product]
                if graph.by_id[target].kind is NodeKind.CONSUMER
            }
    return graph.part(ids)


def _around(graph: Graph, products: Collection[str]) -> Graph:
    """These products, with all else that is connected with them without another product in between."""
    others = graph.part({node.id for node in graph.nodes if not node.kind.is_product or node.id in products})
    return others.part({*products, *upstream(others, *products), *downstream(others, *products)})
