"""Requests to the company's provider.

Nothing outside may hold the pages: what is asked runs in two threads of its own, so that at most two of the
page threads wait, and for five seconds all in all.
"""

import http.client
import json
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from socket import SHUT_RDWR, socket
from typing import Any, Final, TypeVar
from urllib.error import HTTPError
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

PATIENCE: Final = 5.0
"""Seconds that a page waits for the provider, all in all."""
AT_ONCE: Final = 2
"""How many pages wait for it in one process, of its four page threads."""
_MOST: Final = 1024 * 1024
T = TypeVar("T")


class ProviderFailed(Exception):
    """The provider cannot be asked, or its answer not be believed: `kind` is a key of
    organizations.oidc.web.WORDS, the message is for the operator."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(detail or kind)
        self.kind = kind


_places = threading.BoundedSemaphore(AT_ONCE)
_threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="identity")
_asking = threading.local()


@dataclass(frozen=True, slots=True)
class ProviderReply:
    """An answer: the status, the body, and the time of the server, if it names one."""

    status: int
    body: bytes
    date: str


class _Until:
    """The end of a question, when its connections are cut: a time-out of a socket begins with each byte."""

    def __init__(self) -> None:
        self.ends = time.monotonic() + PATIENCE
        self.is_over = False
        self._open: list[socket] = []

    @property
    def left(self) -> float:
        return max(self.ends - time.monotonic(), 0.01)

    def watch(self, connection: http.client.HTTPConnection) -> None:
        self._open.append(connection.sock)
        if self.is_over:
            self.cut()

    def cut(self) -> None:
        self.is_over = True
        for each in self._open:
            with suppress(OSError):
                each.shutdown(SHUT_RDWR)


def in_time(work: Callable[[], T]) -> T:
    """The result of `work`, if it returns within PATIENCE. Raises ProviderFailed, at once when others wait
    already."""
    if not _places.acquire(blocking=False):
        raise ProviderFailed("busy", f"{AT_ONCE} people are already waiting for it")
    until = _Until()

    def in_its_thread() -> T:
        _asking.until = until
        try:
            return work()
        finally:
            _asking.until = None
            _places.release()

    future = _threads.submit(in_its_thread)
    try:
        return future.result(until.left)
    except TimeoutError as error:
        until.cut()
        raise ProviderFailed("slow", f"no answer within {PATIENCE:g} seconds") from error


class _Stays(HTTPRedirectHandler):
    """No redirect is followed: a request with a code or a secret goes nowhere else."""

    def redirect_request(self, *_args: Any) -> None:
        return None


class _WatchedConnection(http.client.HTTPConnection):
    """A connection that is cut when the question that it belongs to is over."""

    def connect(self) -> None:
        super().connect()
        if until := getattr(_asking, "until", None):
            until.watch(self)


class _WatchedBelowTLS(_WatchedConnection, http.client.HTTPSConnection):
    pass


class _Http(HTTPHandler):
    def http_open(self, request: Request) -> http.client.HTTPResponse:
        return self.do_open(_WatchedConnection, request)


class _Https(HTTPSHandler):
    def https_open(self, request: Request) -> http.client.HTTPResponse:
        return self.do_open(_WatchedBelowTLS, request, context=ssl.create_default_context())


_opener = build_opener(_Stays, _Http, _Https)


def ask(
    address: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> ProviderReply:
    """The answer of the address, with any status. Raises ProviderFailed for no answer in time."""
    until: _Until | None = getattr(_asking, "until", None)
    request = Request(address, body, {"Accept": "application/json", **(headers or {})})  # noqa: S310 (checked)
    try:
        try:
            response = _opener.open(request, timeout=until.left if until else PATIENCE)
        except HTTPError as error:
            response = error
        with response:
            return ProviderReply(response.status or 0, response.read(_MOST), response.headers.get("Date", ""))
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        is_slow = isinstance(reason, TimeoutError) or (until is not None and until.is_over)
        raise ProviderFailed("slow" if is_slow else "down", f"{address}: {reason}") from error


def json_object(answer: ProviderReply, *, is_any_status: bool = False) -> dict[str, Any]:
    """The object that was answered. Raises ProviderFailed for something else, or another status than 200."""
    if answer.status != 200 and not is_any_status:
        raise ProviderFailed("down" if answer.status >= 500 else "answer", f"it answered {answer.status}")
    try:
        value = json.loads(answer.body)
    except ValueError as error:
        raise ProviderFailed("answer", f"it answered {answer.status}, but not JSON") from error
    if not isinstance(value, dict):
        raise ProviderFailed("answer", "it answered JSON that isn't an object")
    return value
