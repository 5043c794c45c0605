"""How long maps take: to draw, and until the page of a large one answers."""

import subprocess
import time
import urllib.request

from bench.results import Figure, median
from bench.server_processes import Server
from core.services import artifacts, operation
from discovery.discoveries.services import create_discovery
from discovery.models import Discovery
from lvt.models import UseCase
from organizations.actors import Actor
from organizations.models import User
from products.landscape.drawing import map_source
from products.landscape.rules import Edge, Graph, Node, NodeKind
from products.models import Consumer, DataProduct, InputPort, ProductConsumer, ProductUseCase, Source

RUNS = 5
# Nodes of a map, and in how many seconds `dot` has to draw it.
GOALS = ((12, 0.1), (120, 0.5), (400, 2.0))
LARGEST = 400
PAGE_SECONDS = 1.0
# Of hundred nodes, how many are of each kind; who feeds it, and how many feed each.
SHARES = (
    (NodeKind.SOURCE, 20, None, 0),
    (NodeKind.SOURCE_ORIENTED_PRODUCT, 34, NodeKind.SOURCE, 2),
    (NodeKind.CONSUMER_ORIENTED_PRODUCT, 22, NodeKind.SOURCE_ORIENTED_PRODUCT, 4),
    (NodeKind.CONSUMER, 12, NodeKind.CONSUMER_ORIENTED_PRODUCT, 2),
    (NodeKind.USE_CASE, 12, NodeKind.CONSUMER_ORIENTED_PRODUCT, 2),
)


def landscape(size: int) -> Graph:
    """A landscape of about `size` nodes, each fed by some that are near it and one that is far."""
    keys = {kind: [f"{kind}-{n}" for n in range(max(1, size * share // 100))] for kind, share, *_ in SHARES}
    edges = []
    for kind, _share, feeders, count in SHARES:
        for number, key in enumerate(keys[kind]):
            for step in range(count if feeders else 0):
                before = keys[feeders]  # type: ignore[index]  # there are none without feeders
                near = number * len(before) // len(keys[kind])
                edges.append(Edge(before[(near + 7 * step * step) % len(before)], key))
    nodes = [
        Node(key, kind, f"Data about number {key[-3:]}") for kind, several in keys.items() for key in several
    ]
    return Graph.of(nodes, edges)


def drawings() -> list[Figure]:
    """`dot` alone, as a process, on maps of each size: the median of some runs."""
    figures = []
    for size, goal in GOALS:
        graph = landscape(size)
        source = map_source(graph).encode()
        seconds = []
        for _run in range(RUNS):
            started = time.perf_counter()
            subprocess.run(["dot", "-Tsvg"], input=source, stdout=subprocess.DEVNULL, check=True)
            seconds.append(time.perf_counter() - started)
        note = f"{len(graph.nodes)} nodes, {len(graph.edges)} edges; slowest {max(seconds):.2f} s"
        figures.append(Figure(f"map of {size} nodes, drawn", median(seconds), "s", f"<= {goal:g}", note))
    return figures


def page(server: Server, session: str) -> list[Figure]:
    """The page of the largest map: the first time, when its drawing is pending, and then with it."""
    discovery = _save_graph(landscape(LARGEST))
    url = f"{server.url}/d/{discovery.slug}/landscape/"
    seconds = []
    for _run in range(RUNS):
        started = time.perf_counter()
        asked = urllib.request.Request(url, headers={"Cookie": f"sessionid={session}"})  # noqa: S310  our own server
        with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310  our own server
            answer.read()
        seconds.append(time.perf_counter() - started)
    note = f"first {seconds[0]:.2f} s, then {median(seconds[1:]):.2f} s"
    return [
        Figure(f"page of a map of {LARGEST} nodes, slowest", max(seconds), "s", f"<= {PAGE_SECONDS:g}", note)
    ]


def _save_graph(graph: Graph) -> Discovery:
    """The landscape as rows of a discovery of its own, beside that of the demo."""
    facilitator = Actor.of_account(User.objects.get(email="frida@example.org"))
    domain = Discovery.objects.get(slug="commercial-discovery").domain
    discovery = create_discovery(
        actor=facilitator,
        domain=domain,
        name="Large landscape",
        template="three_streams",
        with_workshops=False,
    )
    with operation(Actor.system("bench"), "bench.made", place=discovery):
        rows = {node.id: _row(discovery, node) for node in graph.nodes}
        for edge in graph.edges:
            _connect(rows[edge.source], rows[edge.target])
    return discovery


def _row(discovery: Discovery, node: Node) -> Source | DataProduct | Consumer | UseCase:
    own = {"discovery": discovery, "domain": discovery.domain, "name": f"{node.name}, {node.id}"}
    if node.kind is NodeKind.SOURCE:
        return artifacts.add(Source, **own)
    if node.kind is NodeKind.CONSUMER:
        return artifacts.add(Consumer, **own)
    if node.kind is NodeKind.USE_CASE:
        return artifacts.add(UseCase, discovery=discovery, name=node.name)
    return artifacts.add(DataProduct, **own, kind=node.kind.removesuffix("_product"))


def _connect(
    start: Source | DataProduct | Consumer | UseCase, end: Source | DataProduct | Consumer | UseCase
) -> None:
    if isinstance(end, DataProduct):
        origin = {"source": start} if isinstance(start, Source) else {"feeder": start, "kind": "product"}
        artifacts.add(InputPort, product=end, **origin)
    elif isinstance(end, Consumer):
        artifacts.add(ProductConsumer, product=start, consumer=end)
    else:
        artifacts.add(ProductUseCase, product=start, use_case=end)
