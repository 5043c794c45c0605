"""Iterations of a data product: its first version and each later extension."""
