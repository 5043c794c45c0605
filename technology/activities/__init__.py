"""Activities of this stream: it has no kinds, but it offers displays for every screen."""


def register_own() -> None:
    """Register the displays of this stream."""
    from technology.activities import spotlights

    spotlights.register_own()
