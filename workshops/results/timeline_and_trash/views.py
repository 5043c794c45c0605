"""Operations in a workshop with their people, and the content of its trash: for its facilitators."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from core.clean_text import clean_text
from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from organizations.web import Request, page
from workshops import policies
from workshops.discovery_history.selectors import TimelineEntry
from workshops.results.timeline_and_trash.selectors import (
    TimelineFilter,
    chapters,
    happened_in,
    kinds_of,
    people_of,
    trash_of,
)
from workshops.web import workshop_of

PER_PAGE = 100


@access.discovery(DiscoveryRole.FACILITATOR)
@require_safe
def timeline(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Newest first, by the activity that the room was in; `?person=` and `?kind=` keep those that match."""
    workshop = workshop_of(discovery, uuid)
    criteria = TimelineFilter(_query_text(request, "person"), _query_text(request, "kind"))
    operations = Paginator(happened_in(workshop, criteria), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "discovery": discovery,
        "workshop": workshop,
        "page": operations,
        "chapters": [
            {"day": chapter.day, "title": chapter.title, "entries": _with_undo(chapter.entries)}
            for chapter in chapters(workshop, operations.object_list)
        ],
        "chosen": criteria,
        "people": people_of(workshop),
        "kinds": kinds_of(workshop),
        "trashed": len(trash_of(workshop)),
    }
    return page(request, "workshops/timeline.html", context, part="list")


@access.discovery(DiscoveryRole.FACILITATOR)
@require_safe
def trash(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Everything that was deleted in the workshop, each with the way back."""
    workshop = workshop_of(discovery, uuid)
    entries = trash_of(workshop)
    context = {
        "discovery": discovery,
        "workshop": workshop,
        "entries": _with_undo(entries),
        "trashed": len(entries),
    }
    return page(request, "workshops/trash.html", context)


def _with_undo(entries: Iterable[TimelineEntry]) -> list[tuple[TimelineEntry, bool]]:
    """Each with whether it can be undone here: facilitators may undo all of it."""
    return [(entry, entry.can_undo and policies.may_be_undone(entry.operation)) for entry in entries]


def _query_text(request: Request, name: str) -> Any:
    return clean_text(request.GET.get(name, ""))[:200]
