"""Agendas that ship with Headwaters, to start a workshop from: each a file of `<app>/agendas/` in the format
of `workshops/agenda_files.py`, which people export and import as well.

`03_hypotheses.json` is the third of its app and has the key "hypotheses". Activities of kinds that no
installed app offers are left out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.apps import apps

from workshops.agenda_files import PlannedActivity, read, total_minutes

AGENDAS: Final = Path(__file__).parent / "agendas"


@dataclass(frozen=True, slots=True)
class WorkshopTemplate:
    """An agenda that ships with Headwaters, with an app (`group`, its label)."""

    key: str
    group: str
    label: str
    description: str
    activities: tuple[PlannedActivity, ...]
    stream: str

    @property
    def minutes(self) -> int:
        return total_minutes(self.activities)


def shipped(folder: Path) -> list[WorkshopTemplate]:
    """The agendas of a folder, in the order of their files. Raises BadFile for a file that is not one."""
    templates = []
    for path in sorted(folder.glob("*.json")):
        agenda = read(path.read_bytes())
        key = path.stem.partition("_")[2]
        group = folder.parent.name
        templates.append(
            WorkshopTemplate(key, group, agenda.name, agenda.description, agenda.activities, agenda.stream)
        )
    return templates


TEMPLATES: Final[dict[str, WorkshopTemplate]] = {}


def register(folder: Path) -> None:
    """Add the agendas of a folder, after the others. Raises ValueError when a key is taken."""
    for template in shipped(folder):
        if template.key in TEMPLATES:
            raise ValueError(f"there is an agenda {template.key!r} already")
        TEMPLATES[template.key] = template


def register_all() -> None:
    """Add the agendas of all other apps, in the order of the apps."""
    for config in apps.get_app_configs():
        folder = Path(config.path) / AGENDAS.name
        if folder != AGENDAS:
            register(folder)


register(AGENDAS)

(_ROOM,) = shipped(AGENDAS / "breakouts")
ROOM_AGENDA: Final = _ROOM.activities
"""The first agenda of a new breakout room."""
