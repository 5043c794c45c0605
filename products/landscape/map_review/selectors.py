"""Observations of a room on the map of its products."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from products.models import MapMark, MarkKind
from workshops.models import Activity, Workshop
from workshops.selectors.activity_prefetch import AtOnce

MARK, SETTLE = "mark", "settle"
"""The phases of a review: people mark, and then nothing more is taken."""


@dataclass(frozen=True, slots=True)
class MarkCount:
    """The number of marks of a kind, and the number of them that are open."""

    kind: MarkKind
    count: int
    open: int

    @property
    def name(self) -> str:
        """The kind, as a heading of its marks."""
        names = {
            MarkKind.MISSING: _("Missing"),
            MarkKind.DOUBLED: _("Duplicated"),
            MarkKind.WRONG: _("Wrong"),
        }
        return names[self.kind]

    @property
    def words(self) -> str:
        """The kind, and the number of its marks, in words."""
        texts = {
            MarkKind.MISSING: _("Missing: %(count)s"),
            MarkKind.DOUBLED: _("Duplicated: %(count)s"),
            MarkKind.WRONG: _("Wrong: %(count)s"),
        }
        return texts[self.kind] % {"count": self.count}


def marks_of(activity: Activity) -> QuerySet[MapMark]:
    """The marks of the activity, the latest first, open ones before settled ones."""
    return _ordered().filter(activity=activity)


def _ordered() -> QuerySet[MapMark]:
    return MapMark.objects.select_related("product", "participant").order_by("is_settled", "-pk")


MARKS: Final = AtOnce("map_marks", _ordered)
"""The marks of an activity, as marks_of has them."""


def with_numbers(marks: Iterable[MapMark]) -> list[tuple[int, MapMark]]:
    """All marks of an activity in this order, each with its number: a later mark has a higher one."""
    rows = list(marks)
    numbers = {pk: number for number, pk in enumerate(sorted(each.pk for each in rows), start=1)}
    return [(numbers[each.pk], each) for each in rows]


def mark_counts(activity: Activity) -> list[MarkCount]:
    """By kind, also those without a mark."""
    return counts_by_kind(MapMark.objects.filter(activity=activity).order_by())


def counts_by_kind(marks: Iterable[MapMark]) -> list[MarkCount]:
    """Counts of these marks for each kind, also for kinds without a mark."""
    counts = Counter((each.kind, each.is_settled) for each in marks)
    return [
        MarkCount(kind, counts[kind.value, False] + counts[kind.value, True], counts[kind.value, False])
        for kind in MarkKind
    ]


def marks_in(workshop: Workshop) -> QuerySet[MapMark]:
    """The marks that were made in the workshop, each with what settling it needs."""
    return MapMark.objects.filter(activity__track__workshop=workshop).select_related(
        "activity__track__workshop__discovery__domain__organization", "product", "participant"
    )
