"""Consumers' use of a product, their expectations, and groups of similar ones. Those from rooms:
promises/usage_patterns/services.py and promises/room_usage_patterns/services.py."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

import live
from core.exceptions import Invalid
from core.kinds import ArtifactKind, Layout, Lines, OnEdit
from products.models import Consumer, UsageGroup, UsagePattern
from workshops.models import Workshop

ASKED = ("who", "when", "how_often", "how_fresh", "how_complete", "how_fast", "what_breaks")
"""The texts of a pattern, each a field of the model."""

NOTHING_SAID = gettext_lazy("Enter at least who uses the product, or what they expect of it.")


def check_patterns(product: int, *rows: UsagePattern | UsageGroup | None) -> None:
    """Raises Invalid for patterns, and groups of them, of another product than `product` (primary key)."""
    if any(row is not None and row.product_id != product for row in rows):
        raise Invalid(_("This usage pattern belongs to another data product."), "group")


def check_group(product: int, group: UsageGroup | None) -> None:
    """Raises Invalid for a group of another product than `product` (primary key)."""
    if group is not None and group.product_id != product:
        raise Invalid(_("This group belongs to another data product."), "group")


class UsagePatternKind(ArtifactKind[UsagePattern]):
    """Operations name the product, never a pattern's text: in a room it may be hidden until the reveal,
    from the timeline too."""

    model = UsagePattern
    recognized_by = ("consumer", *ASKED)
    path = "product__discovery"
    title = "who"
    layout = Layout("consumer", *ASKED[:-1], Lines("what_breaks"), OnEdit("group"))
    help_texts = {
        "who": gettext_lazy("A role or a group of people that isn’t listed as a consumer."),
        "when": gettext_lazy("Example: before each visit."),
        "how_often": gettext_lazy("Example: ten times a day."),
        "how_fresh": gettext_lazy("Example: from yesterday, before 9:00."),
        "how_complete": gettext_lazy("Example: all visits, with date and result."),
        "how_fast": gettext_lazy("Example: within 2 seconds, on a phone."),
    }
    empty = {"consumer": gettext_lazy("Not on the list"), "group": gettext_lazy("Not grouped")}

    def choices(self, artifact: UsagePattern) -> dict[str, QuerySet[Any]]:
        """The consumers of its domain, and the groups of its product."""
        return {
            "consumer": Consumer.objects.filter(domain=artifact.product.domain_id),
            "group": UsageGroup.objects.filter(product=artifact.product_id),
        }

    def check(self, draft: UsagePattern, before: UsagePattern | None) -> None:
        if draft.consumer is None and not any(getattr(draft, name) for name in ASKED):
            raise Invalid(NOTHING_SAID, "who")

    def summary(self, artifact: UsagePattern) -> str:
        return artifact.product.name

    def room(self, artifact: UsagePattern) -> Workshop | None:
        return artifact.activity.track.workshop if artifact.activity else None

    def notify(self, verb: str, artifact: UsagePattern) -> None:
        """The room in which it was written shows it as it is."""
        if artifact.activity is not None:
            keys = {"items": [str(artifact.uuid)]}
            live.publish_change(artifact.activity.track.workshop_id, "progress", keys=keys)


class UsageGroupKind(ArtifactKind[UsageGroup]):
    """Its patterns stay when it is deleted, and belong to no group."""

    model = UsageGroup
    path = "product__discovery"
    layout = Layout("name")
    on_delete_clear = {"patterns": ("group",)}

    def summary(self, artifact: UsageGroup) -> str:
        return artifact.product.name


USAGE_PATTERN, USAGE_GROUP = UsagePatternKind(), UsageGroupKind()
