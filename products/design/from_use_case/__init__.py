"""Backward design: from a use case to its data product, and to the product's sources."""
