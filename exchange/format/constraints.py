"""Checks the constraints of models on the rows of a document before they are written, so that all problems
are reported at once, with the names of rows.

Names that forms refuse because they look alike are refused, too. Conflicts with existing rows are found by
the database.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db import models
from django.db.models.functions import Lower

from core.kinds import rule_in_words
from core.name_comparison import looks
from exchange.format.document_tables import AnyModel, fields_of

Row = Mapping[str, Any]

_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}


class _DatabaseOnly(Exception):
    """This condition can only be checked by a database."""


def broken_checks(model: AnyModel, row: Row) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the names of the fields and the rule in words for each check constraint that the row breaks."""
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.CheckConstraint):
            continue
        try:
            passes = _holds(constraint.condition, row)
        except _DatabaseOnly:
            continue
        if passes is False:
            yield names_in(constraint), rule_in_words(constraint)


def names_in(check: models.CheckConstraint) -> tuple[str, ...]:
    """Return the fields of the check."""
    return tuple(dict.fromkeys(_names(check.condition)))


def duplicates(model: AnyModel, rows: Mapping[int, Row]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield rows that repeat an earlier one against a unique constraint: the numbers of both rows, and the
    names of the equal fields."""
    for names, case_insensitive, condition in _unique(model):
        first: dict[tuple[Any, ...], int] = {}
        for number, row in rows.items():
            try:
                counts = condition is None or _holds(condition, row)
            except _DatabaseOnly:
                break
            key = tuple(_looks(row[name]) if name in case_insensitive else row[name] for name in names)
            if not counts or None in key:
                continue
            if key in first:
                yield number, first[key], names
            else:
                first[key] = number


def _unique(model: AnyModel) -> Iterator[tuple[tuple[str, ...], frozenset[str], models.Q | None]]:
    """Yield the unique constraints: the fields, those compared without case, and the condition of rows."""
    exported_names = {field.name for field in fields_of(model)}
    for field in fields_of(model):
        if field.unique and field.name != "uuid":
            yield (field.name,), frozenset(), None
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint):
            continue
        names = list(constraint.fields)
        case_insensitive = set()
        for expression in constraint.expressions:
            if isinstance(expression, Lower):
                (inner,) = expression.get_source_expressions()
                case_insensitive.add(inner.name)
                names.append(inner.name)
            elif isinstance(expression, models.F):
                names.append(_field_name(expression))
        if exported_names.issuperset(names):
            yield tuple(names), frozenset(case_insensitive), constraint.condition


def _field_name(field: Any) -> str:
    """Return the field of an F()."""
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
                yield _field_name(child[1])


def _holds(condition: Any, row: Row) -> bool | None:
    """Return the result of the condition like SQL: None if a compared value is missing. Raises
    _DatabaseOnly."""
    if not isinstance(condition, models.Q):
        raise _DatabaseOnly
    parts = [_matches(child, row) for child in condition.children]
    if condition.connector == models.Q.AND:
        result = False if False in parts else None if None in parts else True
    elif condition.connector == models.Q.OR:
        result = True if True in parts else None if None in parts else False
    else:
        raise _DatabaseOnly
    return result if result is None or not condition.negated else not result


def _matches(child: Any, row: Row) -> bool | None:
    if isinstance(child, models.Q):
        return _holds(child, row)
    if not isinstance(child, tuple):
        raise _DatabaseOnly
    name, _separator, lookup = child[0].partition("__")
    expected = child[1]
    if name not in row or lookup.count("__"):
        raise _DatabaseOnly
    value = row[name]
    if isinstance(expected, models.F):
        if _field_name(expected) not in row:
            raise _DatabaseOnly
        expected = row[_field_name(expected)]
    elif expected is None and lookup in ("", "exact"):
        return value is None
    if lookup == "isnull":
        return (value is None) is expected
    if value is None or expected is None:
        return None
    if lookup == "in":
        return value in expected
    if lookup and lookup not in _COMPARED:
        raise _DatabaseOnly
    return _COMPARED[lookup or "exact"](value, expected)
