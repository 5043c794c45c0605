"""What this app adds to the report of a discovery."""


def register_own() -> None:
    """Register the sections of this app."""
