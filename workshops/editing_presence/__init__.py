"""Shared editing: a notice for people who edit the same artifact at the same time."""
