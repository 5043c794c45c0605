"""Unique names of data products, sources and consumers within a domain."""
