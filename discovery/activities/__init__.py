"""Activities of a workshop: the kinds that belong to no stream, and the surfaces of the room."""


def register_own() -> None:
    """Register the kinds and regions of this app."""
