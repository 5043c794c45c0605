"""The source of the maps: the graph of a discovery, a domain or an organization, now or at a time.

Two queries of a discovery as it is now, ten of other places, one more of an earlier time, however large they
are. What points to something in the trash is left out of the graph.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from operator import itemgetter
from typing import Any, Final

from django.db.models import BigIntegerField, Count, Max, Q, QuerySet, Sum, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from core.database_statements import PreparedQuery
from core.models import Artifact
from core.selectors.cache_until_write import cached_while_unchanged
from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from lvt.models import Hypothesis, UseCase
from organizations.models import Domain, Organization
from products.figure_states import STOPPED
from products.landscape.rules import (
    Edge,
    Graph,
    Node,
    NodeKind,
    Service,
    services,
    shared_by,
    upstream,
    without_states,
)
from products.models import (
    Consumer,
    ConsumerUseCase,
    DataProduct,
    InputPort,
    ProductConsumer,
    ProductKind,
    ProductState,
    ProductUseCase,
    Source,
    SourceFeed,
    SourceKind,
)

Place = Discovery | Domain | Organization
Drawn = Source | DataProduct | Consumer | UseCase
# A row before it is a node: the model that it is of, and its key there.
Key = tuple[type[Artifact], int]

_KINDS = {
    SourceKind.SOURCE.value: NodeKind.SOURCE,
    SourceKind.INTEGRATION.value: NodeKind.INTEGRATION_SOURCE,
    ProductKind.SOURCE_ORIENTED.value: NodeKind.SOURCE_ORIENTED_PRODUCT,
    ProductKind.AGGREGATE.value: NodeKind.AGGREGATE_PRODUCT,
    ProductKind.CONSUMER_ORIENTED.value: NodeKind.CONSUMER_ORIENTED_PRODUCT,
}
_PREFIXES: dict[type[Artifact], str] = {
    Source: "source",
    DataProduct: "product",
    Consumer: "consumer",
    UseCase: "use_case",
}
_LINKS: dict[type[Artifact], tuple[str, ...]] = {
    SourceFeed: ("source", "integration"),
    InputPort: ("product", "source", "feeder"),
    ProductConsumer: ("product", "consumer"),
    ProductUseCase: ("product", "use_case"),
    ConsumerUseCase: ("consumer", "use_case"),
}


def node_id(artifact: Drawn) -> str:
    """The id of its node in every map, which is also the name of the node in the drawing."""
    return f"{_PREFIXES[type(artifact)]}-{artifact.uuid}"


@cached_per_request
def graph_of(
    place: Place, *, as_of: datetime | None = None, among: QuerySet[Discovery] | None = None
) -> Graph:
    """Sources, products, consumers and use cases of the place, and who feeds whom; retired products too.

    Of a domain or an organization, those of all its discoveries, or of those `among` them. What a product of
    the place takes in from elsewhere, and who uses it, is there as well. `as_of` is the time to look at: the
    graph is what it was then, as far as the history goes; names of domains are those of today.
    """
    if isinstance(place, Discovery) and as_of is None and among is None:
        return _graph_now(place)
    return _graph(place, as_of, among)


@cached_while_unchanged
def _graph_now(discovery: Discovery) -> Graph:
    return _graph(discovery, None, None)


def _graph(place: Place, as_of: datetime | None, among: QuerySet[Discovery] | None) -> Graph:
    is_now = isinstance(place, Discovery) and place.deleted_at is None and as_of is None and among is None
    inside = (place.pk,) if is_now else _inside(place, among)
    moment = _Moment(as_of, place.pk if is_now else None)
    made_of = _made_of(inside, moment)

    links = moment.rows(made_of, _LINKS)
    edges: list[tuple[Key, Key]] = []
    for row in links[SourceFeed]:
        edges.append(((Source, row["source"]), (Source, row["integration"])))
    for row in links[InputPort]:
        origin: Key = (Source, row["source"]) if row["source"] else (DataProduct, row["feeder"])
        edges.append((origin, (DataProduct, row["product"])))
    for row in links[ProductConsumer]:
        edges.append(((DataProduct, row["product"]), (Consumer, row["consumer"])))
    for row in links[ProductUseCase]:
        edges.append(((DataProduct, row["product"]), (UseCase, row["use_case"])))
    for row in links[ConsumerUseCase]:
        edges.append(((Consumer, row["consumer"]), (UseCase, row["use_case"])))

    own = frozenset(inside)
    linked = frozenset(end for edge in edges for end in edge)
    stopped = moment.stopped(made_of[Hypothesis])
    nodes = {
        key: node
        for key, discovery, node in moment.nodes(made_of, stopped)
        if discovery in own or key in linked
    }
    return Graph.of(
        nodes.values(),
        (Edge(nodes[start].id, nodes[end].id) for start, end in edges if start in nodes and end in nodes),
    )


def graph_revision(discovery: Discovery) -> str:
    """Another one after each write that `graph_of` of the discovery shows, read from the rows themselves
    (docs/adr/0054). One query."""
    parts = discovery.revision, discovery.domain_id, sorted(_REVISION.plain(discovery.pk))
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def current_graph(place: Place) -> Graph:
    """`graph_of` without retired products."""
    return without_states(graph_of(place), ProductState.RETIRED)


def needed_graph(discovery: Discovery, graph: Graph) -> Graph:
    """The `graph` that current_graph read of the discovery, with what feeds its products in other
    discoveries, directly or through others: what use cases need is counted on it (docs/adr/0038).

    Products that feed one's own ports have their names on the map. Products further away are called a data
    product of its domain: its discovery is for those who may look at it, and pages and papers tell everyone
    the same.
    """
    if all(node.discovery == discovery.slug for node in graph.products):
        return graph
    rows = DataProduct.objects.filter(discovery__domain__organization=discovery.domain.organization_id)
    near = {node.id for node in graph.products}
    there = {
        row.pk: _distant(row) if node_id(row) not in near else graph.by_id[node_id(row)]
        for row in rows.exclude(state=ProductState.RETIRED).select_related("domain", "discovery")
    }
    ports = InputPort.objects.filter(product__in=rows, feeder__in=rows).order_by("pk")
    whole = Graph.of(
        (*graph.nodes, *there.values()),
        (
            *graph.edges,
            *(
                Edge(there[start].id, there[end].id)
                for start, end in ports.values_list("feeder", "product")
                if start in there and end in there
            ),
        ),
    )
    return whole.part({node.id for node in graph.nodes} | upstream(whole, *near))


def services_of(graph: Graph, whole: Graph) -> Mapping[str, Service]:
    """For each product of `whole`, which needed_graph made of `graph`, by its id the use cases that need it,
    and those that share it as the map of `graph` shows them."""
    return services(whole, shared_by(graph))


def _distant(product: DataProduct) -> Node:
    return Node(
        id=node_id(product),
        kind=_KINDS[product.kind],
        name=unnamed_product(product),
        domain=product.domain.name,
        state=product.state,
        uuid=str(product.uuid),
        discovery=product.discovery.slug,
    )


def unnamed_product(product: DataProduct) -> str:
    """The name of a product (with its domain) for readers who may not see its own."""
    return _("Data product in %(domain)s") % {"domain": product.domain}


def _revision_of(discovery: int) -> QuerySet[Any, Any]:
    """Values that change with each write of the graph's rows: their number and revisions, and the revisions
    of their domains; a row for each model."""
    parts = []
    for number, (model, where) in enumerate(_made_of((discovery,), _Moment(None)).items()):
        domain = "discovery__domain" if model is UseCase else "domain" if model in _PREFIXES else ""
        measures = {
            "rows": Count("pk"),
            "deleted": Count("deleted_at"),
            "revisions": Sum("revision"),
            "latest": Max("modified_at"),
            "domains": Sum(f"{domain}__revision") if domain else Value(0),
        }
        rows = model.everything.filter(where).order_by().annotate(part=Value(number)).values("part")
        parts.append(rows.annotate(**measures).values_list("part", *measures))
    return _union(parts)


_REVISION: Final = PreparedQuery(_revision_of, -1)


def _inside(place: Place, among: QuerySet[Discovery] | None) -> QuerySet[Discovery, int]:
    """The keys of the discoveries of the place."""
    discoveries = _discoveries(place)
    if among is not None:
        discoveries = discoveries.filter(pk__in=among.order_by().values("pk"))
    return discoveries.order_by().values_list("pk", flat=True)


def _made_of(inside: Any, moment: _Moment) -> dict[type[Artifact], Q]:
    """The rows that the graph of the discoveries `inside` is made of, by their models."""
    of_products, of_integrations = Q(product__discovery__in=inside), Q(integration__discovery__in=inside)
    # Rows elsewhere are found by subqueries, as a database takes only so many keys.
    inputs = moment.everything(InputPort).filter(of_products)
    feeds = moment.everything(SourceFeed).filter(of_integrations)
    uses = moment.everything(ProductConsumer).filter(of_products)
    here = Q(discovery__in=inside)
    return {
        SourceFeed: of_integrations,
        InputPort: of_products,
        ProductConsumer: of_products,
        ProductUseCase: of_products,
        ConsumerUseCase: Q(consumer__discovery__in=inside) | Q(use_case__discovery__in=inside),
        Source: here | Q(id__in=inputs.values("source")) | Q(id__in=feeds.values("source")),
        DataProduct: here | Q(id__in=inputs.values("feeder")),
        Consumer: here | Q(id__in=uses.values("consumer")),
        UseCase: here,
        Hypothesis: Q(goal__discovery__in=inside),
    }


def _discoveries(place: Place) -> QuerySet[Discovery]:
    if isinstance(place, Discovery):
        return Discovery.objects.filter(pk=place.pk)
    if isinstance(place, Domain):
        return Discovery.objects.filter(domain=place)
    return Discovery.objects.filter(domain__organization=place, domain__deleted_at=None)


@dataclass(frozen=True, slots=True)
class _Moment:
    """Reads rows as they are now, or as they were at a time. What is there now of one `discovery` is asked
    for by statements that were written before, of several models at once."""

    as_of: datetime | None
    discovery: int | None = None

    def everything(self, model: type[Artifact]) -> QuerySet[Any]:
        """All rows that may have been there, deleted ones and, of another time, all of their versions."""
        rows: QuerySet[Any] = model.everything.all() if self.as_of is None else model.history.all()
        return rows

    def rows(
        self, made_of: Mapping[type[Artifact], Q], fields: Mapping[type[Artifact], tuple[str, ...]]
    ) -> dict[type[Artifact], list[dict[str, Any]]]:
        """The rows of each of the models with `fields` that were not in the trash, in the order of the
        model."""
        rows: dict[type[Artifact], list[dict[str, Any]]] = {model: [] for model in fields}
        if self.discovery is not None:
            columns, rows_of = _prepared_query(tuple(fields.items()))
            models = tuple(fields)
            for part, *values in rows_of.tuples(self.discovery):
                rows[models[part]].append(dict(zip(columns, values, strict=True)))
        else:
            for model, own in fields.items():
                rows[model] = [*self._each(model, made_of[model], own)]
        return {model: _in_order(model, several) for model, several in rows.items()}

    def _each(self, model: type[Artifact], where: Q, fields: tuple[str, ...]) -> Any:
        columns = (*_always(model), *fields)
        if self.as_of is None:
            return model.everything.filter(where).order_by("id").values(*columns)
        # Two versions of the same time: the later one counts.
        versions = model.history.as_of(self.as_of).filter(where)
        return versions.order_by("history_date", "history_id").values(*columns)

    def stopped(self, where: Q) -> frozenset[int]:
        """The keys of the hypotheses that were stopped at an earlier time; at present, use cases have
        them."""
        if self.as_of is None:
            return frozenset()
        rows = Hypothesis.history.as_of(self.as_of).filter(where).order_by("history_date", "history_id")
        latest = dict(rows.values_list("id", "state"))
        return frozenset(key for key, state in latest.items() if state == STOPPED)

    def nodes(
        self, made_of: Mapping[type[Artifact], Q], stopped: Collection[int]
    ) -> Iterator[tuple[Key, int, Node]]:
        """The rows as nodes, each with its key and that of its discovery. `stopped` are hypotheses."""
        fields = {model: self._columns(model) for model in _PREFIXES}
        for model, rows in self.rows(made_of, fields).items():
            plain = NodeKind.CONSUMER if model is Consumer else NodeKind.USE_CASE
            for row in rows:
                is_stopped = row.get("hypothesis__state") == STOPPED or row.get("hypothesis") in stopped
                node = Node(
                    id=f"{_PREFIXES[model]}-{row['uuid']}",
                    kind=_KINDS[row["kind"]] if row.get("kind") else plain,
                    name=row["name"],
                    domain=row[_domain(model)],
                    state=STOPPED if is_stopped else row.get("state") or "",
                    uuid=str(row["uuid"]),
                    discovery=row["discovery__slug"],
                )
                yield (model, row["id"]), row["discovery"], node

    def _columns(self, model: type[Artifact]) -> tuple[str, ...]:
        own = [field for field in ("kind", "state", "hypothesis") if _has(model, field)]
        own += ["hypothesis__state"] if model is UseCase and self.as_of is None else []
        return ("uuid", "name", "discovery", "discovery__slug", _domain(model), *own)


def _domain(model: type[Artifact]) -> str:
    """The path to the name of the domain of a row."""
    return "discovery__domain__name" if model is UseCase else "domain__name"


def _order(model: type[Artifact]) -> list[str]:
    return [field for field in ("position", "name") if _has(model, field)]


def _always(model: type[Artifact]) -> tuple[str, ...]:
    return ("id", "deleted_at", *_order(model))


def _in_order(model: type[Artifact], rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    by_id = {row["id"]: row for row in rows}
    there = (row for row in by_id.values() if row["deleted_at"] is None)
    return sorted(there, key=itemgetter(*_order(model), "id"))


@cache
def _prepared_query(
    fields: tuple[tuple[type[Artifact], tuple[str, ...]], ...],
) -> tuple[tuple[str, ...], PreparedQuery]:
    """The statement for what the graph of a discovery is made of now, and the columns after that of the
    number of the model. A model without a column has "" or 0 there."""
    columns_of = [{*_always(model), *own} for model, own in fields]
    columns = tuple(sorted(frozenset[str]().union(*columns_of)))

    def parts(here: int) -> Iterator[QuerySet[Any, Any]]:
        made_of = _made_of((here,), _Moment(None))
        for number, ((model, _own), there) in enumerate(zip(fields, columns_of, strict=True)):
            names = {name: name if name in there else f"no_{name}" for name in columns}
            absent = {
                no: _TEXT if name.endswith(("name", "kind", "state")) else _number(0)
                for name, no in names.items()
                if no != name
            }
            rows = model.everything.filter(made_of[model]).order_by().annotate(part=_number(number), **absent)
            yield rows.values_list("part", *names.values())

    return columns, PreparedQuery(lambda here: _union(parts(here)), -1)


# Values of a statement that is planned once have no type.
_TEXT: Final = Cast(Value(""), TextField())


def _number(number: int) -> Cast:
    return Cast(Value(number), BigIntegerField())


def _union(parts: Iterable[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    first, *others = parts
    return first.union(*others, all=True)


def _has(model: type[Artifact], field: str) -> bool:
    return any(each.name == field for each in model._meta.fields)
