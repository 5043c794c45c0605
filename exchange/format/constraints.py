"""What the constraints of a model say of the rows of a document, before a database is asked: so that all
that is wrong is said at once, by the names of rows.

Names that forms would refuse because they look the same are refused here, too. What is here already the
database knows.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db import models
from django.db.models.functions import Lower

from core.kinds.rules import rule_in_words
from core.naming import looks
from exchange.format.shape import AnyModel, fields_of

Row = Mapping[str, Any]

_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}


class _NotAsked(Exception):
    """This can be asked of a database only."""


def broken_checks(model: AnyModel, row: Row) -> Iterator[tuple[tuple[str, ...], str]]:
    """For each check of the model that the row does not pass, the names of the fields that it is about, and
    its rule in words."""
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.CheckConstraint):
            continue
        try:
            passes = _holds(constraint.condition, row)
        except _NotAsked:
            continue
        if passes is False:
            yield names_in(constraint), rule_in_words(constraint)


def names_in(check: models.CheckConstraint) -> tuple[str, ...]:
    """The fields that the check is about."""
    return tuple(dict.fromkeys(_names(check.condition)))


def doubled(model: AnyModel, rows: Mapping[int, Row]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Rows that repeat an earlier row although a constraint allows it once: the numbers of both, and the
    names of the fields in which they are the same."""
    for names, in_small, condition in _unique(model):
        first: dict[tuple[Any, ...], int] = {}
        for number, row in rows.items():
            try:
                counts = condition is None or _holds(condition, row)
            except _NotAsked:
                break
            key = tuple(_looks(row[name]) if name in in_small else row[name] for name in names)
            if not counts or None in key:
                continue
            if key in first:
                yield number, first[key], names
            else:
                first[key] = number


def _unique(model: AnyModel) -> Iterator[tuple[tuple[str, ...], frozenset[str], models.Q | None]]:
    """What only one row may be: the fields, which of them count by their looks, and for which rows."""
    told = {field.name for field in fields_of(model)}
    for field in fields_of(model):
        if field.unique and field.name != "uuid":
            yield (field.name,), frozenset(), None
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint):
            continue
        names = list(constraint.fields)
        in_small = set()
        for expression in constraint.expressions:
            if isinstance(expression, Lower):
                (inner,) = expression.get_source_expressions()
                in_small.add(inner.name)
                names.append(inner.name)
            elif isinstance(expression, models.F):
                names.append(_named(expression))
        if told.issuperset(names):
            yield tuple(names), frozenset(in_small), constraint.condition


def _named(field: Any) -> str:
    """The field that an F() stands for."""
    return "uuid" if field.name == "id" else str(field.name)  # rows are named by their identifiers


def _looks(value: Any) -> Any:
    return looks(value) if isinstance(value, str) else value


def _names(condition: Any) -> Iterator[str]:
    for child in condition.children:
        if isinstance(child, models.Q):
            yield from _names(child)
        elif isinstance(child, tuple):
            yield child[0].partition("__")[0]
            if isinstance(child[1], models.F):
                yield _named(child[1])


def _holds(condition: Any, row: Row) -> bool | None:
    """As SQL has it: None where something compared is not there. Raises _NotAsked."""
    if not isinstance(condition, models.Q):
        raise _NotAsked
    parts = [_is_so(child, row) for child in condition.children]
    if condition.connector == models.Q.AND:
        held = False if False in parts else None if None in parts else True
    elif condition.connector == models.Q.OR:
        held = True if True in parts else None if None in parts else False
    else:
        raise _NotAsked
    return held if held is None or not condition.negated else not held


def _is_so(child: Any, row: Row) -> bool | None:
    if isinstance(child, models.Q):
        return _holds(child, row)
    if not isinstance(child, tuple):
        raise _NotAsked
    name, _separator, lookup = child[0].partition("__")
    wanted = child[1]
    if name not in row or lookup.count("__"):
        raise _NotAsked
    value = row[name]
    if isinstance(wanted, models.F):
        if _named(wanted) not in row:
            raise _NotAsked
        wanted = row[_named(wanted)]
    elif wanted is None and lookup in ("", "exact"):
        return value is None
    if lookup == "isnull":
        return (value is None) is wanted
    if value is None or wanted is None:
        return None
    if lookup == "in":
        return value in wanted
    if lookup and lookup not in _COMPARED:
        raise _NotAsked
    return _COMPARED[lookup or "exact"](value, wanted)
