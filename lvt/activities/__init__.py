"""Activities around the value tree, use cases and their prioritization."""


def register_own() -> None:
    """Register the kinds of this app."""
