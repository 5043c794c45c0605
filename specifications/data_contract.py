"""Writes an output port for machines: a contract of the Open Data Contract Standard 3.1.0.

https://bitol-io.github.io/open-data-contract-standard/. A port has one contract, with the port's uuid. Each
contract contains the objectives of the product, as the standard has no level above.
"""

import re

from specifications import data_product
from specifications.product_rows import ColumnSpec, ObjectiveSpec, OutputPortSpec, ProductSpec, WindowSpec

CONTRACT_STANDARD = "v3.1.0"

# ISO 8601: https://en.wikipedia.org/wiki/ISO_8601#Durations. It has no quarters.
_DURATION = {
    "hour": "PT{}H",
    "day": "P{}D",
    "week": "P{}W",
    "month": "P{}M",
    "quarter": "P{}M",
    "year": "P{}Y",
}
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s<>\"{}|\\^`]+")
_PHYSICAL = {"stream": "topic", "api": "endpoint"}


def contract_document(product: ProductSpec, port: OutputPortSpec) -> data_product.Document:
    """The contract of the port as ODCS 3.1.0. Empty fields are left out."""
    return data_product.without_empty(
        apiVersion=CONTRACT_STANDARD,
        kind="DataContract",
        id=port.id,
        name=port.name,
        version=port.version or "1.0.0",
        status=data_product.STATUS[product.state],
        domain=product.domain.name,
        tenant=product.organization.name,
        dataProduct=product.name,
        description=data_product.description(product),
        authoritativeDefinitions=data_product.published(product),
        servers=_servers(port),
        schema=[_schema(product, port)],
        slaProperties=[level for promise in product.promises for level in _levels(promise)],
        roles=_roles(product),
        support=data_product.support(product),
        team=data_product.team(product),
        contractCreatedTs=data_product.timestamp(port.created_at),
        customProperties=data_product.custom(
            dataProductId=product.id,
            portType=port.kind,
            format=port.format,
            location=port.location,
            example=port.example,
            consumers=[{"id": each.id, "name": each.name} for each in port.consumers],
            serviceLevelObjectives=data_product.objectives(product),
            **data_product.sharing(product),
        ),
    )


def window_text(window: WindowSpec) -> str:
    """The window as the standard's `valueExt` holds it: "P28D rolling"."""
    length = window.length * (3 if window.unit == "quarter" else 1)
    return f"{_DURATION[window.unit].format(length)} {'rolling' if window.is_rolling else 'calendar'}"


def _servers(port: OutputPortSpec) -> list[data_product.Document]:
    """The address at which the port delivers; the standard takes addresses only."""
    if not ADDRESS.fullmatch(port.location):
        return []
    if port.kind == "api":
        return [{"id": port.id, "server": port.name, "type": "api", "location": port.location}]
    return [
        data_product.without_empty(
            id=port.id, server=port.name, type="custom", location=port.location, format=port.format
        ),
    ]


def _schema(product: ProductSpec, port: OutputPortSpec) -> data_product.Document:
    return data_product.without_empty(
        id=port.id,
        name=port.data_set or port.name,
        logicalType="object",
        physicalType=_PHYSICAL.get(port.kind, port.kind),
        description=port.description,
        properties=[_property(product, column) for column in port.columns],
    )


def _property(product: ProductSpec, column: ColumnSpec) -> data_product.Document:
    return data_product.without_empty(
        id=column.id,
        name=column.name,
        logicalType=column.type,
        description=column.description,
        required=column.is_required,
        classification=product.classification,
        tags=["personal"] if column.is_personal else [],
    )


def _levels(promise: ObjectiveSpec) -> list[data_product.Document]:
    """A service level for each window, checked alone; one without a value while there is none."""
    if not promise.windows:
        return [{"id": promise.id, "property": promise.kind, "value": None, "description": promise.sentence}]
    return [
        data_product.without_empty(
            id=window.id,
            property=promise.kind,
            value=data_product.number(window.target),
            valueExt=window_text(window),
            unit="percent",
            description=promise.sentence,
        )
        for window in promise.windows
    ]


def _roles(product: ProductSpec) -> list[data_product.Document]:
    """Return the roles with access. Roles without access and rules by attribute can't be expressed in the
    standard."""
    approver = product.owner.name if product.owner and product.sharing == "approval" else ""
    return [
        data_product.without_empty(
            id=rule.id,
            role=rule.subject,
            access="read",
            description=rule.note,
            firstLevelApprovers=approver,
        )
        for rule in product.rules
        if (rule.effect, rule.basis) == ("allow", "role")
    ]
