"""The REST interface for programs with its keys (docs/api.md). No app is above it.

It may know every app below. It knows kinds of artifacts by their registry, so that a new one appears by
itself; what it adds of products, such as measurements, it names.
"""
