"""Things that can be in the middle of a map, and their names for a search."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.labels import Text
from discovery.models import Discovery
from lvt.models import UseCase
from products.landscape.drawing import KINDS
from products.landscape.files import map_title
from products.landscape.rules import Graph, NodeKind
from products.landscape.selectors import node_id
from products.models import DataProduct

# In this order they are offered.
_ORDER = (
    NodeKind.CONSUMER_ORIENTED_PRODUCT,
    NodeKind.AGGREGATE_PRODUCT,
    NodeKind.SOURCE_ORIENTED_PRODUCT,
    NodeKind.USE_CASE,
    NodeKind.SOURCE,
    NodeKind.INTEGRATION_SOURCE,
    NodeKind.CONSUMER,
)


@dataclass(frozen=True, slots=True)
class MapFocus:
    """The middle of a map: `key` names it in addresses, `word` is its kind. `middle` are its nodes:
    itself, or the use cases of a goal."""

    key: str
    name: str
    word: Text
    middle: frozenset[str]

    @property
    def title(self) -> str:
        """The title of its map."""
        if self.word == KINDS[NodeKind.USE_CASE]:
            return map_title("", self.name)
        return _("Map around %(name)s") % {"name": self.name}


def focuses(discovery: Discovery, graph: Graph) -> list[MapFocus]:
    """All that can be in the middle of the map: its nodes, and the goals of the discovery that have use
    cases on it."""
    of_nodes = [
        MapFocus(node.id, node.name, KINDS[node.kind], frozenset({node.id}))
        for node in sorted(graph.nodes, key=lambda node: _ORDER.index(node.kind))
    ]
    return [*of_nodes, *_goals(discovery, graph)]


def _goals(discovery: Discovery, graph: Graph) -> list[MapFocus]:
    rows = (
        UseCase.objects.filter(
            discovery=discovery, hypothesis__deleted_at=None, hypothesis__goal__deleted_at=None
        )
        .select_related("hypothesis__goal")
        .order_by("hypothesis__goal__position", "hypothesis__goal__pk")
    )
    titles: dict[str, str] = {}
    use_cases: dict[str, set[str]] = {}
    for row in rows:
        if row.hypothesis is not None and (key := node_id(row)) in graph.by_id:
            goal = row.hypothesis.goal
            titles[f"goal-{goal.uuid}"] = goal.title
            use_cases.setdefault(f"goal-{goal.uuid}", set()).add(key)
    return [MapFocus(key, title, _("Goal"), frozenset(use_cases[key])) for key, title in titles.items()]


def looked_up(choices: Sequence[MapFocus], words: str) -> list[MapFocus]:
    """The focuses with exactly that name, in any case; without any, those whose name contains it."""
    text = " ".join(words.split()).casefold()
    exactly = [each for each in choices if " ".join(each.name.split()).casefold() == text]
    return exactly or [each for each in choices if text in each.name.casefold()]


def teams_of(graph: Graph, discoveries: Collection[str]) -> Mapping[str, str]:
    """The team of each product that has one, by its node, if its discovery is one of `discoveries`
    (slugs)."""
    rows = (
        DataProduct.objects.filter(discovery__slug__in=discoveries).exclude(team=None).select_related("team")
    )
    return {
        key: row.team.name for row in rows if row.team is not None and (key := node_id(row)) in graph.by_id
    }
