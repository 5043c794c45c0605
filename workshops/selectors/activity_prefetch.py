"""Rows of an activity that are read for many activities at once."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db.models import Model, Prefetch, QuerySet

from workshops.models import Activity

M = TypeVar("M", bound=Model)


class AtOnce(Generic[M]):
    """The rows of an activity by the related `name`, as `rows` orders them and reads what they name. A kind
    of activity that names `reads` in its `reads` has them read for all of its activities together."""

    def __init__(self, name: str, rows: Callable[[], QuerySet[M]]) -> None:
        self._name, self._rows, self._attribute = name, rows, f"{name}_at_once"

    @property
    def reads(self) -> Prefetch[Any]:
        """For ActivityKind.reads."""
        return Prefetch(self._name, self._rows(), to_attr=self._attribute)

    def of(self, activity: Activity) -> list[M]:
        """Those of one activity: as they were read with others, or by a query."""
        rows: list[M] | None = getattr(activity, self._attribute, None)
        return list(self._rows().filter(activity=activity)) if rows is None else rows
