"""The few threads that answer pages. Requests that only read never take all of them, so that one is free for
what people send; and a visitor who reads very much has to wait, so that the processor has time for others."""

import re
import threading
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

from core.rate_limits import Limit

THREADS: Final = 4
"""More would only compete for the interpreter; each keeps one database connection."""
MOST_LOOKS: Final = THREADS - 1
"""Requests that only look, answered at once."""
MOST_OF_ONE: Final = 2
"""Of those, of one visitor."""
OF_ONE: Final = Limit(burst=10, per_second=0.25)
"""Seconds of the processor for what one visitor looks at: a hundred of the dearest pages in a row, then one a
second."""
OF_AN_ADDRESS: Final = Limit(burst=60, per_second=0.5)
"""The same for all those behind one address who have no cookie yet: an office that comes in at once."""
MOST_WAITING: Final = 500
"""Requests of one visitor who has used up that time; more are refused."""
_WOKEN: Final = 0.5
"""Seconds after which it is asked again at the latest whose time has come."""
_REMEMBERED: Final = 10_000
_WRITES: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
# The cookies by which someone is known: of an account, and of a participant, an observer or a paired device
# of a workshop.
_KNOWN_BY = re.compile(r"(?:^|;\s*)((?:__Host-)?(?:sessionid|hw[od]?_[^=;]+)=[^;]*)")

_ADDRESS: Final = "address "

Work = tuple[Future[Any], Callable[[], None]]


class TooManyWaiting(Exception):
    """A visitor whose requests have to wait has too many of them waiting."""


def visitor_of(environ: Mapping[str, Any]) -> str:
    """The mark of a request's sender: cookies, the key of an anonymous activity, or else the
    address. Nothing is checked: made-up cookies open further lines, which get no more threads."""
    marks = _KNOWN_BY.findall(environ.get("HTTP_COOKIE", ""))
    if marks:
        return ";".join(sorted(marks))
    key: str = environ.get("HTTP_HEADWATERS_KEY", "")
    return key or f"{_ADDRESS}{environ.get('REMOTE_ADDR', '')} {environ.get('HTTP_X_FORWARDED_FOR', '')}"


class TimeLeft:
    """Seconds of the processor that each visitor may still use to read; negative after a costly answer."""

    def __init__(self) -> None:
        self._balances: dict[str, tuple[float, float]] = {}  # seconds, and when they were counted

    def of(self, visitor: str) -> float:
        """Seconds of thread time that the visitor has left now."""
        limit = _limit_of(visitor)
        seconds, at = self._balances.get(visitor, (limit.burst, 0.0))
        return limit.now_in(seconds, time.monotonic() - at)

    def wait(self, visitor: str) -> float:
        """Seconds until the visitor may look again; 0 when now."""
        return max(0.0, -self.of(visitor) / _limit_of(visitor).per_second)

    def take(self, visitor: str, seconds: float) -> None:
        """Note that an answer took so many `seconds`."""
        if len(self._balances) >= _REMEMBERED:
            self._balances = {name: balance for name, balance in self._balances.items() if self.of(name) < 0}
        self._balances[visitor] = (self.of(visitor) - seconds, time.monotonic())


def _limit_of(visitor: str) -> Limit:
    return OF_AN_ADDRESS if visitor.startswith(_ADDRESS) else OF_ONE


SILENT: Final = 10.0
"""Seconds after which a request that asks for nothing should have been answered."""
_NOTHING: Final = {"REQUEST_METHOD": "GET", "REMOTE_ADDR": "health"}


class PageThreads(ThreadPoolExecutor):
    """Threads that answer requests: `submit(answer, environ)`, called by config.wsgi_bridge.

    Requests that write go straight to them. Requests that read wait for one of `MOST_LOOKS` turns, in a line
    for each visitor; lines are served in rotation, so that a long one delays its own visitor alone. A visitor
    whose time of the processor is used up waits until there is some again.
    """

    def __init__(self) -> None:
        super().__init__(THREADS, thread_name_prefix="page")
        self._guard = threading.Lock()  # held for a few steps of arithmetic, never over an answer
        self._looking: Counter[str] = Counter()
        self._lines: OrderedDict[str, deque[Work]] = OrderedDict()
        self._time = TimeLeft()
        self._alarm: threading.Timer | None = None
        self._probe: Future[Any] | None = None
        self._probed_at = 0.0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """As the library's; `args` begin with the environ of a request. Raises TooManyWaiting."""
        environ = args[0]
        if environ["REQUEST_METHOD"] in _WRITES:
            return super().submit(fn, *args, **kwargs)
        future: Future[Any] = Future()

        def answer() -> None:
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as error:
                future.set_exception(error)

        visitor = visitor_of(environ)
        with self._guard:
            if len(self._lines.get(visitor, ())) >= MOST_WAITING and self._time.wait(visitor):
                raise TooManyWaiting
            self._lines.setdefault(visitor, deque()).append((future, answer))
            if environ is _NOTHING:
                # Before all others, who may be many: what is asked is whether threads come free.
                self._lines.move_to_end(visitor, last=False)
        self._let_in()
        return future

    def wrong(self) -> str:
        """The problem in words if pages aren't answered any more, else ""; for the health check, which alone
        calls this. A request that asks for nothing waits for the next thread that comes free; once answered,
        it is sent again."""
        if self._probe is None or self._probe.done():
            self._probed_at = time.monotonic()
            self._probe = self.submit(lambda _environ: None, _NOTHING)
            return ""
        waits = time.monotonic() - self._probed_at
        return f"no page was answered for {waits:.0f} s" if waits > SILENT else ""

    def _let_in(self) -> None:
        """Give threads to those who are next, as long as there are turns."""
        with self._guard:
            while self._looking.total() < MOST_LOOKS:
                visitor = next((name for name in self._lines if self._may_look(name)), None)
                if visitor is None:
                    self._come_again()
                    return
                line = self._lines[visitor]
                future, answer = line.popleft()
                if line:
                    self._lines.move_to_end(visitor)
                else:
                    del self._lines[visitor]
                if not future.set_running_or_notify_cancel():
                    continue  # went away while waiting
                self._looking[visitor] += 1
                super().submit(self._look, visitor, answer)

    def _may_look(self, visitor: str) -> bool:
        return self._looking[visitor] < MOST_OF_ONE and not self._time.wait(visitor)

    def _come_again(self) -> None:
        """Set a timer for when a visitor who waits for the processor has time. Call it under the guard."""
        waits = [wait for name in self._lines if (wait := self._time.wait(name))]
        if waits and self._alarm is None:
            self._alarm = threading.Timer(min(*waits, _WOKEN), self._woken)
            self._alarm.daemon = True
            self._alarm.start()

    def _woken(self) -> None:
        with self._guard:
            self._alarm = None
        self._let_in()

    def _look(self, visitor: str, answer: Callable[[], None]) -> None:
        began = time.thread_time()
        try:
            answer()
        finally:
            with self._guard:
                self._time.take(visitor, time.thread_time() - began)
                self._looking -= Counter([visitor])
            self._let_in()
