"""Caches the answers of selectors while one report is written or one page is drawn.

The sections of a report and the checkpoints of a discovery ask the same questions: the value tree, who serves
what, how fit the products are. Within `one_reading` a selector that is marked `cached_per_request` answers
each of them once. The answers belong to the block and end with it, or with the next write
(services.operations), so that nothing stale is ever shown. Outside of a reading each call reads again.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar
from uuid import UUID

from django.db.models import Model
from django.utils.translation import get_language

P = ParamSpec("P")
R = TypeVar("R")

T = TypeVar("T")


class Share(Protocol):
    """Returns the value that was cached under the key a moment before, else calls `read` and caches its
    value; one that is `of_people` until someone joins or leaves."""

    def __call__(self, key: Hashable, load: Callable[[], T], *, of_people: bool = False) -> T: ...


_share: ContextVar[Share | None] = ContextVar("share", default=None)
_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def _during(variable: ContextVar[T], value: T) -> Iterator[None]:
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


@contextmanager
def one_reading() -> Iterator[None]:
    """Inside the block, a selector that is marked `cached_per_request` reads once. A nested block joins the
    outer one."""
    outer = _answers.get()
    with _during(_answers, {} if outer is None else outer):
        yield


def is_reading() -> bool:
    """True inside `one_reading`, where selectors that are marked `cached_per_request` cache their results."""
    return _answers.get() is not None


@contextmanager
def writing() -> Iterator[None]:
    """Clears the cached answers; inside the block, each call reads the database."""
    if (answers := _answers.get()) is not None:
        answers.clear()
    with _during(_answers, None):
        yield


def cached_per_request(selector: Callable[P, R]) -> Callable[P, R]:
    """Caches a selector within `one_reading`. Callers share the returned object, so they must not change it.
    Each combination of arguments and language has its own entry; what is `wordless` is the same in all
    languages. A call with an argument that is neither a row of the database nor the uuid of one nor a text is
    never cached. An argument of None counts as not given."""

    @wraps(selector)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        answers = _answers.get()
        arguments = (*args, *kwargs.values())
        if answers is None or not all(
            each is None or isinstance(each, Model | UUID | str) for each in arguments
        ):
            return selector(*args, **kwargs)
        keywords = tuple((name, value) for name, value in kwargs.items() if value is not None)
        language = None if getattr(asked, "is_wordless", False) else get_language()
        key = (selector, language, args, keywords)
        if key not in answers:
            answers[key] = selector(*args, **kwargs)
        return answers[key]  # type: ignore[no-any-return]  # what this very selector answered

    return asked


def wordless(selector: Callable[P, R]) -> Callable[P, R]:
    """Marks a selector that is `cached_per_request` and whose answer holds no translated text, but what
    translates itself when it is shown: screens of all languages share it."""
    selector.is_wordless = True  # type: ignore[attr-defined]  # read by `cached_per_request`
    return selector


def forget(selector: Callable[..., object]) -> None:
    """Clears what a selector that is `cached_per_request` answered in this reading, where the database knows
    more now and no operation said so."""
    answers = _answers.get() or {}
    inner = getattr(selector, "__wrapped__", selector)
    for key in [key for key in answers if isinstance(key, tuple) and key[0] is inner]:
        del answers[key]


def sharing(share: Share) -> AbstractContextManager[None]:
    """Inside the block, selectors that are marked `shared` take their answer from `share`."""
    return _during(_share, share)


def shared(selector: Callable[P, R]) -> Callable[P, R]:
    """Marks a selector whose answer is the same for everyone in a room, so that people who open the room at
    the same moment share it (`sharing`). Callers must not change the answer. It must hold no data of a single
    person, no count of people, nothing hidden, and no translated text: people of all languages share it. Its
    arguments are positional: numbers and rows of the database."""
    return _shared(selector, of_people=False)


def shared_until_people_move(selector: Callable[P, R]) -> Callable[P, R]:
    """As `shared`, for a selector that answers who is in a room: shared until someone joins or leaves. Its
    answer names people, so it is read for drawings and counts, and never shown as it is."""
    return _shared(selector, of_people=True)


def _shared(selector: Callable[P, R], *, of_people: bool) -> Callable[P, R]:
    wordless(selector)

    @wraps(selector)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        share = _share.get()
        if share is None or kwargs:
            return selector(*args, **kwargs)
        return share((selector, args), lambda: selector(*args, **kwargs), of_people=of_people)

    return asked
