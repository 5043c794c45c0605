"""Usage patterns of a product, in their groups, and what was promised from them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from products.models import DataProduct, Slo, UsageGroup, UsagePattern


@dataclass(frozen=True, slots=True)
class PatternCard:
    """A pattern, and the objectives that came from it."""

    pattern: UsagePattern
    slos: tuple[Slo, ...]


@dataclass(frozen=True, slots=True)
class GroupCard:
    """Patterns that ask for the same; `group` is None for those in no group. `slos` came from the group."""

    group: UsageGroup | None
    patterns: tuple[PatternCard, ...]
    slos: tuple[Slo, ...]


def patterns_of(product: DataProduct) -> QuerySet[UsagePattern]:
    """The usage patterns of the product, in their order."""
    return UsagePattern.objects.filter(product=product).select_related("consumer", "group")


def groups_of(product: DataProduct) -> QuerySet[UsageGroup]:
    """The groups of usage patterns of the product."""
    return UsageGroup.objects.filter(product=product)


def usage_of(product: DataProduct) -> list[GroupCard]:
    """The groups in their order, then the patterns in none (when there are any). Three queries."""
    slos = list(Slo.objects.filter(product=product))
    members: dict[int | None, list[PatternCard]] = defaultdict(list)
    groups = list(groups_of(product))
    keys = {group.pk for group in groups}
    for pattern in patterns_of(product):
        card = PatternCard(pattern, tuple(slo for slo in slos if slo.pattern_id == pattern.pk))
        members[pattern.group_id if pattern.group_id in keys else None].append(card)
    cards = [
        GroupCard(group, tuple(members[group.pk]), tuple(slo for slo in slos if slo.group_id == group.pk))
        for group in groups
    ]
    if members[None]:
        cards.append(GroupCard(None, tuple(members[None]), ()))
    return cards


def texts_in(patterns: Iterable[UsagePattern], name: str) -> str:
    """The different texts of the patterns in a field, as they were first written."""
    texts = dict.fromkeys(getattr(pattern, name).strip() for pattern in patterns)
    return "; ".join(filter(None, texts))
