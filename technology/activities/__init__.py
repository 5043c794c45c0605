"""Activities of this stream."""


def register_own() -> None:
    """Nothing yet."""
