"""Which tests one database is enough for: derived from what a test asks for and calls (`docs/adr/0041`)."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from types import CodeType, FunctionType, ModuleType

import pytest

from tests.apps import APPS

# What pytest-django lets a test reach a database by; without one of them it refuses.
_DATABASE = frozenset({"db", "transactional_db", "django_db_setup", "django_db_reset_sequences"})
# What a test asks for pages with.
_CLIENTS = frozenset({"client", "client_of"})
# What a test names that is about the database itself: errors of constraints and locks, SQL, migrations.
_BENEATH = frozenset(
    {
        "IntegrityError",
        "OperationalError",
        "DatabaseError",
        "cursor",
        "vendor",
        "at_once",
        "MigrationExecutor",
    }
)
# So many tests ask PostgreSQL about each function that speaks SQL.
EACH = 5
# What a function of the product names where it leaves the ground that databases have in common.
_SQL = frozenset({"cursor", "select_for_update", "update_conflicts", "ignore_conflicts", "vendor"})
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


def asked_of_postgresql(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """The tests that `make test` repeats on PostgreSQL: those about constraints, locks, conflicts, raw SQL or
    migrations, and the first `EACH` that call a function of the product which speaks SQL itself. Derived from
    what a test names."""
    asked: list[pytest.Item] = []
    times: Counter[FunctionType] = Counter()
    for item in items:
        if not isinstance(item, pytest.Function) or item.get_closest_marker("sweep"):
            continue
        speaking = {function for function in _called(item) if _speaks_sql(function)}
        if _is_beneath(item) or any(times[function] < EACH for function in speaking):
            asked.append(item)
            times.update(speaking)
    return asked


def _is_beneath(item: pytest.Function) -> bool:
    is_of_services = item.get_closest_marker("services") is not None
    return is_of_services or _is_transactional(item) or bool(_BENEATH & names_used(item))


def needs_database(item: pytest.Function) -> bool:
    """Whether the test may reach the database: by its marker, or by a fixture that it asks for."""
    return item.get_closest_marker("django_db") is not None or bool(_DATABASE & set(item.fixturenames))


def _is_transactional(item: pytest.Function) -> bool:
    marker = item.get_closest_marker("django_db")
    return "transactional_db" in item.fixturenames or bool(marker and marker.kwargs.get("transaction"))


def names_used(item: pytest.Function) -> set[str]:
    """The names that the test, its fixtures, and the functions of `tests` that they call look up."""
    return {name for function in _functions(item) for name in _names_in(function)}


def _functions(item: pytest.Function) -> set[FunctionType]:
    """The test, its fixtures, and the functions of `tests` that they call."""
    fixtures = [made[-1].func for made in item._fixtureinfo.name2fixturedefs.values() if made]
    return {reached for function in (item.function, *fixtures) for reached in _reached(function)}


def _called(item: pytest.Function) -> set[FunctionType]:
    """The functions of the product that the test, or a helper of it, names, be it as `votes.give`."""
    return {called for function in _functions(item) for called in _called_in(function)}


# Each of these is asked of the same functions by thousands of tests, in every process of a run.


@cache
def _names_in(function: FunctionType) -> frozenset[str]:
    return frozenset(name for code in _codes(function.__code__) for name in code.co_names)


@cache
def _called_in(function: FunctionType) -> frozenset[FunctionType]:
    names = _names_in(function)
    looked_up = [function.__globals__[name] for name in names & {*function.__globals__}]
    looked_up += [
        vars(module).get(name) for module in looked_up if isinstance(module, ModuleType) for name in names
    ]
    unwrapped = (inspect.unwrap(called) for called in looked_up if callable(called))
    return frozenset(
        called
        for called in unwrapped
        if isinstance(called, FunctionType) and called.__module__.partition(".")[0] in APPS
    )


@cache
def _reached(function: Callable[..., object]) -> frozenset[FunctionType]:
    """The function and those of `tests` that it calls, directly or not."""
    seen: set[FunctionType] = set()
    _follow(function, seen)
    return frozenset(seen)


@cache
def _speaks_sql(function: FunctionType) -> bool:
    """Whether the function, or one of its module that it calls, speaks SQL or locks rows."""
    seen: set[FunctionType] = set()
    left = [function]
    while left:
        seen.add(current := left.pop())
        for code in _codes(current.__code__):
            keywords = {word for names in code.co_consts if isinstance(names, tuple) for word in names}
            if _SQL & {*code.co_names, *keywords}:
                return True
            for name in code.co_names:
                called = inspect.unwrap(each) if callable(each := current.__globals__.get(name)) else None
                if isinstance(called, FunctionType) and called.__module__ == function.__module__:
                    left += {called} - seen
    return False


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
