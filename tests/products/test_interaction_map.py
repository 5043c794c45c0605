"""Who feeds whom, what use cases need and what they share: on hand-made graphs, and on any graph."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from products.landscape.map_changes import both_maps, difference
from products.landscape.map_filters import narrowed, restricted
from products.landscape.rules import (
    NOTHING,
    Edge,
    Graph,
    NodeKind,
    Service,
    cycles,
    downstream,
    lanes,
    needs,
    services_of,
    shared,
    upstream,
    without_states,
)
from tests.products.maps import EXAMPLE, graph, graphs, node


def ids(part: Graph) -> set[str]:
    return {each.id for each in part.nodes}


def test_the_example_shares_what_feeds_both_use_cases() -> None:
    services = services_of(EXAMPLE)

    assert shared(EXAMPLE) == {"p_hcp", "p_consent", "p_content"}
    both = ("u_360", "u_eng")
    assert services["p_hcp"] == Service(both, both)
    assert services["p_visits"] == Service(both, ("u_360",))
    # HCP 360 feeds Digital Engagement, which needs it, and is shared by its own use case only.
    assert services["c_360"] == Service(both, ("u_360",))
    assert services["c_360"].reaches == ("u_eng",)
    assert services["c_eng"] == Service(("u_eng",), ("u_eng",))
    assert needs(EXAMPLE)["u_eng"] == {each.id for each in EXAMPLE.products}
    assert needs(EXAMPLE)["u_360"] == {"p_visits", "p_hcp", "p_consent", "p_content", "c_360"}
    assert needs(EXAMPLE)["u_next"] == set()


@pytest.mark.parametrize(
    ("edges", "product", "service"),
    [
        ("p1>p2 p2>p3 p3>c1 c1>u1", "p1", Service(("u1",), ("u1",))),
        ("p1>u1 p1>c1 c1>u2", "p1", Service(("u1", "u2"), ("u1", "u2"))),
        ("p1>c1 c1>p2 p2>c2 c2>u2 c1>u1", "p1", Service(("u2", "u1"), ("u1",))),
        ("p1>a1 a1>c1 a1>c2 c1>u1 c2>u2", "p1", Service(("u1", "u2"), ("u1", "u2"))),
        ("a1>a2 a2>a1 a1>c1 a2>c2 c1>u1 c2>u2", "a1", Service(("u1", "u2"), ("u1", "u2"))),
        ("c1>c2 c1>a1 a1>c3 c2>u2 c3>u3", "c1", Service(("u2", "u3"), ())),
        ("c1>w1 w1>u1", "c1", Service(("u1",), ("u1",))),
        ("p1>p2 p2>p1 p2>c1 c1>u1", "p1", Service(("u1",), ("u1",))),
        ("p1>p1 p1>c1 c1>u1 c1>c1", "p1", Service(("u1",), ("u1",))),
        ("c1>c2 c2>c1 c2>u2 c1>u1", "c1", Service(("u2", "u1"), ("u1",))),
        ("s1>p1", "p1", NOTHING),
        ("u1>p1", "p1", NOTHING),
    ],
)
def test_what_needs_and_shares_a_product(edges: str, product: str, service: Service) -> None:
    assert services_of(graph(edges))[product] == service


def counted(of: Graph, start: str, seen: tuple[str, ...] = ()) -> set[str]:
    """Who shares a product, by the words of the rule and without any cleverness."""
    use_cases: set[str] = set()
    for edge in of.edges:
        if edge.source != start:
            continue
        ends = [edge.target]
        if of.by_id[edge.target].kind is NodeKind.CONSUMER:
            ends = [further.target for further in of.edges if further.source == edge.target]
        use_cases |= {end for end in ends if of.by_id[end].kind is NodeKind.USE_CASE}
        is_product = of.by_id[edge.target].kind.is_product
        is_passing = of.by_id[start].kind in {NodeKind.SOURCE_ORIENTED_PRODUCT, NodeKind.AGGREGATE_PRODUCT}
        if is_passing and is_product and edge.target not in seen:
            use_cases |= counted(of, edge.target, (*seen, start))
    return use_cases


@given(graphs(most=9))
def test_any_graph_is_counted_by_the_rule(of: Graph) -> None:
    services = services_of(of)

    assert set(services) == {each.id for each in of.products}
    for product, service in services.items():
        assert set(service.shared_by) == counted(of, product)
        assert set(service.shared_by) | set(service.reaches) == set(service.needed_by)
        assert service.is_shared == (len(service.shared_by) > 1) == (product in shared(of))


def closure(of: Graph, use_case: str) -> set[str]:
    """What a use case needs, by the words of the rule: what feeds it, again until nothing is new."""
    products = {each.id for each in of.products}
    ends = {use_case} | {
        edge.source
        for edge in of.edges
        if edge.target == use_case and of.by_id[edge.source].kind is NodeKind.CONSUMER
    }
    needed: set[str] = set()
    while True:
        further = {edge.source for edge in of.edges if edge.target in ends | needed} & products
        if further <= needed:
            return needed
        needed |= further


@given(graphs(most=9))
def test_any_use_case_needs_the_closure_whatever_the_types(of: Graph) -> None:
    needed = needs(of)
    assert needed == {each.id: closure(of, each.id) for each in of.of_kind(NodeKind.USE_CASE)}
    for kind in (
        NodeKind.SOURCE_ORIENTED_PRODUCT,
        NodeKind.AGGREGATE_PRODUCT,
        NodeKind.CONSUMER_ORIENTED_PRODUCT,
    ):
        nodes = (replace(each, kind=kind) if each.kind.is_product else each for each in of.nodes)
        assert needs(Graph.of(nodes, of.edges)) == needed


@given(graphs())
def test_upstream_and_downstream_are_two_sides_of_one_thing(of: Graph) -> None:
    for one in of.nodes:
        assert one.id not in upstream(of, one.id)
        for other in downstream(of, one.id):
            assert one.id in upstream(of, other)


def test_lanes_run_from_sources_to_use_cases() -> None:
    of = graph("u1>p1 c1>u1 p1>a1 a1>c1 s1>i1", "w1")
    assert [kind for kind, _nodes in lanes(of)] == list(NodeKind)
    assert [kind for kind, _nodes in lanes(graph("", "u1", "s1"))] == [NodeKind.SOURCE, NodeKind.USE_CASE]
    assert lanes(Graph()) == ()


def test_edges_are_there_once_and_never_lead_nowhere() -> None:
    made = Graph.of(
        [node("s1"), node("p1"), node("p1", name="again")], [Edge("s1", "p1")] * 2 + [Edge("p1", "x")]
    )

    assert made.edges == (Edge("s1", "p1"),)
    assert [each.name for each in made.nodes] == ["s1", "p1"]


def test_cycles_are_found() -> None:
    assert cycles(graph("p1>p2 p2>p3 p3>p1 p4>p4 p5>p1")) == (("p1", "p2", "p3"), ("p4",))
    assert cycles(EXAMPLE) == ()


# --- Parts ----------------------------------------------------------------------------------------


def test_the_map_of_a_use_case_holds_what_leads_to_it() -> None:
    part = restricted(EXAMPLE, use_cases=["u_eng"])

    assert ids(part) == ids(EXAMPLE) - {"u_360", "u_next", "w_reps"}
    assert "w_reps" in ids(restricted(EXAMPLE, use_cases=["u_360"]))
    assert ids(restricted(EXAMPLE, use_cases=["u_next"])) == {"u_next"}
    assert restricted(EXAMPLE, use_cases=["unknown"]) == Graph()


def test_products_in_a_state_come_with_what_is_connected() -> None:
    nodes = [replace(each, state="live" if each.id == "p_campaigns" else "planned") for each in EXAMPLE.nodes]
    part = restricted(Graph.of(nodes, EXAMPLE.edges), states=["live"])

    assert ids(part) == {"s_mail", "s_web", "i_hub", "p_campaigns"}


def test_a_domain_comes_with_its_neighbors() -> None:
    nodes = [replace(each, domain="Sales" if each.id == "c_360" else "Other") for each in EXAMPLE.nodes]
    part = restricted(Graph.of(nodes, EXAMPLE.edges), domains=["Sales"])

    assert ids(part) == {"c_360", "p_visits", "p_hcp", "p_consent", "p_content", "c_eng", "u_360", "w_reps"}


def test_without_a_state_all_else_stays() -> None:
    nodes = [replace(each, state="retired" if each.id == "c_360" else "live") for each in EXAMPLE.nodes]

    assert ids(without_states(Graph.of(nodes, EXAMPLE.edges), "retired")) == ids(EXAMPLE) - {"c_360"}


# --- Two maps -------------------------------------------------------------------------------------


def test_the_difference_of_two_maps() -> None:
    before, after = graph("s1>p1 p1>c1 c1>u1", "p2"), graph("s1>p1 p1>c1 c1>u1 p1>u2 s2>p1")
    after = Graph.of(
        [replace(each, name="New") if each.id == "c1" else each for each in after.nodes], after.edges
    )

    delta = difference(before, after)

    assert delta.new_nodes == {"s2", "u2"}
    assert delta.removed_nodes == {"p2"}
    assert delta.changed_nodes == {"p1", "c1"}  # p1 serves another use case now, c1 has another name
    assert delta.new_edges == {Edge("p1", "u2"), Edge("s2", "p1")}
    assert not delta.removed_edges
    assert not delta.is_empty
    assert difference(before, before).is_empty
    assert ids(both_maps(before, after)) == ids(before) | ids(after)
    assert both_maps(before, after).by_id["c1"].name == "New"


def test_a_chain_of_thousands_that_closes_is_no_special_case() -> None:
    size = 3000
    keys = [f"p{number}" for number in range(size)]
    chain = [Edge(start, end) for start, end in zip(keys, [*keys[1:], keys[0]], strict=True)]
    chain += [Edge(key, f"u{number % 50}") for number, key in enumerate(keys)]
    of = Graph.of([*map(node, keys), *(node(f"u{number}") for number in range(50))], chain)

    services = services_of(of)

    assert len(services["p0"].needed_by) == 50
    assert len(cycles(of)[0]) == size


def test_retired_products_are_there_for_who_asks() -> None:
    nodes = [
        replace(each, state="retired" if each.id == "c_360" else "live", uuid=each.id)
        for each in EXAMPLE.nodes
    ]
    everything = Graph.of(nodes, EXAMPLE.edges)

    whole, part = narrowed(everything)
    assert whole == part == without_states(everything, "retired")
    assert narrowed(everything, state="retired")[0] == everything
    assert ids(narrowed(everything, state="retired")[1]) == {"c_360", "u_360", "w_reps"}
    assert ids(narrowed(everything, middle=["u_360"])[1]) == {"u_360"}
    assert narrowed(everything, middle=["unknown"])[1] == Graph()
