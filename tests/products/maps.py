"""Maps to test with: small graphs by hand, random ones, and what the running example looks like."""

from __future__ import annotations

from hypothesis import strategies as st

from products.landscape.rules import Edge, Graph, Node, NodeKind

KINDS = {
    "s": NodeKind.SOURCE,
    "i": NodeKind.INTEGRATION_SOURCE,
    "p": NodeKind.SOURCE_ORIENTED_PRODUCT,
    "c": NodeKind.CONSUMER_ORIENTED_PRODUCT,
    "w": NodeKind.CONSUMER,
    "u": NodeKind.USE_CASE,
    "a": NodeKind.AGGREGATE_PRODUCT,
}


def node(key: str, **fields: str) -> Node:
    """The first letter of `key` says what it is, as in KINDS."""
    return Node(id=key, kind=KINDS[key[0]], name=fields.pop("name", key), **fields)


def graph(edges: str, *loose: str) -> Graph:
    """From "s1>p1 p1>c1": the ends become nodes, after the `loose` ones."""
    pairs = [edge.split(">") for edge in edges.split()]
    keys = dict.fromkeys((*loose, *(key for pair in pairs for key in pair)))
    return Graph.of(map(node, keys), (Edge(start, end) for start, end in pairs))


@st.composite
def graphs(draw: st.DrawFn, most: int = 14) -> Graph:
    """Any graph, also with loose nodes, cycles, nodes that feed themselves, and edges against the data."""
    letters = draw(st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=most))
    keys = [f"{letter}{number}" for number, letter in enumerate(letters)]
    ends = st.sampled_from(keys)
    edges = draw(st.lists(st.tuples(ends, ends), max_size=2 * most))
    return Graph.of(map(node, keys), (Edge(start, end) for start, end in edges))


EXAMPLE = graph(
    "s_crm>p_visits s_crm>p_hcp s_mail>i_hub s_web>i_hub i_hub>p_campaigns s_mdm>p_hcp s_mdm>p_consent "
    "s_events>p_content p_visits>c_360 p_hcp>c_360 p_consent>c_360 p_content>c_360 p_campaigns>c_eng "
    "p_hcp>c_eng p_consent>c_eng p_content>c_eng c_360>c_eng c_360>u_360 c_eng>u_eng c_360>w_reps",
    "u_next",
)


def large(size: int) -> Graph:
    """About `size` nodes in the proportions of a real landscape, each product with a few feeders."""
    many = {"s": size // 5, "p": size // 3, "c": size // 5, "w": size // 10, "u": size // 10}
    keys = {letter: [f"{letter}{number}" for number in range(count)] for letter, count in many.items()}
    edges = []
    for letter, feeders, each in (("p", "s", 2), ("c", "p", 4), ("w", "c", 2), ("u", "c", 2)):
        for number, key in enumerate(keys[letter]):
            near = number * len(keys[feeders]) // len(keys[letter])
            for step in range(each):
                edges.append(Edge(keys[feeders][(near + step * step) % len(keys[feeders])], key))
    edges += [Edge(keys["p"][n], keys["p"][n + 1]) for n in range(0, len(keys["p"]) - 1, 7)]
    return Graph.of((node(key) for group in keys.values() for key in group), edges)
