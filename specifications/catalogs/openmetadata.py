"""Data products as requests to OpenMetadata: each entry of `domains` is the body of a PUT to /api/v1/domains,
each of `dataProducts` of one to /api/v1/dataProducts, in that order. What OpenMetadata calls a `name` is part
of its key, so it is the uuid of Headwaters; what people call things is its `displayName`.

https://docs.open-metadata.org/api-reference/governance/data-products
"""

from collections import Counter

from specifications.catalogs import odps4
from specifications.catalogs.exporter_input import MADE_BY, Contents, Document, json_text
from specifications.data_product import without_empty
from specifications.product_rows import EntityReference, ProductSpec

DOMAIN_TYPE = {
    "source_oriented": "Source-aligned",
    "aggregate": "Aggregate",
    "consumer_oriented": "Consumer-aligned",
}


def text(contents: Contents) -> str:
    """Domains and data products as OpenMetadata takes them, in JSON."""
    return json_text(document(contents))


def document(contents: Contents) -> Document:
    """Return the requests as a value with `domains` and `dataProducts`."""
    return {
        "domains": [_domain(contents, each) for each in contents.domains],
        "dataProducts": [_product(contents, each) for each in contents.products],
    }


def _domain(contents: Contents, domain: EntityReference) -> Document:
    """A domain has the type of most of its products; in a tie, the type of the first."""
    kinds = Counter(product.kind for product in contents.products if product.domain == domain)
    return {
        "name": domain.id,
        "displayName": domain.name,
        "description": domain.name,
        "domainType": DOMAIN_TYPE[kinds.most_common(1)[0][0]],
    }


def _product(contents: Contents, product: ProductSpec) -> Document:
    return {
        "name": product.id,
        "displayName": product.name,
        "description": _description(contents, product),
        "domains": [product.domain.id],
        "dataProductType": _constant(odps4.TYPE[product.kind]),
        "visibility": _constant(odps4.visibility(product)),
    }


def _description(contents: Contents, product: ProductSpec) -> str:
    """Markdown, in which what people wrote is a block of its own: as they wrote it."""
    owner = product.owner.name if product.owner else ""
    values = without_empty(
        Job=product.job,
        Description=product.description,
        State=product.state,
        Owner=owner,
        Team=product.team.name if product.team else "",
        **{
            "Use cases": _names(product.use_cases),
            "Output ports": _names(product.ports),
            "Promises": "\n".join(promise.sentence for promise in product.promises),
            "Access policy": product.access_policy,
        },
    )
    parts = [f"**{label}**\n\n{_as_written(words)}" for label, words in values.items()]
    return "\n\n".join([*parts, f"[{MADE_BY}]({contents.page_of(product)})"])


def _names(rows: tuple[EntityReference, ...] | tuple[object, ...]) -> str:
    return "\n".join(str(getattr(row, "name", "")) for row in rows)


def _as_written(words: str) -> str:
    """The words as an indented block, in which Markdown has no effect."""
    return "\n".join(f"    {line}" for line in words.splitlines())


def _constant(word: str) -> str:
    """A word of ODPS as OpenMetadata writes its own: "raw data" is RAW_DATA."""
    return word.upper().replace(" ", "_").replace("-", "_")
