"""Objectives as OpenSLO v1: a service per product, an SLI per objective, an SLO per window.

https://github.com/OpenSLO/OpenSLO. Names are the uuids of Headwaters, which are RFC 1123 labels of 36
characters; visible names are in `displayName`. The standard has one window per SLO.
"""

from datetime import UTC, datetime

from products.promises import rules as slo
from specifications.catalogs.exporter_input import MADE_BY, Contents, Document, shortened, yaml_documents
from specifications.data_product import number, paragraphs, without_empty
from specifications.product_rows import ObjectiveSpec, ProductSpec, WindowSpec

VERSION = "openslo/v1"
MOST_DESCRIBED = 1050
MOST_TITLED = 63
"""How many characters a description and a title may have: so the makers' own validator
(https://github.com/OpenSLO/go-sdk)."""

_UNITS = {"hour": "h", "day": "d", "week": "w", "month": "M", "quarter": "Q", "year": "Y"}
# In which a window of the calendar begins; any later one follows from it.
_REFERENCE = datetime(2024, 1, 1, 12, tzinfo=UTC)


def text(contents: Contents) -> str:
    """A YAML stream; "" where no product promises anything."""
    return yaml_documents(documents(contents))


def documents(contents: Contents) -> list[Document]:
    """Each product that promises something, followed by its promises and their windows."""
    return [
        document
        for product in contents.products
        if product.promises
        for document in (_service(product), *_promised(product))
    ]


def _promised(product: ProductSpec) -> list[Document]:
    return [
        document
        for promise in product.promises
        for document in (
            _indicator(promise),
            *(_objective(product, promise, each) for each in promise.windows),
        )
    ]


def _document(kind: str, name: str, title: str, spec: Document, **labels: str) -> Document:
    metadata = without_empty(name=name, displayName=shortened(title, MOST_TITLED), labels=labels)
    return {"apiVersion": VERSION, "kind": kind, "metadata": metadata, "spec": spec}


def _described(*texts: str) -> str:
    return shortened(paragraphs(*texts), MOST_DESCRIBED)


def _service(product: ProductSpec) -> Document:
    spec = without_empty(description=_described(product.job, product.description))
    return _document("Service", product.id, product.name, spec, type=product.kind, state=product.state)


def _indicator(promise: ObjectiveSpec) -> Document:
    """Return the share of failures in all measured events, as measurements are stored: seconds for the basis
    of time."""
    unit = "seconds" if promise.basis == "time" else promise.events
    spec = without_empty(
        description=_described(promise.indicator, promise.threshold),
        ratioMetric={
            "counter": False,
            "bad": _metric(promise, "missed", unit),
            "total": _metric(promise, "total", unit),
        },
    )
    return _document("SLI", promise.id, promise.indicator, spec, indicator=promise.kind)


def _metric(promise: ObjectiveSpec, field: str, unit: str) -> Document:
    source = without_empty(promise=promise.id, field=field, counted=unit)
    return {"metricSource": {"type": MADE_BY, "spec": source}}


def _objective(product: ProductSpec, promise: ObjectiveSpec, window: WindowSpec) -> Document:
    spec = without_empty(
        description=_described(promise.sentence),
        service=product.id,
        indicatorRef=promise.id,
        timeWindow=[_window(promise, window)],
        budgetingMethod="Occurrences",
        objectives=[{"displayName": f"{number(window.target)}%", "target": float(window.target / 100)}],
    )
    return _document("SLO", window.id, promise.sentence, spec)


def _window(promise: ObjectiveSpec, window: WindowSpec) -> Document:
    document: Document = {
        "duration": f"{window.length}{_UNITS[window.unit]}",
        "isRolling": window.is_rolling,
    }
    if not window.is_rolling:
        document["calendar"] = {"startTime": _begins(promise, window), "timeZone": _zone(promise.time_zone)}
    return document


def _begins(promise: ObjectiveSpec, window: WindowSpec) -> str:
    """A moment at which a window of the calendar begins, by the clock of its time zone."""
    of_calendar = slo.Window(window.length, slo.Unit(window.unit), zone=promise.time_zone)
    start = of_calendar.span_at(_REFERENCE).start.astimezone(slo.zone_of(promise.time_zone))
    return start.replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")


def _zone(name: str) -> str:
    """The zone as the standard writes it, with an area before the place."""
    return name if "/" in name else f"Etc/{name}"
