"""Data of the logical architecture: the landscape with output ports, actions and the platform."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet
from django.utils.translation import gettext as _, ngettext

from core.name_comparison import looks
from core.selectors.cache_until_write import cached_while_unchanged
from discovery.models import Discovery
from documents.diagrams import Part
from lvt.models import UseCase
from lvt.tree.selectors import value_tree
from organizations.models import Organization
from products.design.sources_and_consumers.selectors import takers_elsewhere
from products.landscape.rules import Edge, Graph, Node, NodeKind, services_of, without_states
from products.landscape.selectors import graph_of
from products.models import OutputKind, OutputPort, ProductState
from technology.architecture.drawing import (
    Architecture,
    PlatformCard,
    architecture_parts,
    short,
)
from technology.architecture.stage_drawing import architecture_page_source
from technology.capabilities.selectors import CapabilityLine, PlaneLines, planes_of
from technology.models import Capability, Platform

# Beyond so many nodes, a drawing shows their names only: its details can't be read, and the table has them.
_MOST_WITH_DETAILS = 60


@dataclass(frozen=True, slots=True)
class NeededCapability:
    """A capability by its number and name."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class ArchitectureRow:
    """A product in words, for people who do not look at the drawing."""

    product: Node
    inputs: tuple[str, ...]
    ports: tuple[str, ...]
    users: tuple[str, ...]
    use_cases: tuple[str, ...]
    needs: tuple[NeededCapability, ...]


@cached_while_unchanged
def architecture_of(discovery: Discovery) -> tuple[Architecture, tuple[ArchitectureRow, ...]]:
    """The architecture of the domain that the discovery is about, drawn and in rows; retired products are
    left out. In a fixed number of queries."""
    graph = _current(graph_of(discovery))
    planes = planes_of(discovery)
    needs: dict[str, list[CapabilityLine]] = defaultdict(list)
    for plane in planes:
        for line in plane.lines:
            for need in line.needs:
                needs[f"product-{need.product.uuid}"].append(line)
    architecture = _with_details(
        graph,
        value_tree(discovery).use_cases,
        needs={key: tuple(line.number for line in lines) for key, lines in needs.items()},
        cards=tuple(_card(plane) for plane in planes if plane.lines),
    )
    return architecture, tuple(_rows(architecture, needs, takers_elsewhere(discovery, {discovery.pk})))


@cached_while_unchanged
def drawn_architecture(discovery: Discovery) -> tuple[str, Mapping[str, Part]]:
    """The drawing of architecture_of: DOT source, and the texts of its nodes on a page; of a large one with
    names only."""
    architecture, _rows = architecture_of(discovery)
    if len(architecture.graph.nodes) > _MOST_WITH_DETAILS:
        architecture = short(architecture)
    return architecture_page_source(architecture), architecture_parts(architecture)


def architecture_of_organization(
    organization: Organization, among: QuerySet[Discovery]
) -> tuple[Architecture, tuple[ArchitectureRow, ...]]:
    """The architecture across the domains of the organization: of the discoveries `among` them. Platforms of
    one name are one, with the number of their capabilities."""
    graph = _current(graph_of(organization, among=among))
    inside = among.order_by().values("pk")
    counts: dict[str, int] = defaultdict(int)
    names: dict[str, str] = {}
    for platform in Platform.objects.filter(discovery__in=inside).order_by("name", "pk"):
        names.setdefault(looks(platform.name), platform.name)
        counts[looks(platform.name)] += 0
    capabilities = Capability.objects.filter(discovery__in=inside, platform__deleted_at=None)
    for name in capabilities.exclude(platform=None).values_list("platform__name", flat=True):
        counts[looks(name)] += 1
    cards = tuple(
        PlatformCard(
            f"platform-{number}",
            name,
            (
                ngettext("%(count)s capability", "%(count)s capabilities", counts[key])
                % {"count": counts[key]},
            ),
        )
        for number, (key, name) in enumerate(names.items())
    )
    architecture = _with_details(graph, UseCase.objects.filter(discovery__in=inside), cards=cards)
    return architecture, tuple(_rows(architecture, {}, {}))


def _current(graph: Graph) -> Graph:
    return without_states(graph, ProductState.RETIRED)


def _with_details(
    graph: Graph,
    use_cases: Iterable[UseCase],
    *,
    needs: Mapping[str, tuple[int, ...]] | None = None,
    cards: tuple[PlatformCard, ...] = (),
) -> Architecture:
    products = {node.uuid: node.id for node in graph.products}
    ports: dict[str, dict[int, str]] = defaultdict(dict)
    through: dict[Edge, list[str]] = defaultdict(list)
    for port in _ports_by_use(products):
        product, kind = products[str(port["product__uuid"])], str(OutputKind(port["kind"]).label)
        ports[product][port["pk"]] = f"{kind}: {port['name']}"
        if port["use__consumer"] and port["use__consumer__deleted_at"] is None:
            through[Edge(product, f"consumer-{port['use__consumer__uuid']}")].append(kind)
    keys = {node.uuid: node.id for node in graph.of_kind(NodeKind.USE_CASE)}
    actions = {
        keys[uuid]: _action(use_case)
        for use_case in use_cases
        if use_case.example_want and (uuid := str(use_case.uuid)) in keys
    }
    return Architecture(
        graph,
        services_of(graph),
        {key: tuple(names.values()) for key, names in ports.items()},
        needs or {},
        actions,
        {edge: ", ".join(dict.fromkeys(names)) for edge, names in through.items()},
        cards,
    )


def _ports_by_use(products: Iterable[str]) -> Iterable[Mapping[str, Any]]:
    """The output ports of the products by UUID, each once for each consumer that uses it, and once without
    any. One query."""
    is_current = Q(consumer_links__deleted_at=None)
    ports = OutputPort.objects.filter(product__uuid__in=[*products]).annotate(
        use=FilteredRelation("consumer_links", condition=is_current)
    )
    consumer = ("use__consumer", "use__consumer__uuid", "use__consumer__deleted_at")
    rows: Iterable[Mapping[str, Any]] = ports.values(
        "pk", "product__uuid", "kind", "name", *consumer
    ).order_by("position", "pk", "use")
    return rows


def _action(use_case: UseCase) -> str:
    """The action by which people create value with it: from the example on the card."""
    if use_case.example_role:
        return _("%(role)s: %(want)s") % {"role": use_case.example_role, "want": use_case.example_want}
    return use_case.example_want


def _card(plane: PlaneLines) -> PlatformCard:
    return PlatformCard(f"plane-{plane.key}", plane.label, tuple(_capability(line) for line in plane.lines))


def _capability(line: CapabilityLine) -> str:
    levels = ""
    if line.today is not None or line.needed is not None:
        today = "?" if line.today is None else line.today
        levels = f" · {today} → {line.needed}" if line.gap else f" · {today}"
    return f"{line.number}  {line.name}{levels}"


def _rows(
    architecture: Architecture,
    needs: Mapping[str, Iterable[CapabilityLine]],
    takers: Mapping[str, Iterable[str]],
) -> Iterable[ArchitectureRow]:
    """`takers` in other discoveries are named with their products, as they aren't drawn (docs/adr/0038)."""
    graph = architecture.graph
    for node in graph.products:
        after = [graph.by_id[key] for key in graph.successors[node.id]]
        yield ArchitectureRow(
            node,
            tuple(graph.by_id[key].name for key in graph.predecessors[node.id]),
            architecture.ports.get(node.id, ()),
            (
                *(each.name for each in after if each.kind is NodeKind.CONSUMER),
                *(name for name, products in takers.items() if node.name in products),
            ),
            tuple(graph.by_id[key].name for key in architecture.services[node.id].needed_by),
            tuple(NeededCapability(line.number, line.name) for line in needs.get(node.id, ())),
        )
