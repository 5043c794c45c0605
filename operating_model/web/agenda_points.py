"""Points of an agenda with their topics, and the point that several bodies have."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from discovery.models import Discovery
from products.promises.selectors import standings_of

# Longer lists are cut: a meeting takes the first ones, and the page that they are on has them all.
MOST_ITEMS = 12
# So many minutes for each topic, between the shortest and the longest time of a point.
_MINUTES_EACH, _SHORTEST, _LONGEST = 3, 5, 30


@dataclass(frozen=True, slots=True)
class AgendaTopic:
    """One topic: `words` name it, `detail` gives the reason, `tone` is "bad", "warn", "good" or ""."""

    words: str
    detail: str
    url: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class AgendaPoint:
    """A point of an agenda. `question` is the body's question; `more` counts the topics that were left
    out."""

    key: str
    title: str
    question: str
    items: tuple[AgendaTopic, ...]
    more: int = 0

    @property
    def minutes(self) -> int:
        """So many for each topic, between the shortest and the longest time of a point."""
        return max(_SHORTEST, min(_LONGEST, _MINUTES_EACH * len(self.items)))


def point_of(key: str, title: str, question: str, items: Iterable[AgendaTopic]) -> AgendaPoint | None:
    """The point with the first items, and the number of the others; None without any."""
    listed = tuple(items)
    if not listed:
        return None
    return AgendaPoint(key, title, question, listed[:MOST_ITEMS], max(0, len(listed) - MOST_ITEMS))


def of_domain(discovery: Discovery, item: AgendaTopic, is_one: bool) -> AgendaTopic:
    """The item, with the domain that it belongs to, unless all belong to one."""
    if is_one or discovery.is_of_organization:
        return item
    return replace(item, detail=f"{discovery.domain}. {item.detail}".strip())


def promises_point(discovery: Discovery) -> AgendaPoint | None:
    """The promises that are not kept; None without any."""
    items = []
    for standing in standings_of(discovery):
        if not standing.is_violated:
            continue
        url = reverse("products:slo", args=[discovery.slug, standing.slo.uuid])
        title = f"{standing.slo.product.name}: {standing.sentence}"
        violated_words = ", ".join(each.rest for each in standing.windows if each.state == "violated")
        items.append(AgendaTopic(title, f"{_('violated')}, {violated_words}", url, "bad"))
    return point_of(
        "promises",
        _("Promises not kept"),
        _("What do we fix first, and what can wait?"),
        items,
    )
