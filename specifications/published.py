"""What everybody may read of a data product that is published: for its users, not about its making."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from specifications.data_product import STATUS
from specifications.rows import Input, Product

PUBLISHED: Final = "active"
"""What the standards call a data product that others may rely on: the state “live”."""
ANSWERS: Final = ("engagement", "tasks")
"""The questions whose answers say how the data product is used."""
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
"""Fields that say why and how the data product is made, and who uses it, with their empty values."""


def is_published(product: Product) -> bool:
    """Whether the standards call it active."""
    return STATUS[product.state] == PUBLISHED


def published(products: Sequence[Product]) -> list[Product]:
    """The published ones with what everybody may read of them. No address of a person is left, no name of a
    data product that is not published, and no source."""
    live = [each for each in products if is_published(each)]
    known = {each.id for each in live}
    return [_for_everybody(each, known) for each in live]


def _for_everybody(product: Product, known: set[str]) -> Product:
    owner = product.owner
    return replace(
        product,
        **LEFT_OUT,
        owner=None if owner is None else replace(owner, email=""),
        answers={key: text for key, text in product.answers.items() if key in ANSWERS},
        inputs=tuple(each for each in product.inputs if _reads_from(each, known)),
        ports=tuple(replace(port, consumers=()) for port in product.ports),
    )


def _reads_from(port: Input, known: set[str]) -> bool:
    return port.feeder is not None and port.feeder.id in known
