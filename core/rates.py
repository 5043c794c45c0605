"""How much of something there may be: so much at once, then so much a second."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """`burst` at once, then `per_second`."""

    burst: float
    per_second: float

    def now_in(self, tokens: float, seconds: float) -> float:
        """What a bucket holds that held `tokens` so many seconds ago."""
        return min(self.burst, tokens + max(0.0, seconds) * self.per_second)

    def wait_for_one(self, tokens: float) -> int:
        """Whole seconds until there is a token to take; 0 when there is one."""
        return 0 if tokens >= 1 else math.ceil((1 - tokens) / self.per_second)
