"""Data products as opendataproducts.org describes them: ODPS 4.1, which is another standard than Bitol's of
the same letters. https://opendataproducts.org/v4.1/. A document holds one product."""

from __future__ import annotations

from decimal import Decimal

from specifications.catalogs.contents import Contents, Document, shortened, yaml_documents
from specifications.data_contract import ADDRESS, CONTRACT_STANDARD, contract_document
from specifications.data_product import number, paragraphs, without_empty
from specifications.rows import Port, Product, Promise

SCHEMA = "https://opendataproducts.org/v4.1/schema/odps.yaml"
VERSION = "4.1"
LANGUAGE = "en"
"""Under which texts stand: the standard asks for a language, and Headwaters does not know which one people
wrote in."""
MOST_PROPOSED = 512

STATUS = {
    "proposed": "announcement",
    "planned": "draft",
    "building": "development",
    "live": "production",
    "retired": "retired",
}
TYPE = {
    "source_oriented": "raw data",
    "aggregate": "derived data",
    "consumer_oriented": "data-enhanced product",
}
# The dimensions of the standard for a promise, where it has one that says the same.
DIMENSION = {"freshness": "updateFrequency", "availability": "uptime", "latency": "responseTime"}
QUALITY = {"completeness": "completeness", "accuracy": "accuracy"}
FORMATS = {name.lower(): name for name in ("JSON", "XML", "CSV", "Excel", "zip", "plain text", "GraphQL")}


def text(contents: Contents) -> str:
    """All products as a YAML stream, a document each."""
    return yaml_documents(documents(contents))


def documents(contents: Contents) -> list[Document]:
    """A document of ODPS 4.1 for each product."""
    return [_document(product) for product in contents.products]


def _document(product: Product) -> Document:
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "product": without_empty(
            details={LANGUAGE: _details(product)},
            contract=_contract(product),
            SLA=_levels(product),
            dataQuality=_quality(product),
            dataAccess=_ports(product),
        ),
    }


def _details(product: Product) -> Document:
    return without_empty(
        name=product.name,
        productID=product.id,
        visibility=visibility(product),
        status=STATUS[product.state],
        type=TYPE[product.kind],
        valueProposition=shortened(product.job, MOST_PROPOSED),
        description=paragraphs(product.description, product.access_policy, product.compliance),
        created=product.created_at.date().isoformat(),
        categories=[product.domain.name],
        outputFileFormats=sorted({port.format for port in product.ports if port.format}),
        useCases=[{"useCase": {"useCaseTitle": each.name}} for each in product.use_cases],
    )


def visibility(product: Product) -> str:
    """Who can see the product, as far as its sharing agreement says so."""
    if product.sharing == "approval":
        return "invitation"
    return "organi\u0073ation" if product.sharing == "open" else "private"  # as the standard spells it


def _contract(product: Product) -> Document | None:
    """The contract of the only output port: the standard has room for one."""
    if len(product.ports) != 1:
        return None
    (port,) = product.ports
    return {
        "id": port.id,
        "type": "ODCS",
        "contractVersion": CONTRACT_STANDARD,
        "spec": contract_document(product, port),
    }


def _levels(product: Product) -> Document | None:
    dimensions = [
        {
            "dimension": DIMENSION[promise.kind],
            "displayTitle": {LANGUAGE: promise.sentence},
            "objective": str(number(target)),
            "unit": "percent",
            "description": promise.indicator,
        }
        for promise in product.promises
        if promise.kind in DIMENSION
        for target in _targets(promise)
    ]
    return {"declarative": {"default": {"dimensions": dimensions}}} if dimensions else None


def _quality(product: Product) -> Document | None:
    """The standard takes whole numbers here, so that only such targets are in it."""
    dimensions = [
        {
            "dimension": QUALITY[promise.kind],
            "displayTitle": promise.sentence,
            "objective": int(target),
            "unit": "percentage",
            "description": promise.indicator,
        }
        for promise in product.promises
        if promise.kind in QUALITY
        for target in _targets(promise)
        if target == target.to_integral_value()
    ]
    return {"declarative": {"default": {"dimensions": dimensions}}} if dimensions else None


def _targets(promise: Promise) -> list[Decimal]:
    return [window.target for window in promise.windows]


def _ports(product: Product) -> Document:
    """The output ports by their uuid. The standard wants one to be the default: the first."""
    return {
        "default" if position == 0 else port.id: _port(port) for position, port in enumerate(product.ports)
    }


def _port(port: Port) -> Document:
    return without_empty(
        name={LANGUAGE: port.name},
        description={LANGUAGE: port.description} if port.description else None,
        outputPortType=port.kind,
        format=FORMATS.get(port.format.strip().lower()),
        accessURL=port.location if ADDRESS.fullmatch(port.location) else "",
    )
