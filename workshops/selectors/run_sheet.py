"""The run sheet of a workshop: what happens when, by whom, with what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from core.labels import Text
from workshops.models import Track, Workshop
from workshops.selectors.places import BREAKOUT
from workshops.selectors.workshops import AgendaItem, agenda_of


@dataclass(frozen=True, slots=True)
class RunSheetRoom:
    """A breakout room, who facilitates it, and its own agenda."""

    name: str
    who: str
    rows: tuple[RunSheetRow, ...]


@dataclass(frozen=True, slots=True)
class RunSheetRow:
    """An activity: `who` takes part, `material` to have at hand, and the rooms of a breakout."""

    item: AgendaItem
    who: str
    material: Text
    rooms: tuple[RunSheetRoom, ...] = ()


@dataclass(frozen=True, slots=True)
class RunSheet:
    """The printed agenda: its rows, how long it takes, and when it ends."""

    rows: tuple[RunSheetRow, ...]
    minutes: int
    ends_at: datetime | None


def run_sheet_of(workshop: Workshop) -> RunSheet:
    """The agenda of everybody, with those of its breakout rooms. Three queries, and two for each room."""
    rooms: dict[int, list[Track]] = {}
    for room in workshop.tracks.filter(breakout__isnull=False).select_related("facilitator"):
        rooms.setdefault(room.breakout_id or 0, []).append(room)
    agenda = agenda_of(workshop)
    rows = tuple(_row(workshop, item, rooms.get(item.activity.pk, [])) for item in agenda.items)
    return RunSheet(rows, agenda.minutes, agenda.ends_at)


def _row(workshop: Workshop, item: AgendaItem, rooms: list[Track]) -> RunSheetRow:
    who = _("Everyone, without names") if item.activity.is_anonymous else _("Everyone")
    if item.activity.kind == BREAKOUT:
        who = _("Groups, each in its room")
    material = item.kind.material if item.kind else ""
    return RunSheetRow(item, who, material, tuple(_room(workshop, room) for room in rooms))


def _room(workshop: Workshop, room: Track) -> RunSheetRoom:
    who = str(room.facilitator) if room.facilitator else _("No facilitator yet")
    rows = tuple(_row(workshop, item, []) for item in agenda_of(workshop, room).items)
    return RunSheetRoom(room.name, who, rows)
