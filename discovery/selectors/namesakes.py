"""Names that no two of an organization share: a name that looks the same is the same name."""

from __future__ import annotations

from typing import Final, TypeVar

from django.utils.translation import gettext as _

from core.naming import is_same
from discovery.models import AgendaTemplate, Role, Team

N = TypeVar("N", AgendaTemplate, Role, Team)

PLACES: Final[dict[type[AgendaTemplate | Role | Team], tuple[str, ...]]] = {
    AgendaTemplate: ("organization_id",),
    Role: ("organization_id",),
    Team: ("organization_id", "domain_id"),
}
"""The columns of each model within which a name is given once."""


def namesake(row: N, before: N | None = None) -> N | None:
    """The other row of the same place whose name looks like that of `row`, or None.

    A name that `row` has kept there since `before` is free.
    """
    place = _place(row)
    if before is not None and is_same(before.name, row.name) and _place(before) == place:
        return None
    others = type(row).objects.filter(**place).exclude(pk=row.pk)
    return next((other for other in others if is_same(other.name, row.name)), None)


def _place(row: AgendaTemplate | Role | Team) -> dict[str, int | None]:
    return {name: getattr(row, name) for name in PLACES[type(row)]}


def name_taken(name: str) -> str:
    """The sentence for a name that another row has: nobody could tell the two apart in lists and
    drawings."""
    return _("“%(name)s” exists already. Choose another name.") % {"name": name}
