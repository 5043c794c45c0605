"""Requests outlive a restart of PostgreSQL: they wait until it is there, and reads are asked again."""

import time
from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

from django.core.exceptions import MiddlewareNotUsed
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.wsgi import WSGIRequest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponseBase

PATIENCE: Final = 10.0
"""Seconds since the database went away for which requests wait; later ones are refused at once until it is
back."""
EVERY: Final = 0.1
"""Seconds between two attempts to reach it."""
_READS: Final = ("GET", "HEAD")


class ReadRetry:
    """A middleware within which every request begins with a connection that works. Where that is lost while a
    request that only reads is answered, the request is answered once more: nothing was written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if connection.vendor != "postgresql":
            raise MiddlewareNotUsed
        self.get_response = get_response
        self._away_since: float | None = None

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        before = self._connected()
        response = self.get_response(request)
        if (
            response.status_code >= 500
            and request.method in _READS
            and before is not None
            and _is_lost(before)
        ):
            connection.close()
            self._connected()
            response = self.get_response(_first(request))
        return response

    def _connected(self) -> Any:
        """The driver's connection, once it works; None where the database stays away, which the request finds
        out by itself."""
        while True:
            try:
                connection.close_if_health_check_failed()
                connection.ensure_connection()
            except OperationalError:
                now = time.monotonic()
                self._away_since = self._away_since or now
                if now - self._away_since > PATIENCE:
                    return None
                time.sleep(EVERY)
            else:
                self._away_since = None
                return connection.connection


def _is_lost(before: Any) -> bool:
    return connection.connection is not before or not connection.is_usable()


def _first(request: HttpRequest) -> HttpRequest:
    """The request as it came; one that only reads has no body."""
    if isinstance(request, ASGIRequest):
        return ASGIRequest(request.scope, BytesIO())
    return WSGIRequest(request.META)
