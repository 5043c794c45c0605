"""Landscape: maps of all data products, their sources and their use cases."""
