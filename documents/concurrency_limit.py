"""Turns for slow reading and making, such as the PDF of a large map: two at once, one for each person.

A request that waits for one holds a page thread, of which there are few (config/page_threads.py):
without turns, one person who asks for four of them would block every page. A request over the limit is
answered with a time to retry, which browsers do by themselves. Each process counts its own.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import Condition
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from core.exceptions import Busy

AT_ONCE = 2
# How long someone waits for a turn, in seconds: small files are made by then.
PATIENCE = 0.5
# When to come again, in seconds.
RETRY_AFTER = 3
# Bytes of files that are kept; those that were asked for longest ago go first.
_KEPT = 32_000_000

R = TypeVar("R", bound=HttpRequest)
P = ParamSpec("P")
# What is under way of a view; no content is called so.
_UNNAMED = ""

_under_way: dict[Hashable, str] = {}
_files: OrderedDict[str, bytes] = OrderedDict()
_change = Condition()


def made_once(person: Hashable, content: str, make: Callable[[], bytes]) -> bytes:
    """The file that `make` makes of `content`, which says all that makes it different from others; one that
    was made before is given again. It is asked for within a turn of `person`.

    Raises Busy while someone else waits for the same, and whatever `make` raises.
    """
    key = _key(content)
    with _change:
        if not _change.wait_for(lambda: key in _files or key not in _under_way.values(), PATIENCE):
            raise _busy()
        if (again := _again(key)) is not None:
            return again
        _under_way[person] = key
    file = make()
    with _change:
        _keep(key, file)
        _change.notify_all()
    return file


def made_before(content: str) -> bytes | None:
    """The file that was made of the content, while it is kept. It takes no turn."""
    with _change:
        return _again(_key(content))


def takes_turn(view: Callable[Concatenate[R, P], HttpResponse]) -> Callable[Concatenate[R, P], HttpResponse]:
    """A view whose answer takes long to read or to make: a turn covers all of it. It raises Busy while one is
    under way for the same person, and while as many are as there may be. It stands below what lets an account
    in."""

    @wraps(view)
    def in_turn(request: R, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with turn_of(request.user.pk):
            return view(request, *args, **kwargs)

    return cast(Callable[Concatenate[R, P], HttpResponse], in_turn)


@contextmanager
def turn_of(person: Hashable) -> Iterator[None]:
    """A turn of the person, for answers to a program that has their key. Raises as `takes_turn`."""
    with _change:
        if not _change.wait_for(lambda: len(_under_way) < AT_ONCE and person not in _under_way, PATIENCE):
            raise _busy()
        _under_way[person] = _UNNAMED
    try:
        yield
    finally:
        with _change:
            del _under_way[person]
            _change.notify_all()


def _busy() -> Busy:
    return Busy(_("Other files are being created right now. Yours is next. Wait a few seconds."), RETRY_AFTER)


def _key(content: str) -> str:
    return hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()


def _again(key: str) -> bytes | None:
    if key in _files:
        _files.move_to_end(key)
    return _files.get(key)


def _keep(key: str, file: bytes) -> None:
    if len(file) > _KEPT // 4:
        return
    _files[key] = file
    while sum(map(len, _files.values())) > _KEPT:
        _files.popitem(last=False)
