"""Names that no two of an organization share: a name that looks the same is the same name."""

from collections.abc import Callable
from operator import attrgetter
from typing import TypeVar

from django.utils.translation import gettext as _

from core.models import Artifact
from core.name_comparison import is_same

N = TypeVar("N", bound=Artifact)

WITHIN = "names_within"
"""What a model calls the columns within which a name is given once."""

_name: Callable[[Artifact], str] = attrgetter("name")


def namesake(row: N, before: N | None = None) -> N | None:
    """The other row of the same place whose name looks like that of `row`, or None.

    A name that `row` has kept there since `before` is free.
    """
    place = _place(row)
    if before is not None and is_same(_name(before), _name(row)) and _place(before) == place:
        return None
    others = type(row).objects.filter(**place).exclude(pk=row.pk)
    return next((other for other in others if is_same(_name(other), _name(row))), None)


def _place(row: Artifact) -> dict[str, int | None]:
    return {name: getattr(row, name) for name in getattr(row, WITHIN)}


def holder(row: Artifact) -> Artifact:
    """The row within which the name of `row` is given once: its organization, or its discovery."""
    attribute = getattr(row, WITHIN)[0].removesuffix("_id")
    within: Artifact = getattr(row, attribute)
    return within


def name_taken(name: str) -> str:
    """The sentence for a name that another row has: no one could tell the two apart in lists and
    drawings."""
    return _("“%(name)s” already exists. Choose another name.") % {"name": name}
