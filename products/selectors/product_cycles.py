"""Data products that feed each other in a circle, wherever that is recorded: with the port, on the product,
in the overview, before the handover and in the report."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from products.landscape.rules import Edge, Node, circular, cycles
from products.landscape.selectors import current_graph, node_id
from products.models import DataProduct, InputPort
from products.registries import Notice


@dataclass(frozen=True, slots=True)
class Circles:
    """`groups` are the products that feed each other, directly or through others, at least one of each of the
    discovery; `feeds` are the edges of the map that make the circles."""

    groups: tuple[tuple[Node, ...], ...]
    feeds: frozenset[Edge]

    @property
    def names(self) -> list[str]:
        """Each group in words: "Bills, Meters and Tariffs"."""
        return [in_words(group) for group in self.groups]

    def trouble_of(self, port: InputPort) -> str:
        """The message about an input port (with its product and feeder) that is on a
        circle; "" for every other."""
        if port.feeder is None or Edge(node_id(port.feeder), node_id(port.product)) not in self.feeds:
            return ""
        return _(
            "This creates a circle: “%(name)s” already uses this data product, directly or through others."
        ) % {"name": port.feeder.name}


@cached_per_request
def circles_of(discovery: Discovery) -> Circles:
    """The circles among the products that are not retired. A circle is a mistake: its products wait for each
    other, so none of them can be delivered first."""
    graph = current_graph(discovery)
    groups = tuple(
        group
        for group in (tuple(graph.by_id[key] for key in keys) for keys in cycles(graph))
        if any(node.discovery == discovery.slug for node in group)
        and all(node.kind.is_product for node in group)
    )
    return Circles(groups, circular(graph) if groups else frozenset())


def notices(discovery: Discovery) -> Iterator[Notice]:
    """Notices for the pages of products in a circle."""
    groups = circles_of(discovery).groups
    if not groups:
        return
    keys = {
        str(uuid): pk
        for uuid, pk in DataProduct.objects.filter(discovery=discovery).values_list("uuid", "pk")
    }
    for group in groups:
        words = _("Part of a circle: %(names)s feed each other.") % {"names": in_words(group)}
        for node in group:
            if node.uuid in keys:
                url = reverse("products:product_ports", args=[discovery.slug, node.uuid])
                yield Notice(keys[node.uuid], words, url, gettext_lazy("View its ports"))


def in_words(group: tuple[Node, ...]) -> str:
    """The names of the group, the last one after "and"."""
    names = [node.name for node in group]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
