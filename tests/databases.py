"""Which tests one database is enough for: derived from what a test asks for and calls (`docs/adr/0041`)."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType

import pytest

# What pytest-django lets a test reach a database by; without one of them it refuses.
_DATABASE = frozenset({"db", "transactional_db", "django_db_setup", "django_db_reset_sequences"})
# What a test asks for pages with.
_CLIENTS = frozenset({"client", "client_of"})
# The methods of a client by which something may be written.
_WRITES = frozenset({"post", "put", "patch", "delete", "generic", "request"})


def once_because(item: pytest.Item) -> str:
    """Why the test runs on SQLite only; "" where it runs on both databases, as a test does by default."""
    if not isinstance(item, pytest.Function) or item.get_closest_marker("services"):
        return ""
    if not needs_database(item):
        return "no database"
    if _CLIENTS & set(item.fixturenames) and not _is_transactional(item) and not _WRITES & names_used(item):
        return "looks at pages"
    return ""


def needs_database(item: pytest.Function) -> bool:
    """Whether the test may reach the database: by its marker, or by a fixture that it asks for."""
    return item.get_closest_marker("django_db") is not None or bool(_DATABASE & set(item.fixturenames))


def _is_transactional(item: pytest.Function) -> bool:
    marker = item.get_closest_marker("django_db")
    return "transactional_db" in item.fixturenames or bool(marker and marker.kwargs.get("transaction"))


def names_used(item: pytest.Function) -> set[str]:
    """The names that the test, its fixtures, and the functions of `tests` that they call look up."""
    fixtures = [made[-1].func for made in item._fixtureinfo.name2fixturedefs.values() if made]
    seen: set[FunctionType] = set()
    for function in (item.function, *fixtures):
        _follow(function, seen)
    return {name for function in seen for code in _codes(function.__code__) for name in code.co_names}


def _follow(function: Callable[..., object], seen: set[FunctionType]) -> None:
    function = inspect.unwrap(function)
    if not isinstance(function, FunctionType) or function in seen or not _is_ours(function):
        return
    seen.add(function)
    for code in _codes(function.__code__):
        for name in code.co_names:
            if callable(called := function.__globals__.get(name)):
                _follow(called, seen)


def _is_ours(function: FunctionType) -> bool:
    return function.__module__.startswith("tests.")


def _codes(code: CodeType) -> Iterator[CodeType]:
    """The code of a function and of those inside it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)
