"""Limits of rates: an amount at once, then an amount a second."""

import math
import threading
import time
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limit:
    """`burst` at once, then `per_second`."""

    burst: float
    per_second: float

    def now_in(self, tokens: float, seconds: float) -> float:
        """Tokens in a bucket that had `tokens` so many seconds ago."""
        return min(self.burst, tokens + max(0.0, seconds) * self.per_second)

    def wait_for_one(self, tokens: float) -> int:
        """Whole seconds until there is a token to take; 0 when there is one."""
        return 0 if tokens >= 1 else math.ceil((1 - tokens) / self.per_second)


class Buckets:
    """The rest of a limit by key, in this process. It is emptied after a thousand keys."""

    _REMEMBERED: Final = 1_000

    def __init__(self) -> None:
        self._tokens: dict[Hashable, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, key: Hashable, limit: Limit) -> int:
        """Take one token. Returns 0, or the whole seconds to wait where no token is left."""
        now = time.monotonic()
        with self._lock:
            tokens, at = self._tokens.get(key, (limit.burst, now))
            tokens = limit.now_in(tokens, now - at)
            wait = limit.wait_for_one(tokens)
            if len(self._tokens) >= self._REMEMBERED:
                self._tokens.clear()
            self._tokens[key] = (tokens if wait else tokens - 1, now)
        return wait
