"""Usage patterns as a room sees them while it writes and groups them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from products.models import DataProduct, UsageGroup, UsagePattern
from workshops.models import Activity, Workshop

WRITE, GROUP, RESULTS = "write", "group", "results"
"""The phases of usage patterns."""


@dataclass(frozen=True, slots=True)
class PatternGroup:
    """A group with its patterns; `group` None holds the patterns without a group."""

    group: UsageGroup | None
    patterns: tuple[UsagePattern, ...]

    @property
    def product(self) -> DataProduct:
        return self.patterns[0].product


def phase_of(activity: Activity) -> str:
    """The phase of the activity; the first one before it started."""
    return activity.phase or WRITE


def patterns_at(activity: Activity) -> QuerySet[UsagePattern]:
    """The usage patterns of the activity, in its order, each with consumer, group and author."""
    return UsagePattern.objects.filter(activity=activity).select_related(
        "consumer", "group", "participant", "product"
    )


def groups_at(activity: Activity, product: DataProduct | None) -> list[UsageGroup]:
    """The groups into which patterns can be put: groups of the product, and groups that hold a pattern
    already."""
    used_groups = {
        pattern.group.pk: pattern.group
        for pattern in patterns_at(activity)
        if pattern.group is not None and pattern.group.deleted_at is None
    }
    own = UsageGroup.objects.filter(product=product) if product is not None else UsageGroup.objects.none()
    groups = {group.pk: group for group in own} | used_groups
    return sorted(groups.values(), key=lambda group: (group.product_id, group.position, group.pk))


def grouped(activity: Activity) -> list[PatternGroup]:
    """The groups that hold what was written, then what is in none. One query."""
    patterns: dict[int, list[UsagePattern]] = {}
    groups: dict[int, UsageGroup] = {}
    outside: list[UsagePattern] = []
    for pattern in patterns_at(activity):
        if pattern.group is None or pattern.group.deleted_at is not None:
            outside.append(pattern)
        else:
            groups[pattern.group.pk] = pattern.group
            patterns.setdefault(pattern.group.pk, []).append(pattern)
    order = sorted(groups.values(), key=lambda group: (group.product_id, group.position, group.pk))
    result = [PatternGroup(group, tuple(patterns[group.pk])) for group in order]
    return result + ([PatternGroup(None, tuple(outside))] if outside else [])


def patterns_in(workshop: Workshop) -> QuerySet[UsagePattern]:
    """The patterns that were written in the workshop, each with what changing it needs."""
    return UsagePattern.objects.filter(activity__track__workshop=workshop).select_related(
        "activity__track__workshop__discovery__domain__organization",
        "product__discovery__domain__organization",
        "consumer",
        "group",
        "participant",
    )
