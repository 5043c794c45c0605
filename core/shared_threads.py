"""A few threads that many owners share in turns. No Django, and no database."""

from collections import Counter, deque
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock


class Turns:
    """At most `at_once` pieces of work are under way, and of each owner at most `of_one`: an owner whose work
    waits holds up no other owner. A free thread takes up an owner who has the fewest under way, and of these
    the one who waits longest."""

    def __init__(self, at_once: int, of_one: int, *, name: str) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix=name)
        self._free, self._of_one = at_once, of_one
        self._lock = Lock()
        # In the order in which they get a turn.
        self._waiting: dict[tuple[Hashable, ...], deque[Callable[[], object]]] = {}
        self._under_way = Counter[Hashable]()

    def ask(self, owners: tuple[Hashable, ...], work: Callable[[], object]) -> None:
        """Have the `work` of these owners done by a thread, in its turn: it counts for each of them."""
        with self._lock:
            self._waiting.setdefault(owners, deque()).append(work)
            self._begin()

    @property
    def is_busy(self) -> bool:
        """Return True while any work is under way or waits for its turn."""
        with self._lock:
            return bool(self._under_way or self._waiting)

    def _begin(self) -> None:
        while self._free and (owners := self._next()) is not None:
            works = self._waiting.pop(owners)
            work = works.popleft()
            if works:
                self._waiting[owners] = works  # after those who wait as well
            self._free -= 1
            self._under_way.update(owners)
            self._threads.submit(self._do, owners, work)

    def _next(self) -> tuple[Hashable, ...] | None:
        busy = {owners: max(self._under_way[each] for each in owners) for owners in self._waiting}
        may = [owners for owners, count in busy.items() if count < self._of_one]
        return min(may, key=lambda owners: busy[owners], default=None)

    def _do(self, owners: tuple[Hashable, ...], work: Callable[[], object]) -> None:
        try:
            work()
        finally:
            with self._lock:
                self._free += 1
                self._under_way -= Counter(owners)
                self._begin()
