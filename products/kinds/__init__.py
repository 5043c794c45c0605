"""The artifacts of the product stream, each declared once."""

from __future__ import annotations


def register_own() -> None:
    from discovery.kinds.base import artifact_kinds
    from products.kinds.iterations import ITERATION

    artifact_kinds.register(ITERATION)
