"""Digest of a plan, to notice that a write would differ from its preview."""

import hashlib
from collections.abc import Sequence
from typing import Any

from core.imports.rows import ImportPlan, Row, SavedRow


def digest_of(incoming: ImportPlan, besides: Sequence[str] = ()) -> str:
    """SHA-256 of the plan in hexadecimal: plans that add and change the same have the same digest. A plan
    contains the values of saved rows as they were when it was made."""
    lines = [*map(repr, besides)]
    for row in incoming.rows:
        which = row.shape.key, row.title, row.existing and row.existing.key, _plain(row.parent)
        lines.append(repr((*which, _plain(row.fields), _plain(row.changes))))
    lines += [repr((order.shape.key, _plain(order.rows))) for order in incoming.orders]
    lines += map(repr, incoming.problems)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Row | SavedRow):
        return (
            value.token
            if isinstance(value, SavedRow)
            else (value.shape.key, value.title, value.existing and 1)
        )
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, frozenset):
        return sorted(map(repr, value))
    if hasattr(value, "before"):
        return value.name, _plain(value.before), _plain(value.after)
    return value
