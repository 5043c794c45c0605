"""The time until a change is drawn, and between the drawings of a room that keeps changing.

Each drawing goes to every screen, so what it costs grows with the people, who at the same time all send
something. A quiet room shows a change almost at once; a busy one draws what came within a tick together; and
one whose drawings take long rests between them, so that the time is there to take in what people send.
"""

import math
from typing import Final

TICK: Final = 0.02
"""Seconds: changes within one tick are drawn once. What takes longer to draw rests accordingly (`SHARE`)."""
RARELY: Final = 0.5
"""Seconds between two drawings of counts for the screens that few have: the console with its list of people
costs more than all phones, and shows the counts of a busy room a little later."""
SOON: Final = 0.005
"""Seconds that the first change in a quiet room waits for others that belong to it."""
SHARE: Final = 2.0
"""Back-off factor: a busy room rests SHARE times the duration of its last drawing."""
LONGEST: Final = 0.5
"""The longest rest, in seconds."""
RETRY: Final = 1.0
"""Seconds before a tick that failed as a whole (no database) is tried again."""


class Throttle:
    """Says when one room is drawn next. All times are seconds of one clock."""

    def __init__(
        self, tick: float = TICK, *, share: float = SHARE, longest: float = LONGEST, retry: float = RETRY
    ) -> None:
        self._tick = tick
        self._share = share
        self._longest = longest
        self._retry = retry
        self._rarely = min(RARELY, longest)
        self._ended = -math.inf
        self._took = 0.0
        self._drew_few = -math.inf

    def pause(self, now: float) -> float:
        """Return how long to wait before the next drawing."""
        return max(min(SOON, self._tick), self._tick - (now - self._ended))

    def rest(self, now: float, late: float) -> float:
        """Return how much longer counts and single items wait, below 0 for not at all.

        ``late`` is by how much the pause was longer than it should have been: that is how long it took to
        send the last tick to all screens.
        """
        return min(self._share * (self._took + late), self._longest) - (now - self._ended)

    def few_wait(self, now: float) -> float:
        """Return how much longer counts wait for the screens that few have, 0 or below for not at all."""
        return self._rarely - (now - self._drew_few)

    def drew_few(self, now: float) -> None:
        """Record that the screens that few have were drawn."""
        self._drew_few = now

    def drew(self, began: float, ended: float) -> None:
        """Record a tick that succeeded."""
        self._ended, self._took = ended, ended - began

    def failed(self, now: float) -> None:
        """Record a tick that has to be tried again."""
        self._ended, self._took = now + self._retry - self._tick, 0.0
