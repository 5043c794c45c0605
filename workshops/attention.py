"""The points of workshops that need attention: overdue actions, and people missing from the next workshop."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _, ngettext

from discovery.models import Discovery
from discovery.registries import AttentionPoint, AttentionSource, attention_sources
from organizations.models import User
from workshops.agenda.needed_people.selectors import in_the_room
from workshops.models import ActionState, Workshop, WorkshopState
from workshops.organization_page.selectors import next_workshop
from workshops.results.quick_captures.selectors import ActionFilter, actions_of
from workshops.workshop.selectors import workshops_in

_AHEAD = timedelta(days=7)
"""So long before a workshop its people are asked for: earlier, no one joins it."""


def register_own() -> None:
    """Register both on the overview of a discovery."""
    attention_sources.register(
        AttentionSource("actions", 20, overdue_actions), AttentionSource("people", 40, missing_people)
    )


def overdue_actions(discovery: Discovery, _account: User | None) -> Iterator[AttentionPoint]:
    """One point for all overdue actions of the discovery, with the title of the oldest; none without any. One
    query."""
    rows = actions_of(discovery, ActionFilter(ActionState.OPEN.value))
    late = [row.action for row in rows if row.is_overdue]
    if not late:
        return
    oldest = late[0]
    words = ngettext("%(count)s action is overdue", "%(count)s actions are overdue", len(late))
    due = oldest.due and formats.date_format(oldest.due, "SHORT_DATE_FORMAT")
    values = {"title": oldest.title, "date": due}
    detail = _("“%(title)s”, due %(date)s") if len(late) == 1 else _("The oldest: “%(title)s”, due %(date)s")
    url = reverse("discovery:discovery_actions", args=[discovery.slug])
    yield AttentionPoint(words % {"count": len(late)}, url, detail % values)


def missing_people(discovery: Discovery, _account: User | None) -> Iterator[AttentionPoint]:
    """The sides and roles that the agenda of the next workshop needs and no one has joined for, from a week
    before it; nothing while no one is missing."""
    upcoming = next_workshop(workshops_in(discovery))
    if upcoming is None or not _is_near(upcoming):
        return
    people = in_the_room(upcoming)
    if people is None or not people.missing:
        return
    url = reverse("discovery:workshop", args=[discovery.slug, upcoming.uuid])
    words = _("People are missing for “%(workshop)s”") % {"workshop": upcoming}
    detail = _("No one has joined yet for: %(people)s") % {"people": people.missing}
    yield AttentionPoint(words, f"{url}#needed", detail)


def _is_near(workshop: Workshop) -> bool:
    if workshop.state != WorkshopState.PLANNED:
        return True
    starts_at = workshop.starts_at
    return starts_at is not None and not workshop.is_overdue and starts_at < timezone.now() + _AHEAD
