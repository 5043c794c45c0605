"""One reading: while a report is written or a page is drawn, what was read stays read.

The sections of a report and the checkpoints of a discovery ask the same questions: the value tree, who serves
what, how fit the products are. Within `one_reading` a selector that is marked `read_once` answers each of
them once. The answers belong to the block and end with it, or with the next write (services.operations), so
that nothing stale is ever shown. Outside of a reading each call reads anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from django.db.models import Model
from django.utils.translation import get_language

P = ParamSpec("P")
R = TypeVar("R")

T = TypeVar("T")


class Share(Protocol):
    """Answers what somebody else read under the key a moment before, else what `read` answers."""

    def __call__(self, key: Hashable, read: Callable[[], T]) -> T: ...


_share: ContextVar[Share | None] = ContextVar("share", default=None)
_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """While inside, selectors that are marked `read_once` read once. Within another reading, a part of it."""
    if _answers.get() is not None:
        yield
        return
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """While inside, each call reads anew, and what was read before it is forgotten."""
    answers = _answers.get()
    if answers is None:
        yield
        return
    answers.clear()
    token = _answers.set(None)
    try:
        yield
    finally:
        _answers.reset(token)


def read_once(selector: Callable[P, R]) -> Callable[P, R]:
    """Marks a selector whose answer nobody changes: those who ask share it. It is read anew for another
    object or language, and always where it is asked with more than objects of the database. To name None is
    to leave it away."""

    @wraps(selector)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        answers = _answers.get()
        given = (*args, *kwargs.values())
        if answers is None or not all(each is None or isinstance(each, Model) for each in given):
            return selector(*args, **kwargs)
        named = tuple((name, value) for name, value in kwargs.items() if value is not None)
        key = (selector, get_language(), args, named)
        if key not in answers:
            answers[key] = selector(*args, **kwargs)
        return answers[key]  # type: ignore[no-any-return]  # what this very selector answered

    return asked


@contextmanager
def sharing(share: Share) -> Iterator[None]:
    """While inside, selectors that are marked `shared` answer by `share`."""
    token = _share.set(share)
    try:
        yield
    finally:
        _share.reset(token)


def shared(selector: Callable[P, R]) -> Callable[P, R]:
    """Marks a selector whose answer is the same for everybody in a room and is changed by nobody who is given
    it: people who come in at once are lent it (`sharing`). It must hold nothing of single people, no count of
    them, and nothing that is hidden; it is asked with positional numbers and objects of the database."""

    @wraps(selector)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        share = _share.get()
        if share is None or kwargs:
            return selector(*args, **kwargs)
        return share((selector, get_language(), args), lambda: selector(*args, **kwargs))

    return asked
