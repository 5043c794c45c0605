"""The public view of a published data product: information for its users, without its making."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from specifications.data_product import STATUS
from specifications.product_rows import InputPortSpec, ProductSpec

PUBLISHED: Final = "active"
"""The status of a data product that others may rely on in the standards: the state “live”."""
ANSWERS: Final = ("engagement", "tasks")
"""The questions about the use of the data product."""
LEFT_OUT: Final[dict[str, Any]] = {
    "delivers": None,
    "goals": (),
    "use_cases": (),
    "threads": (),
    "measures": (),
    "kpis": (),
    "vision": "",
    "consumers": (),
    "usages": (),
    "rules": (),
    "steps": (),
    "effort": None,
    "effort_low": None,
    "effort_high": None,
    "effort_confidence": "",
    "storage": "",
    "processing": "",
    "transformation": "",
}
"""Fields about the reasons, making and users of the data product, with their empty values."""


def is_published(product: ProductSpec) -> bool:
    """Return True if the product is active in the standards."""
    return STATUS[product.state] == PUBLISHED


def public_products(products: Sequence[ProductSpec]) -> list[ProductSpec]:
    """Return the public view of published products, without addresses of people, names of unpublished data
    products, and sources."""
    published_products = [each for each in products if is_published(each)]
    public_ids = {each.id for each in published_products}
    return [_public_view(each, public_ids) for each in published_products]


def _public_view(product: ProductSpec, public_ids: set[str]) -> ProductSpec:
    owner = product.owner
    return replace(
        product,
        **LEFT_OUT,
        owner=None if owner is None else replace(owner, email=""),
        answers={key: text for key, text in product.answers.items() if key in ANSWERS},
        inputs=tuple(each for each in product.inputs if _reads_from(each, public_ids)),
        ports=tuple(replace(port, consumers=()) for port in product.ports),
    )


def _reads_from(port: InputPortSpec, public_ids: set[str]) -> bool:
    return port.feeder is not None and port.feeder.id in public_ids
