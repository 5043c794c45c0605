"""A request to someone else's server.

The name is looked up once, and the request goes to the address that was looked at, so that no second answer
of a name server leads inside. Redirects are not followed. No Django, and no database.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from urllib.parse import SplitResult, quote, urlsplit

from core.send_results import SendResult

ATTEMPTS = 4
PAUSES = (1.0, 4.0, 15.0)
"""Seconds between the attempts; a server that says Retry-After is waited for, for at most LONGEST."""
LONGEST = 60.0
TIMEOUT = 10.0
"""The longest time in seconds of an attempt: it connects, sends, and reads the answer."""
LOOKED_UP = 5.0
"""The longest time in seconds in which a name is looked up."""
_READ = 2_000
_AROUND_IPV4 = [
    ipaddress.IPv6Network(each) for each in ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96")
]
"""Networks whose addresses hold one of IPv4 in their last 32 bits (RFC 2765, RFC 4291, RFC 6052)."""
_INSIDE = [
    ipaddress.ip_network(each)
    for each in ("168.63.129.16/32", "192.88.99.0/24", "fec0::/10", "2002::/16", "2001::/32")
]
"""Inside, although the registry calls them global: the host of Azure, which each machine there reaches, and
ways into a network by IPv6 (RFC 3056, RFC 3068, RFC 3879, RFC 4380)."""
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)
"""What stands before an address of IPv4 in the last 64 bits of one of IPv6 (RFC 5214)."""
_KEPT = "/?:@!$&'()*+,;=%"
"""Signs that stand in paths and queries as they are (RFC 3986)."""


class Inside(ValueError):
    """The address lies inside the network, or no program can ask it."""


class Unknown(OSError):
    """The name of the server cannot be resolved at the moment."""


def outside(url: str, *, is_inside_allowed: bool = False) -> tuple[SplitResult, list[str]]:
    """The parts of the address as they are sent, in ASCII, and the network addresses of its name.
    Raises Inside for anything but http and https, for an address with a password, and for one inside the
    network, unless that is allowed; Unknown for a name that cannot be looked up."""
    try:
        parts = _in_ascii(urlsplit(url))
    except ValueError as error:
        raise Inside(f"this isn't a web address: {error}") from None
    host = parts.hostname
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.password:
        raise Inside("this isn't a web address, or it contains a password")
    try:
        addresses = _looked_up(host, _port(parts))
    except OSError as error:
        raise Unknown(f"{host} can't be resolved: {error}") from None
    except ValueError as error:
        raise Inside(f"{host} isn't a valid host name: {error}") from None
    if not is_inside_allowed and any(not _is_global(each) for each in addresses):
        raise Inside(f"{host} is inside the network")
    return parts, addresses


def _looked_up(host: str, port: int) -> list[str]:
    """The network addresses of the name, each once. Raises OSError and ValueError; a resolver that does not
    answer in time is left to itself, as nothing can end its call."""
    results: list[list[str] | Exception] = []

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            results.append(list(dict.fromkeys(str(each[4][0]) for each in rows)))
        except (OSError, ValueError) as error:
            results.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(LOOKED_UP)
    if not results:
        raise TimeoutError(f"no answer within {LOOKED_UP:g} seconds")
    if isinstance(results[0], Exception):
        raise results[0]
    return results[0]


def _in_ascii(parts: SplitResult) -> SplitResult:
    """Letters of other alphabets as they are sent: IDNA in names of hosts, else in percent."""
    user, at, _host = parts.netloc.rpartition("@")
    host = (parts.hostname or "").encode("idna").decode()
    host = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port is not None else ""
    path, query = (quote(each, safe=_KEPT) for each in (parts.path, parts.query))
    return parts._replace(netloc=f"{user}{at}{host}{port}", path=path, query=query)


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _is_global(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        is_around = any(ip in network for network in _AROUND_IPV4)
        if is_around or int(ip) >> 32 & 0xFFFFFFFF in _ISATAP:
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.is_global and not ip.is_multicast and not any(ip in each for each in _INSIDE)


def send(
    method: str,
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    is_inside_allowed: bool = False,
    most_attempts: int = ATTEMPTS,
    pause: Callable[[float], None] = time.sleep,
) -> SendResult:
    """Send until the server takes or refuses it: what it answers with 429 or 5xx, and what does not reach it,
    is sent again. Raises Inside."""
    answer = SendResult(0, "", 0)
    for attempt in range(1, most_attempts + 1):
        wait = PAUSES[min(attempt, len(PAUSES)) - 1]
        try:
            parts, addresses = outside(url, is_inside_allowed=is_inside_allowed)
            status, detail, after = _once(method, parts, addresses, body, headers)
            answer = SendResult(status, _without_nul(detail), attempt)
            if not answer.is_for_later:
                return answer
            wait = min(max(wait, after), LONGEST)
        except (OSError, http.client.HTTPException) as error:
            answer = SendResult(0, _without_nul(f"{type(error).__name__}: {error}"), attempt)
        if attempt < most_attempts:
            pause(wait)
    return answer


def _without_nul(text: str) -> str:
    """PostgreSQL keeps no NUL in a text."""
    return text.replace("\x00", "")


def _once(
    method: str, parts: SplitResult, addresses: Sequence[str], body: bytes, headers: Mapping[str, str]
) -> tuple[int, str, float]:
    """One attempt: status, beginning of the text, and the seconds that the server asks for. Raises
    TimeoutError for a server that has not answered in time, however busy it is."""
    host, port = parts.hostname or "", _port(parts)
    # On a busy computer, reading the certificates of authorities takes as long as an attempt may.
    context = ssl.create_default_context() if parts.scheme == "https" else None
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    ends = time.monotonic() + TIMEOUT
    plain = _connected(addresses, port, ends)
    try:
        with _ended(plain, ends - time.monotonic()):
            connection.sock = context.wrap_socket(plain, server_hostname=host) if context else plain
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request(method, target, body, {"Host": parts.netloc, **headers})
            response = connection.getresponse()
            text = response.read(_READ).decode("utf-8", "replace")
        after = response.getheader("Retry-After", "")
        return response.status, text, float(after) if after.isascii() and after.isdigit() else 0.0
    finally:
        connection.close()
        plain.close()


def _connected(addresses: Sequence[str], port: int, ends: float) -> socket.socket:
    """A connection to the first of the addresses that takes one; each has its share of the time. Raises
    OSError as the last one did."""
    for place, address in enumerate(addresses, 1):
        share = max((ends - time.monotonic()) / (len(addresses) - place + 1), 0.001)
        try:
            return socket.create_connection((address, port), share)
        except OSError:
            if place == len(addresses):
                raise
    raise OSError("the host name has no address")


@contextmanager
def _ended(connected: socket.socket, seconds: float) -> Iterator[None]:
    """End the connection, also below TLS, after so many seconds: a timeout of a socket begins again with each
    byte that comes. Raises TimeoutError if it did."""
    is_over = threading.Event()
    with connected.dup() as same:

        def end() -> None:
            is_over.set()
            with suppress(OSError):
                same.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(max(seconds, 0), end)
        timer.daemon = True
        timer.start()
        try:
            yield
        except TimeoutError:  # On a busy computer, the socket's own timeout can come before the timer.
            is_over.set()
        except (OSError, http.client.HTTPException):
            if not is_over.is_set():
                raise
        finally:
            timer.cancel()
            timer.join()
        if is_over.is_set():
            raise TimeoutError(f"no complete answer within {TIMEOUT:g} seconds")
