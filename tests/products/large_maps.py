"""Landscapes as large as real ones, made by a seed: an energy supplier with aggregates between products."""

from __future__ import annotations

import random
from dataclasses import replace

from products.landscape.rules import Edge, Graph, Node, NodeKind

_THINGS: tuple[str, ...] = (
    "Smart-meter readings",
    "Grid topology",
    "Tariff catalog",
    "Outage notifications",
    "Customer accounts",
)
_THINGS += (
    "Distributed generation register",
    "Load profiles",
    "Market prices",
    "Billing runs",
    "Maintenance orders",
)
_THINGS += (
    "Transformer load",
    "Charging sessions",
    "Weather forecasts",
    "Contract master data",
    "Field crews",
)
_OF = (
    "",
    " by region",
    " of industrial customers",
    " in the medium-voltage grid",
    " (hourly)",
    " 360°",
    " history",
)
_STATES = ("live", "planned", "building", "proposed")
TEAMS = ("Grid operations", "Customer", "Metering and data exchange", "Trading", "")


def landscape(products: int, *, seed: int = 1) -> Graph:
    """So many products, half as many sources, two thirds as many use cases, a third as many consumers."""
    some = random.Random(seed)
    many = {
        NodeKind.SOURCE: products * 14 // 30,
        NodeKind.INTEGRATION_SOURCE: products // 15,
        NodeKind.SOURCE_ORIENTED_PRODUCT: products * 13 // 30,
        NodeKind.AGGREGATE_PRODUCT: products * 5 // 30,
    }
    many[NodeKind.CONSUMER_ORIENTED_PRODUCT] = (
        products - many[NodeKind.SOURCE_ORIENTED_PRODUCT] - many[NodeKind.AGGREGATE_PRODUCT]
    )
    many |= {NodeKind.CONSUMER: products // 3, NodeKind.USE_CASE: products * 2 // 3}
    nodes = [
        Node(
            f"{kind}-{number}",
            kind,
            f"{some.choice(_THINGS)}{some.choice(_OF)} {number}",
            state=some.choice(_STATES) if kind.is_product else "",
        )
        for kind, count in many.items()
        for number in range(count)
    ]
    of = {kind: [node.id for node in nodes if node.kind is kind] for kind in many}
    feeders = {
        NodeKind.INTEGRATION_SOURCE: ((NodeKind.SOURCE, 3),),
        NodeKind.SOURCE_ORIENTED_PRODUCT: ((NodeKind.SOURCE, 2), (NodeKind.INTEGRATION_SOURCE, 1)),
        NodeKind.AGGREGATE_PRODUCT: ((NodeKind.SOURCE_ORIENTED_PRODUCT, 4), (NodeKind.AGGREGATE_PRODUCT, 1)),
        NodeKind.CONSUMER_ORIENTED_PRODUCT: (
            (NodeKind.SOURCE_ORIENTED_PRODUCT, 2),
            (NodeKind.AGGREGATE_PRODUCT, 1),
        ),
        NodeKind.CONSUMER: ((NodeKind.CONSUMER_ORIENTED_PRODUCT, 2),),
        NodeKind.USE_CASE: ((NodeKind.CONSUMER_ORIENTED_PRODUCT, 2), (NodeKind.CONSUMER, 1)),
    }
    edges = [
        Edge(some.choice(of[feeder]), key)
        for kind, before in feeders.items()
        for key in of[kind]
        for feeder, count in before
        for _number in range(some.randint(1, count))
    ]
    return Graph.of(nodes, (edge for edge in edges if edge.source != edge.target))


def teams(of: Graph) -> dict[str, str]:
    """The team of each product that has one."""
    return {
        node.id: TEAMS[number % len(TEAMS)]
        for number, node in enumerate(of.products)
        if number % len(TEAMS) != 4
    }


def worded(of: Graph, name: str) -> Graph:
    """The same with another name for every node."""
    return Graph.of((replace(node, name=name) for node in of.nodes), of.edges)
