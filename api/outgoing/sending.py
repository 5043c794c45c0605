"""A request to somebody else's server.

The name is looked up once, and the request goes to the address that was looked at, so that no second answer
of a name server leads inside. Redirects are not followed. No Django, and no database.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

ATTEMPTS = 4
PAUSES = (1.0, 4.0, 15.0)
"""Seconds between the attempts; a server that says Retry-After is waited for, for at most LONGEST."""
LONGEST = 60.0
TIMEOUT = 20.0
_READ = 2_000


class Inside(ValueError):
    """The address lies inside the network, or is none that can be asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is that of the last answer, 0 where there was none; `detail` begins the text of the answer, or
    says what went wrong."""

    status: int
    detail: str
    attempts: int

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300


def outside(url: str, *, is_inside_allowed: bool = False) -> tuple[SplitResult, str]:
    """The parts of the address, and the network address that its name stands for. Raises Inside for anything
    but http and https, for an address with a password, and for one inside the network, unless that is
    allowed."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise Inside("the address is none of the web, or holds a password")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        looked_up = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError, UnicodeError) as error:
        raise Inside(f"{parts.hostname} cannot be looked up: {error}") from None
    addresses = [str(each[4][0]) for each in looked_up]
    if not is_inside_allowed and any(not _is_global(each) for each in addresses):
        raise Inside(f"{parts.hostname} lies inside the network")
    return parts, addresses[0]


def _is_global(address: str) -> bool:
    known = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(known, "ipv4_mapped", None)
    return (mapped or known).is_global and not known.is_multicast


def send(
    method: str,
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    is_inside_allowed: bool = False,
    most_attempts: int = ATTEMPTS,
    pause: Callable[[float], None] = time.sleep,
) -> Answer:
    """Send until the server takes or refuses it: what it answers with 429 or 5xx, and what does not reach it,
    is sent again. Raises Inside."""
    answer = Answer(0, "", 0)
    for attempt in range(1, most_attempts + 1):
        parts, address = outside(url, is_inside_allowed=is_inside_allowed)
        wait = PAUSES[min(attempt, len(PAUSES)) - 1]
        try:
            status, detail, after = _once(method, parts, address, body, headers)
            answer = Answer(status, detail, attempt)
            if status != 429 and status < 500:
                return answer
            wait = min(max(wait, after), LONGEST)
        except (OSError, http.client.HTTPException) as error:
            answer = Answer(0, f"{type(error).__name__}: {error}", attempt)
        if attempt < most_attempts:
            pause(wait)
    return answer


def _once(
    method: str, parts: SplitResult, address: str, body: bytes, headers: Mapping[str, str]
) -> tuple[int, str, float]:
    """One attempt: status, beginning of the text, and the seconds that the server asks for."""
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    plain = socket.create_connection((address, port), TIMEOUT)
    try:
        connection.sock = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            if parts.scheme == "https"
            else plain
        )
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, body, {"Host": parts.netloc, **headers})
        got = connection.getresponse()
        text = got.read(_READ).decode("utf-8", "replace")
        after = got.getheader("Retry-After", "")
        return got.status, text, float(after) if after.isdigit() else 0.0
    finally:
        connection.close()
        plain.close()
