"""Writes a data product for machines: a product of the Open Data Product Standard 1.1.0.

Bitol's ODPS describes the product (https://bitol-io.github.io/open-data-product-standard/), and a contract of
its ODCS each output port (data_contract.py). Content without a field in a standard goes to its
`customProperties`, under the names of `CUSTOM`; docs/specification.md has the mapping. Identifiers are the
uuids of Headwaters, so a new version of a document describes the same things.
"""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from specifications import product_rows

PRODUCT_STANDARD = "v1.1.0"

# What a product that is no more than planned promises is a draft; the standards' own words are examples.
STATUS = {
    "proposed": "proposed",
    "planned": "draft",
    "building": "draft",
    "live": "active",
    "retired": "retired",
}
TYPE = {
    "source_oriented": "sourceAligned",
    "aggregate": "aggregate",
    "consumer_oriented": "consumerAligned",
}

NAMELESS_INPUT = "input"
"""The name of an unknown input port, because the standard requires one."""

Document = dict[str, Any]


def product_document(product: product_rows.ProductSpec) -> Document:
    """The product as ODPS 1.1.0. Empty fields are left out."""
    return without_empty(
        apiVersion=PRODUCT_STANDARD,
        kind="DataProduct",
        id=product.id,
        name=product.name,
        status=STATUS[product.state],
        domain=product.domain.name,
        tenant=product.organization.name,
        type=TYPE[product.kind],
        description=_why(product),
        authoritativeDefinitions=published(product),
        inputPorts=[_input_port(each) for each in product.inputs],
        outputPorts=[_output_port(product, each) for each in product.ports],
        support=support(product),
        team=team(product),
        productCreatedTs=timestamp(product.created_at),
        customProperties=custom(
            state=product.state,
            delivers=_reference_to(product.delivers),
            goals=_all_named(product.goals),
            useCases=_all_named(product.use_cases),
            measures=_all_named(product.measures),
            consumers=_all_named(product.consumers),
            sixQuestions=without_empty(**product.answers),
            iterations=[_plain(each) for each in product.steps],
            usagePatterns=[_plain(each) for each in product.usages],
            effort=without_empty(
                unit="personWeek",
                likely=number(product.effort),
                atLeast=number(product.effort_low),
                atMost=number(product.effort_high),
                confidence=product.effort_confidence,
            )
            if product.effort is not None or product.effort_low or product.effort_high
            else None,
            serviceLevelObjectives=objectives(product),
            **storage_and_processing(product),
            **sharing(product),
        ),
    )


# --- What product and contract have in common -----------------------------------------------------


def description(product: product_rows.ProductSpec) -> Document:
    """The standards know purpose, usage and limitations: the job, what was answered about using the product,
    and what its policies say. The description itself goes beside them."""
    return without_empty(
        purpose=product.job,
        usage=paragraphs(product.answers.get("engagement", ""), product.answers.get("tasks", "")),
        limitations=paragraphs(product.access_policy, product.privacy_note, product.compliance),
        customProperties=custom(description=product.description),
    )


def _why(product: product_rows.ProductSpec) -> Document:
    """Return the description with the value threads of the product: its use cases with hypothesis and
    goal."""
    base = description(product)
    threads = [
        without_empty(
            goal=_reference_to(each.goal),
            hypothesis=_reference_to(each.hypothesis),
            useCase=_reference_to(each.use_case),
        )
        for each in product.threads
    ]
    return without_empty(
        **base | {"customProperties": custom(redThread=threads) + base.get("customProperties", [])}
    )


def sharing(product: product_rows.ProductSpec) -> Document:
    """The sharing agreement and the policies, as custom properties of product and contract."""
    return {
        "sharing": product.sharing,
        "accessPolicy": product.access_policy,
        "accessRules": [_plain(rule) for rule in product.rules],
        "accessDefault": product.access_default,
        "distribution": without_empty(
            modified=product.distribution_modified, unmodified=product.distribution_unmodified
        ),
        "classification": product.classification,
        "privacy": product.privacy,
        "privacyNote": product.privacy_note,
        "compliance": product.compliance,
    }


def storage_and_processing(product: product_rows.ProductSpec) -> Document:
    """Storage and processing as custom properties. The other parts of the product are its ports, data,
    agreement and objectives."""
    return {
        "storage": product.storage,
        "processing": product.processing,
        "transformation": product.transformation,
    }


def objectives(product: product_rows.ProductSpec) -> list[Document]:
    """The objectives whole: a standard's service level has no window, no basis and no time zone."""
    return [
        {**_plain(promise), "windows": [_plain(window) for window in promise.windows]}
        for promise in product.promises
    ]


def published(product: product_rows.ProductSpec) -> list[Document]:
    """The addresses of its agreement, its description and its code, in the form of ODPS."""
    links = {
        "dataSharingAgreement": product.agreement_url,
        "catalog": product.catalog_url,
        "implementation": product.repository_url,
    }
    return [{"type": kind, "url": url} for kind, url in links.items() if url]


def support(product: product_rows.ProductSpec) -> list[Document]:
    """The owner is the first contact, where an address is known."""
    if product.owner is None or not product.owner.email:
        return []
    return [
        {"channel": product.owner.name, "url": f"mailto:{product.owner.email}", "tool": "email"},
    ]


def team(product: product_rows.ProductSpec) -> Document | None:
    """The team with the owner as its member, since the standards know owners only as such. Who else works in
    the team is no part of the product."""
    if product.team is None and product.owner is None:
        return None
    members = []
    if product.owner is not None:
        owner = product.owner
        members = [
            without_empty(
                username=owner.email or owner.name,
                name=owner.name,
                role="owner",
                description=owner.role_title,
            )
        ]
    group = product.team
    return without_empty(
        name=group.name if group else "",
        description=group.responsibilities if group else "",
        members=members,
        customProperties=custom(teamId=group.id if group else ""),
    )


# --- Ports ----------------------------------------------------------------------------------------


def _input_port(port: product_rows.InputPortSpec) -> Document:
    return without_empty(
        id=port.id,
        name=port.name,
        version=port.contract.version if port.contract else "",
        contractId=port.contract.id if port.contract else "",
        customProperties=custom(
            portType=port.kind,
            source=_reference_to(port.source),
            dataProduct=_reference_to(port.feeder),
            format=port.format,
            location=port.location,
            portDescription=port.description,
        ),
    )


def _output_port(product: product_rows.ProductSpec, port: product_rows.OutputPortSpec) -> Document:
    contracts = dict.fromkeys(each.contract for each in product.inputs if each.contract)
    return without_empty(
        id=port.id,
        name=port.name,
        description=port.description,
        type=port.kind,
        version=port.version or "1.0.0",
        contractId=port.id,
        inputContracts=[{"id": each.id, "version": each.version} for each in contracts],
        customProperties=custom(
            dataSet=port.data_set,
            format=port.format,
            location=port.location,
            consumers=_all_named(port.consumers),
        ),
    )


# --- Plain values ---------------------------------------------------------------------------------


def without_empty(**values: Any) -> Document:
    """The fields without empty ones. False and 0 are no empty values."""
    return {key: value for key, value in values.items() if value not in ("", None, [], {}, ())}


def custom(**values: Any) -> list[Document]:
    """Custom properties of a standard, without the empty ones."""
    return [{"property": key, "value": value} for key, value in without_empty(**values).items()]


def paragraphs(*texts: str) -> str:
    """The texts that say something, with an empty line between them."""
    return "\n\n".join(text for text in texts if text)


def number(value: Decimal | None) -> int | float | None:
    """The number in the form of JSON and YAML: 99.5, and 4 instead of 4.0."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def timestamp(moment: datetime) -> str:
    """In UTC to the second, as RFC 3339 writes it. `moment` is in UTC."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _reference_to(thing: product_rows.EntityReference | product_rows.MeasureSpec | None) -> Document | None:
    return None if thing is None else {"id": thing.id, "name": thing.name}


def _all_named(things: Iterable[product_rows.EntityReference | product_rows.MeasureSpec]) -> list[Document]:
    return [{"id": thing.id, "name": thing.name} for thing in things]


def _plain(
    row: product_rows.IterationSpec
    | product_rows.UsageSpec
    | product_rows.AccessRuleSpec
    | product_rows.ObjectiveSpec
    | product_rows.WindowSpec,
) -> Document:
    """A row by its fields in camel case, as the standards write names; rows in it are left to the caller."""
    values: Document = {}
    for field in fields(row):
        value = getattr(row, field.name)
        if isinstance(value, Decimal):
            value = number(value)
        elif isinstance(value, date):
            value = value.isoformat()
        head, *tail = field.name.split("_")
        values[head + "".join(part.capitalize() for part in tail)] = value
    return without_empty(**values)
