"""The products that specifications are made of."""

from __future__ import annotations

from tests.products.conftest import feeder, product, use_case

__all__ = ["feeder", "product", "use_case"]
