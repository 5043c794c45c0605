"""Activities of this stream: it has no kind of its own, but what others put on every screen."""


def register_own() -> None:
    """Register what of this stream can be put on every screen."""
    from technology.activities import spotlights

    spotlights.register_own()
