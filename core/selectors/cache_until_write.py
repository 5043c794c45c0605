"""Keeps the answers of selectors until the next write: for the next page as well, not only for this one.

The overview, the readiness check, and the pages of the streams say the same about each step of a discovery,
and nothing of it changes while people only look. The database tells whether anything was written
(`core.database_statements.write_state`), so no write has to announce itself, and each thread, which has its
own connection, keeps its own answers. A program that writes in the middle of a transaction is never given a
kept answer.
"""

import time
from collections.abc import Callable, Hashable
from functools import wraps
from threading import local
from typing import Any, Final, ParamSpec, TypeVar

from django.db.models import Model
from django.utils.translation import get_language

from core.database_statements import write_state
from core.selectors.request_cache import cached_per_request, is_reading

P = ParamSpec("P")
R = TypeVar("R")

LONGEST: Final = 60.0
"""Seconds that an answer is kept: what is due changes with time, although no one writes."""
MOST: Final = 500
"""Answers that a thread keeps."""

_cache = local()


def cached_while_unchanged(selector: Callable[P, R]) -> Callable[P, R]:
    """Marks a selector whose answers are kept while nothing is written, for a minute at most. Its positional
    arguments are rows of the database or texts; each combination, and each language, has its own answer. The
    answer is nothing that can be changed, and holds no rows, as requests must not share them. It says the
    same to everyone who asks with these arguments. Applies while a page is read
    (`request_cache.one_reading`)."""

    @wraps(selector)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        if not is_reading() or kwargs or (now := _write_state()) is None:
            return selector(*args, **kwargs)
        answers = _answers(now)
        key = (selector, get_language(), *(_cache_key(each) for each in args))
        moment = time.monotonic()
        if (cached := answers.get(key)) is not None and moment - cached[0] < LONGEST:
            return cached[1]  # type: ignore[no-any-return]  # what this very selector answered
        answer = selector(*args, **kwargs)
        if len(answers) >= MOST:
            answers.clear()
        answers[key] = moment, answer
        return answer

    return asked


def _answers(now: tuple[object, ...]) -> dict[Hashable, tuple[float, Any]]:
    """This thread's answers of the database as it is `now`."""
    if getattr(_cache, "state", None) != now:
        _cache.state, _cache.answers = now, {}
    answers: dict[Hashable, tuple[float, Any]] = _cache.answers
    return answers


def _cache_key(argument: object) -> Hashable:
    return (type(argument), argument.pk) if isinstance(argument, Model) else argument


@cached_per_request
def _write_state() -> tuple[object, ...] | None:
    """Asked once for a page, before anything is read: what is read later is no older."""
    return write_state()
