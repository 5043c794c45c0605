"""Which operations of the operating model stream only facilitators take back, and which nobody."""

from __future__ import annotations


def register_own() -> None:
    """Nothing yet."""
