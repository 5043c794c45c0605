"""Limits of the event streams that each person may have open in this process."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

MOST_STREAMS: Final = 24
"""Open streams of one person: a few devices with many tabs, but not a flood."""
MOST_OBSERVERS: Final = 100
"""Streams of those who watch one workshop from one address, which may be that of an office."""
MOST_OF_LINK: Final = 500
"""Streams of all who watch one workshop by its link."""


class StreamLimits:
    """Counts by holder: a person, or `observer <workshop> <address>`."""

    def __init__(self) -> None:
        self.open: Counter[str] = Counter()

    def has_enough(self, holder: str) -> bool:
        """Return True if the holder must not open another stream."""
        return any(self.open[name] >= most for name, most in _limits_of(holder).items())

    @contextmanager
    def one_more(self, holder: str) -> Iterator[None]:
        """Count one more stream of the holder inside the block."""
        names = Counter(list(_limits_of(holder)))
        self.open += names
        try:
            yield
        finally:
            self.open -= names  # which forgets what comes to nothing


def _limits_of(holder: str) -> dict[str, int]:
    """The names for which a stream counts, each with its limit: an observer's stream counts for their address
    and for the link of the workshop."""
    if not holder.startswith("observer "):
        return {holder: MOST_STREAMS}
    return {holder: MOST_OBSERVERS, holder.rpartition(" ")[0]: MOST_OF_LINK}
