"""The input of exporters, and the conversion of their documents to text."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.yaml_text import to_yaml
from specifications.product_rows import EntityReference, ProductSpec

Document = dict[str, Any]

MADE_BY = "Headwaters"
"""The name of this program in documents."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The data products of a discovery with the `name`. `pages` is the address below which each of them has
    its page."""

    name: str
    pages: str
    products: tuple[ProductSpec, ...]

    def page_of(self, product: ProductSpec) -> str:
        """The address of the product's page."""
        return f"{self.pages}{product.id}/"

    @property
    def domains(self) -> list[EntityReference]:
        """The domains of the products, each once."""
        return list(dict.fromkeys(product.domain for product in self.products))


def yaml_documents(documents: Iterable[Document]) -> str:
    """The documents one after another, as a YAML stream."""
    return "".join(f"---\n{to_yaml(document)}" for document in documents)


def json_text(value: Any) -> str:
    """The value as JSON that people can read, with a line break at the end."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def shortened(text: str, most: int) -> str:
    """The text with at most so many characters; where it was longer, it ends with an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
