"""The few threads that answer pages: who looks never holds all, so what people send finds one free."""

from __future__ import annotations

import re
import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

THREADS: Final = 4
"""More would only compete for the interpreter; each keeps one database connection."""
MOST_LOOKS: Final = THREADS - 1
"""Requests that only look, answered at once."""
MOST_OF_ONE: Final = 2
"""Of those, of one visitor."""
_WRITES: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
# The cookies by which somebody is known: of an account, and of a participant or observer of a workshop.
_KNOWN_BY = re.compile(r"(?:^|;\s*)((?:__Host-)?(?:sessionid|hwo?_[^=;]+)=[^;]*)")

Work = tuple[Future[Any], Callable[[], None]]


def visitor_of(environ: Mapping[str, Any]) -> str:
    """By what a request's sender is told from others: their cookies, the key of an anonymous activity, or for
    want of these their address. Nothing is checked: made-up cookies are other lines, for no more
    threads."""
    known = _KNOWN_BY.findall(environ.get("HTTP_COOKIE", ""))
    if known:
        return ";".join(sorted(known))
    key: str = environ.get("HTTP_HEADWATERS_KEY", "")
    return key or f"{environ.get('REMOTE_ADDR', '')} {environ.get('HTTP_X_FORWARDED_FOR', '')}"


class PageThreads(ThreadPoolExecutor):
    """Threads to which a2wsgi gives requests: `submit(answer, environ, start_response)`.

    What writes goes straight to them. What looks waits for one of `MOST_LOOKS` turns, each visitor in a line
    of their own; lines are served in rotation, so that a long one holds up nobody but its visitor.
    """

    def __init__(self) -> None:
        super().__init__(THREADS, thread_name_prefix="page")
        self._guard = threading.Lock()  # held for a few steps of arithmetic, never over an answer
        self._looking: Counter[str] = Counter()
        self._lines: OrderedDict[str, deque[Work]] = OrderedDict()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """As the library's; `args` begin with the environ of a request."""
        environ = args[0]
        if environ["REQUEST_METHOD"] in _WRITES:
            return super().submit(fn, *args, **kwargs)
        answered: Future[Any] = Future()

        def answer() -> None:
            try:
                answered.set_result(fn(*args, **kwargs))
            except BaseException as error:
                answered.set_exception(error)

        with self._guard:
            self._lines.setdefault(visitor_of(environ), deque()).append((answered, answer))
        self._let_in()
        return answered

    def _let_in(self) -> None:
        """Give threads to those who are next, as long as there are turns."""
        with self._guard:
            while self._looking.total() < MOST_LOOKS:
                visitor = next((name for name in self._lines if self._looking[name] < MOST_OF_ONE), None)
                if visitor is None:
                    return
                line = self._lines[visitor]
                answered, answer = line.popleft()
                if line:
                    self._lines.move_to_end(visitor)
                else:
                    del self._lines[visitor]
                if not answered.set_running_or_notify_cancel():
                    continue  # went away while waiting
                self._looking[visitor] += 1
                super().submit(self._look, visitor, answer)

    def _look(self, visitor: str, answer: Callable[[], None]) -> None:
        try:
            answer()
        finally:
            with self._guard:
                self._looking -= Counter([visitor])
            self._let_in()
