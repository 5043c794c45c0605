"""The menu on the page of gaps, and the files in the archive."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy

from discovery.document_parts import ArchivePart, archive_parts
from discovery.models import Discovery
from discovery.registries import AddedPart, added_parts
from organizations.actors import Actor
from technology.tracker_files.rules import NOTHING, TRACKERS
from technology.tracker_files.selectors import has_tasks, tasks_of

_BACKLOG = gettext_lazy("Backlog for trackers")


def register_own() -> None:
    """Register the menu and the files."""
    archive_parts.register(ArchivePart("technology.trackers", _BACKLOG, 40, tracker_files))
    added_parts.register(
        AddedPart("trackers", 10, "technology/tracker_files/menu.html", _menu, page="gaps", words=(_BACKLOG,))
    )


def _menu(discovery: Discovery, _actor: Actor) -> dict[str, Any] | None:
    return {"trackers": TRACKERS.values()} if has_tasks(discovery) else None


def tracker_files(discovery: Discovery) -> Iterator[tuple[str, bytes]]:
    """Iterations, gaps and actions for each tracker; nothing where there are none."""
    if tasks := tasks_of(discovery):
        for tracker in TRACKERS.values():
            yield f"trackers/{tracker.key}.csv", tracker.write(tasks, NOTHING).encode()
