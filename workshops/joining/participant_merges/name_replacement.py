"""Names of people in documents of JSON, when two of them become one. No Django."""

from collections.abc import Mapping
from typing import Any


def renamed(value: Any, old: str, new: str) -> Any:
    """Return `value`, lists of uuids or objects with uuids as keys, with `new` in the place of `old`. Where
    `new` is named already, `old` is left out, and so is a list that becomes empty: no one is in it twice."""
    return _without(value, old) if _names(value, new) else _replaced(value, old, new)


def _names(value: Any, person: str) -> bool:
    if isinstance(value, Mapping):
        return person in value
    return any(_names(each, person) for each in value) if isinstance(value, list) else value == person


def _without(value: Any, person: str) -> Any:
    if isinstance(value, Mapping):
        return {key: each for key, each in value.items() if key != person}
    if not isinstance(value, list) or not _names(value, person):
        return value
    rest = [_without(each, person) for each in value if each != person]
    return [each for each in rest if each != []]


def _replaced(value: Any, old: str, new: str) -> Any:
    if isinstance(value, Mapping):
        return {new if key == old else key: each for key, each in value.items()}
    if isinstance(value, list):
        return [_replaced(each, old, new) for each in value]
    return new if value == old else value
