"""Which operations of the tech stream only facilitators take back, and which nobody."""

from __future__ import annotations


def register_own() -> None:
    """Nothing yet."""
