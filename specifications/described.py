"""What several documents say together: which products and ports they name, and what was taken of them.
Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from core.incoming.yaml_lines import Fields, Node
from core.naming import looks
from specifications.account import Account, Omission
from specifications.nodes import (
    CONTRACT,
    PRODUCT,
    items_in,
    of_opendataproducts,
    said_in,
    text_in,
    translated,
)


@dataclass(frozen=True, slots=True)
class Share:
    """A share, such as 0.995, that was read as a percentage, and its line in the document."""

    document: Fields
    line: int
    share: str
    percent: str


@dataclass
class DocumentSet:
    """Documents that come together, and what they say. `products` are the names of products, `ports` those of
    output ports by the identifiers of their contracts, and `offered` what names product and port where a
    product says which contract its port keeps. `wrong` are keys that hold no list of things, with their
    lines; `account` says what was taken, and `shares` which numbers were read as percentages. `by_product`
    are the documents by the name of the product that they are about."""

    products: set[str] = field(default_factory=set)
    ports: dict[str, tuple[str, str]] = field(default_factory=dict)
    offered: dict[str, tuple[Node, Node]] = field(default_factory=dict)
    wrong: list[tuple[int, str]] = field(default_factory=list)
    account: Account = field(default_factory=Account)
    shares: list[Share] = field(default_factory=list)
    by_product: dict[str, list[Fields]] = field(default_factory=dict)

    def left_out(self) -> list[Omission]:
        """What was not taken, by path with the count of values."""
        pairs: list[tuple[Fields, Fields | None]] = []
        for related in self.by_product.values():
            product = next((each for each in related if text_in(each, "kind") == PRODUCT), None)
            pairs += [(each, None if each is product else product) for each in related]
        return self.account.left_out(pairs)


def described_in(documents: Iterable[Fields]) -> DocumentSet:
    """The documents, read so that one of them can refer to what another one names."""
    described = DocumentSet()
    contracts = []
    for document in documents:
        if text_in(document, "kind") == CONTRACT:
            contracts.append(document)
            continue
        of = product_of(document, described)
        described.products.add(looks(said_in(of)))
        described.by_product.setdefault(looks(said_in(of)), []).append(document)
        for port in items_in(document.fields.get("outputPorts")):
            if (
                isinstance(port, Fields)
                and of
                and (key := text_in(port, "contractId"))
                and text_in(port, "name")
            ):
                described.offered.setdefault(key, (of, port.fields["name"]))
    for document in contracts:
        of, key = product_of(document, described), text_in(document, "id")
        described.products.add(looks(said_in(of)))
        described.by_product.setdefault(looks(said_in(of)), []).append(document)
        if key:
            offered = offered_by(document, described)
            port_name = offered[1] if offered else document.fields.get("name")
            described.ports[key] = (said_in(of), said_in(port_name) or key)
    return described


def product_of(document: Fields, described: DocumentSet) -> Node | None:
    """The name of the product that the document is about; that of a contract which names none is the product
    whose port keeps it."""
    if (product := of_opendataproducts(document)) is not None:
        details = translated(product.fields.get("details"))
        return details.fields.get("name") if isinstance(details, Fields) else None
    names: tuple[str, ...] = ("name", "id")
    if text_in(document, "kind") == CONTRACT:
        if offered := offered_by(document, described):
            return offered[0]
        names = ("dataProduct", *names)
    return next((document.fields[name] for name in names if text_in(document, name)), None)


def offered_by(document: Fields, described: DocumentSet) -> tuple[Node, Node] | None:
    """The product and the port that keeps the contract; None where it names another product."""
    offered, of = described.offered.get(text_in(document, "id")), text_in(document, "dataProduct")
    return offered if offered and (not of or looks(of) == looks(said_in(offered[0]))) else None
