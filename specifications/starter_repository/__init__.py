"""Starter repository of a data product, as a zip file."""
