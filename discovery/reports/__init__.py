"""The report engine: sections in, a PDF out."""


def register_own() -> None:
    """Register the sections of this app."""
