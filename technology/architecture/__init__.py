"""Logical architecture: one picture of platform, sources, data products, users and use cases."""
