"""Activities of a workshop: the kinds that belong to no stream, and the surfaces of the room."""

from __future__ import annotations


def register_own() -> None:
    """Register the kinds and the regions of the three surfaces."""
    from discovery.activities import regions, welcome
    from discovery.registries import activity_kinds

    activity_kinds.register(welcome.Welcome())
    activity_kinds.register(welcome.Talk())
    regions.register_all()
