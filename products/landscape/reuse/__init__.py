"""Reuse: the number of use cases that need each data product of an organization."""
