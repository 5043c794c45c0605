"""Data products for DataHub: a metadata file, which is a list of proposals to change an aspect of an entity.
https://docs.datahub.com/docs/metadata-modeling/metadata-model."""

from typing import Any
from urllib.parse import quote

from specifications.catalogs.exporter_input import Contents, Document, json_text
from specifications.data_product import number, paragraphs, without_empty
from specifications.product_rows import ProductSpec

# Who is said to have written what has no author here, as DataHub itself says it.
_UNKNOWN = {"time": 0, "actor": "urn:li:corpuser:unknown"}


def text(contents: Contents) -> str:
    """The data products as proposals of DataHub's metadata, in JSON."""
    return json_text(documents(contents))


def documents(contents: Contents) -> list[Document]:
    """The domains first, then the teams, then each product with its aspects."""
    teams = {product.team.id: product.team for product in contents.products if product.team}
    return [
        *(
            _change("domain", _domain(each.id), "domainProperties", name=each.name)
            for each in contents.domains
        ),
        *(
            _change(
                "corpGroup",
                _group(team.id),
                "corpGroupInfo",
                displayName=team.name,
                description=team.responsibilities,
                admins=[],
                members=[],
                groups=[],
            )
            for team in teams.values()
        ),
        *(change for product in contents.products for change in _product(contents, product)),
    ]


def _product(contents: Contents, product: ProductSpec) -> list[Document]:
    urn = f"urn:li:dataProduct:{product.id}"

    def change(aspect: str, **values: Any) -> Document:
        return _change("dataProduct", urn, aspect, **values)

    changes = [
        change(
            "dataProductProperties",
            name=product.name,
            description=paragraphs(product.job, product.description),
            externalUrl=contents.page_of(product),
            customProperties=_properties(product),
        ),
        change("domains", domains=[_domain(product.domain.id)]),
    ]
    if owners := _owners(product):
        changes.append(change("ownership", owners=owners, lastModified=_UNKNOWN))
    if product.agreement_url:
        link = {"url": product.agreement_url, "description": "Sharing agreement", "createStamp": _UNKNOWN}
        changes.append(change("institutionalMemory", elements=[link]))
    return changes


def _properties(product: ProductSpec) -> dict[str, str]:
    """Return the values for which DataHub has no aspect, as texts."""
    values = without_empty(
        type=product.kind,
        state=product.state,
        owner=product.owner.name if product.owner else "",
        goals=_names(product.goals),
        useCases=_names(product.use_cases),
        measures=_names(product.measures),
        consumers=_names(product.consumers),
        inputPorts=_names(product.inputs),
        outputPorts=_names(product.ports),
        promises="\n".join(promise.sentence for promise in product.promises),
        sharing=product.sharing,
        accessPolicy=product.access_policy,
        classification=product.classification,
        privacy=product.privacy,
        compliance=product.compliance,
        effort=str(number(product.effort)) if product.effort is not None else "",
    )
    return {key: str(value) for key, value in values.items()}


def _names(rows: Any) -> str:
    return "\n".join(row.name for row in rows)


def _owners(product: ProductSpec) -> list[Document]:
    owners = []
    if product.owner and product.owner.email:
        person = f"urn:li:corpuser:{quote(product.owner.email, safe='@.')}"
        owners.append({"owner": person, "type": "BUSINESS_OWNER"})
    if product.team:
        owners.append({"owner": _group(product.team.id), "type": "TECHNICAL_OWNER"})
    return owners


def _domain(uuid: str) -> str:
    return f"urn:li:domain:{uuid}"


def _group(uuid: str) -> str:
    return f"urn:li:corpGroup:{uuid}"


def _change(entity: str, urn: str, aspect: str, **values: Any) -> Document:
    return {
        "entityType": entity,
        "entityUrn": urn,
        "changeType": "UPSERT",
        "aspectName": aspect,
        "aspect": {"json": {key: value for key, value in values.items() if value != ""}},
    }
