"""Data products as opendataproducts.org describes them: ODPS 4.1, a different standard than Bitol's ODPS.
https://opendataproducts.org/v4.1/. A document describes one product."""

from decimal import Decimal

from specifications.catalogs.exporter_input import Contents, Document, shortened, yaml_documents
from specifications.data_contract import ADDRESS, CONTRACT_STANDARD, contract_document
from specifications.data_product import number, paragraphs, without_empty
from specifications.product_rows import MeasureSpec, ObjectiveSpec, OutputPortSpec, ProductSpec

SCHEMA = "https://opendataproducts.org/v4.1/schema/odps.yaml"
VERSION = "4.1"
LANGUAGE = "en"
"""Under which texts stand: the standard asks for a language, and Headwaters does not know which one people
wrote in."""
MOST_PROPOSED = 512
CALCULATION = "As measured. Headwaters keeps the values, not the formula."
"""The value that the standard requires for each measure of a product."""

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
# The units of the standard by words that people write.
UNIT = {
    word: unit
    for unit, words in {
        "percentage": "% percent prozent",
        "minutes": "min minutes minute minuten",
        "seconds": "s sec seconds second sekunden",
        "hours": "h hours hour stunden",
        "days": "d days day tage",
        "currency": "€ $ £ eur usd gbp chf euro euros dollars",
        "count": "count number pieces stück",
        "ratio": "ratio",
        "score": "score points punkte",
        "users": "users user",
        "requests": "requests",
        "transactions": "transactions",
        "errors": "errors",
        "records": "records rows",
    }.items()
    for word in words.split()
}
FORMATS = {name.lower(): name for name in ("JSON", "XML", "CSV", "Excel", "zip", "plain text", "GraphQL")}


def text(contents: Contents) -> str:
    """All products as a YAML stream, a document each."""
    return yaml_documents(documents(contents))


def documents(contents: Contents) -> list[Document]:
    """A document of ODPS 4.1 for each product."""
    return [_document(product) for product in contents.products]


def _document(product: ProductSpec) -> Document:
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "product": without_empty(
            details={LANGUAGE: _details(product)},
            productStrategy=_strategy(product),
            contract=_contract(product),
            SLA=_levels(product),
            dataQuality=_quality(product),
            dataAccess=_ports(product),
        ),
    }


def _details(product: ProductSpec) -> Document:
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


def visibility(product: ProductSpec) -> str:
    """Return the visibility of the product, if its sharing agreement states it."""
    if product.sharing == "approval":
        return "invitation"
    return "organi\u0073ation" if product.sharing == "open" else "private"  # as the standard spells it


def _strategy(product: ProductSpec) -> Document | None:
    """Return the strategy of the product: goals, measures with their targets, and the vision. The standard
    requires one measure that the product contributes to: the one it delivers, else the first of its goals."""
    own = [each for each in product.measures if each.target is not None]
    targets = [each for each in product.kpis if each.target is not None]
    delivered = [product.delivers] if product.delivers and product.delivers.target is not None else []
    main = next(iter((*delivered, *targets, *own)), None)
    if main is None:
        return None
    bets = {each.hypothesis.name: None for each in product.threads if each.hypothesis}
    aligned = [text for text in (product.vision, *bets) if text]
    return without_empty(
        objectives=[{LANGUAGE: goal.name} for goal in product.goals],
        contributesToKPI=_kpi(main),
        relatedKPIs=[_kpi(each) for each in dict.fromkeys((*delivered, *targets)) if each != main],
        strategicAlignment=[{LANGUAGE: text} for text in aligned],
    ) | {"productKPIs": [_kpi(each) | {"calculation": CALCULATION} for each in own]}


def _kpi(measure: MeasureSpec) -> Document:
    """The measure as a KPI. It has no field for a baseline, and the toolkit of the standard takes few units:
    both are in the description, as people wrote them."""
    values = {"Baseline": number(measure.baseline), "Target": number(measure.target)}
    texts = [f"{word}: {value} {measure.unit}".strip() for word, value in values.items() if value is not None]
    return without_empty(
        description=", ".join(texts),
        direction=_direction(measure),
        timeframe=measure.due_on.isoformat() if measure.due_on else "",
    ) | {
        "id": measure.id,
        "name": measure.name,
        "unit": UNIT.get(measure.unit.strip().lower(), ""),
        "target": values["Target"],
    }


def _direction(measure: MeasureSpec) -> str:
    """Return the direction from the baseline to the target; "" without a baseline."""
    if measure.baseline is None or measure.target is None or measure.baseline == measure.target:
        return ""
    return "increase" if measure.target > measure.baseline else "decrease"


def _contract(product: ProductSpec) -> Document | None:
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


def _levels(product: ProductSpec) -> Document | None:
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


def _quality(product: ProductSpec) -> Document | None:
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


def _targets(promise: ObjectiveSpec) -> list[Decimal]:
    return [window.target for window in promise.windows]


def _ports(product: ProductSpec) -> Document:
    """The output ports by their uuid. The standard wants one to be the default: the first."""
    return {
        "default" if position == 0 else port.id: _port(port) for position, port in enumerate(product.ports)
    }


def _port(port: OutputPortSpec) -> Document:
    return without_empty(
        name={LANGUAGE: port.name},
        description={LANGUAGE: port.description} if port.description else None,
        outputPortType=port.kind,
        format=FORMATS.get(port.format.strip().lower()),
        accessURL=port.location if ADDRESS.fullmatch(port.location) else "",
    )
