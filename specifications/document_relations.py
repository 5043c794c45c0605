"""Relates several documents: the products and ports that they name, and their imported values. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from core.imports.yaml_parser import Fields, Node
from core.name_comparison import looks
from specifications.document_lookup import (
    CONTRACT,
    PRODUCT,
    items_in,
    of_opendataproducts,
    preferred_translation,
    text_in,
    value_of,
)
from specifications.import_coverage import ImportRecord, Omission


@dataclass(frozen=True, slots=True)
class ShareReading:
    """A share, such as 0.995, that was read as a percentage, and its line in the document."""

    document: Fields
    line: int
    share: str
    percent: str


@dataclass
class DocumentSet:
    """Documents that are imported together. `products` are the names of products, `ports` the pairs of
    product and output port by the identifiers of their contracts, and `offers` the nodes of product and port
    for contracts named by a product. `wrong` are lines and keys without a list of objects; `record` keeps
    the imported values, and `shares` the numbers read as percentages. `by_product` are the documents by the
    name of their product."""

    products: set[str] = field(default_factory=set)
    ports: dict[str, tuple[str, str]] = field(default_factory=dict)
    offers: dict[str, tuple[Node, Node]] = field(default_factory=dict)
    wrong: list[tuple[int, str]] = field(default_factory=list)
    record: ImportRecord = field(default_factory=ImportRecord)
    shares: list[ShareReading] = field(default_factory=list)
    by_product: dict[str, list[Fields]] = field(default_factory=dict)

    def omissions(self) -> list[Omission]:
        """Return the ignored values, by path with their count."""
        pairs: list[tuple[Fields, Fields | None]] = []
        for related in self.by_product.values():
            product = next((each for each in related if text_in(each, "kind") == PRODUCT), None)
            pairs += [(each, None if each is product else product) for each in related]
        return self.record.omissions(pairs)


def described_in(documents: Iterable[Fields]) -> DocumentSet:
    """Return the set of the documents, so that references between them can be resolved."""
    described = DocumentSet()
    contracts = []
    for document in documents:
        if text_in(document, "kind") == CONTRACT:
            contracts.append(document)
            continue
        product_name = product_of(document, described)
        described.products.add(looks(value_of(product_name)))
        described.by_product.setdefault(looks(value_of(product_name)), []).append(document)
        for port in items_in(document.fields.get("outputPorts")):
            if (
                isinstance(port, Fields)
                and product_name
                and (key := text_in(port, "contractId"))
                and text_in(port, "name")
            ):
                described.offers.setdefault(key, (product_name, port.fields["name"]))
    for document in contracts:
        product_name, key = product_of(document, described), text_in(document, "id")
        described.products.add(looks(value_of(product_name)))
        described.by_product.setdefault(looks(value_of(product_name)), []).append(document)
        if key:
            offer = offered_by(document, described)
            port_name = offer[1] if offer else document.fields.get("name")
            described.ports[key] = (value_of(product_name), value_of(port_name) or key)
    return described


def product_of(document: Fields, described: DocumentSet) -> Node | None:
    """Return the node of the name of the document's product. For a contract without one it is the product
    whose port has the contract."""
    if (product := of_opendataproducts(document)) is not None:
        details = preferred_translation(product.fields.get("details"))
        return details.fields.get("name") if isinstance(details, Fields) else None
    names: tuple[str, ...] = ("name", "id")
    if text_in(document, "kind") == CONTRACT:
        if offer := offered_by(document, described):
            return offer[0]
        names = ("dataProduct", *names)
    return next((document.fields[name] for name in names if text_in(document, name)), None)


def offered_by(document: Fields, described: DocumentSet) -> tuple[Node, Node] | None:
    """Return the nodes of the product and port with this contract; None if it names another product."""
    offer, product_name = described.offers.get(text_in(document, "id")), text_in(document, "dataProduct")
    return offer if offer and (not product_name or looks(product_name) == looks(value_of(offer[0]))) else None
