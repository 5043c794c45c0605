"""Scopes: the organization or discovery of a change or artifact, found by its uuid."""
