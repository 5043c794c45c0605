"""Limits: wrong join codes, which someone may be guessing, and how fast one participant may write.

Joining with a right code costs nothing, however many people share an address. A wrong code takes a token from
the bucket of its address and from the one of the whole server. When an address has none left, it may try no
code at all for a moment, right or wrong: else the answers would still tell which codes exist. People who are
in a room already are never asked, nor are accounts that may see it.

The six digits that pair a device are few: each try takes a token, right or wrong, and when the server has
none left no one tries. The link beside them is not limited.
"""

import threading
import time
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _, ngettext

from core.exceptions import TooMany
from core.models.token_buckets import TokenBucket
from core.rate_limits import Limit
from core.selectors.raw_sql import RowPart, WrittenOut
from core.services.rate_limits import forget_full_buckets, take, tokens_in
from organizations.actors import Actor
from organizations.web.client_address import client_address

# Two hundred people behind one address mistype now and then; 887 million codes, one in five seconds, take for
# ever.
WRONG_CODES_OF_ADDRESS: Final = Limit(burst=40, per_second=0.2)
# Many addresses together: far above what honest people mistype on a busy day.
WRONG_CODES: Final = Limit(burst=1000, per_second=2)
# A million codes, each good for ten minutes: the 80 tries in that time find one of five open ones once in
# 2,500 times.
DIGITS_OF_ADDRESS: Final = Limit(burst=10, per_second=1 / 60)
DIGITS: Final = Limit(burst=60, per_second=1 / 30)
# A pipeline whose key was mistyped, and that asks each minute, is told so each time.
WRONG_KEYS_OF_ADDRESS: Final = Limit(burst=30, per_second=0.2)
# A person who taps as fast as a thumb can, on two devices that come back from a dead spot with a full queue.
WRITES: Final = Limit(burst=200, per_second=20)

_EVERYBODY = "codes"
_ALL_DIGITS = "digits"
_BUCKETS = WrittenOut(
    "SELECT {bucket} FROM core_tokenbucket bucket WHERE key IN (%s, %s)", bucket=RowPart(TokenBucket)
)


# --- Wrong codes: buckets that all processes share ------------------------------------------------


def check_may_try_code(request: HttpRequest) -> None:
    """Raises TooMany while the request's address has tried too many wrong codes.

    When the whole server sees too many, only addresses that contributed wait: the others are people who join.
    """
    key = _address_key(request)
    buckets = {bucket.key: bucket for (bucket,) in _BUCKETS.rows(key, _EVERYBODY)}
    of_address = tokens_in(buckets.get(key), WRONG_CODES_OF_ADDRESS)
    wait = WRONG_CODES_OF_ADDRESS.wait_for_one(of_address)
    if of_address < WRONG_CODES_OF_ADDRESS.burst:
        wait = max(wait, WRONG_CODES.wait_for_one(tokens_in(buckets.get(_EVERYBODY), WRONG_CODES)))
    if wait:
        raise TooMany(
            ngettext(
                "Too many wrong codes from here. Try again in %(seconds)s second.",
                "Too many wrong codes from here. Try again in %(seconds)s seconds.",
                wait,
            )
            % {"seconds": wait},
            wait,
        )


def count_wrong_code(request: HttpRequest) -> None:
    """Note that a code was tried that does not exist."""
    # Always in this order, so that two processes never wait for each other.
    waits = take(_address_key(request), WRONG_CODES_OF_ADDRESS), take(_EVERYBODY, WRONG_CODES)
    if not all(waits):
        forget_full_buckets()


def count_digits(request: HttpRequest) -> None:
    """Count one try of digits that pair a device, before they are looked up: of many at once, too.

    Raises TooMany when too many came from the address, or from everywhere.
    """
    of_address = f"digits:{client_address(request)}"
    wait = take(of_address, DIGITS_OF_ADDRESS) or take(_ALL_DIGITS, DIGITS)
    if wait:
        raise TooMany(
            ngettext(
                "Too many codes were tried. Scan the QR code, or try again in %(seconds)s second.",
                "Too many codes were tried. Scan the QR code, or try again in %(seconds)s seconds.",
                wait,
            )
            % {"seconds": wait},
            wait,
        )
    forget_full_buckets()


def count_wrong_key(request: HttpRequest) -> None:
    """Count a key of a program that never was, or that was revoked. Raises TooMany when too many came from
    the address. Right keys are not asked: programs behind that address go on."""
    wait = take(f"keys:{client_address(request)}", WRONG_KEYS_OF_ADDRESS)
    if wait:
        raise TooMany(_("Too many wrong keys from this address. Wait a moment and try again."), wait)
    forget_full_buckets()


def _address_key(request: HttpRequest) -> str:
    return f"codes:{client_address(request)}"


# --- Writes of one participant: in memory, because each tap asks ----------------------------------

_REMEMBERED: Final = 10_000
_writes: dict[str, tuple[float, float]] = {}
_writes_lock = threading.Lock()


def check_write_rate(actor: Actor) -> None:
    """Count one write of a participant, or of the holder of an anonymous key.

    Raises TooMany after 200 at once, or more than 20 a second for long. Costs no query; each process counts
    for itself.
    """
    now = time.monotonic()
    with _writes_lock:
        tokens, at = _writes.get(actor.author, (WRITES.burst, now))
        tokens = WRITES.now_in(tokens, now - at)
        wait = WRITES.wait_for_one(tokens)
        if len(_writes) >= _REMEMBERED:
            _writes.clear()  # everyone starts with a full bucket again: generous, and bounded
        _writes[actor.author] = (tokens if wait else tokens - 1, now)
    if wait:
        raise TooMany(_("Too many requests. Wait a second. Nothing is lost."), wait)
