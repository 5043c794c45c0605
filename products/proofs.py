"""What a solver answered, by its question: a proof is the answer for good, the best found only for a while.

A stage and its screens ask the same many times in a minute, so what is not proven is not sought each time.
Each process keeps its own.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from math import inf
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar

# After so many seconds what is not proven is sought once more.
AGAIN = 60.0

A = TypeVar("A")


class Answers(Generic[A]):
    """The answers to the last `most` questions; those that were asked for longest ago go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[Hashable, float | None], tuple[A, float]] = OrderedDict()
        self._lock = Lock()

    def to(self, question: Hashable, patience: float, seek: Callable[[], tuple[A, bool]]) -> A:
        """The proven answer, if any request had the time for it; else what was found with the same `patience`
        less than a minute ago; else what `seek` finds. Raises what `seek` raises."""
        with self._lock:
            for key in ((question, None), (question, patience)):
                answer, until = self._kept.get(key, (None, -inf))
                if answer is not None and monotonic() < until:
                    self._kept.move_to_end(key)
                    return answer
        answer, is_proven = seek()
        with self._lock:
            kept_as = (question, None if is_proven else patience)
            self._kept[kept_as] = answer, inf if is_proven else monotonic() + AGAIN
            self._kept.move_to_end(kept_as)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return answer

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()
