"""Agendas that ship with Headwaters, to start a workshop from: each a file of `<app>/agendas/` in the format
of `workshops/agenda/file_format.py`, which people export and import as well.

`03_hypotheses.json` is the third of its app and has the key "hypotheses". Activities of kinds that no
installed app offers are left out. The files are in English. What people in the room read comes in the
language of now (`manage.py words` puts it into the catalogs)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.apps import apps
from django.utils.translation import gettext

from workshops.agenda.file_format import AgendaFile, PlannedActivity, read_agenda, reworded, total_minutes

AGENDAS: Final = Path(__file__).parents[1] / "agendas"


@dataclass(frozen=True, slots=True)
class WorkshopTemplate:
    """An agenda that ships with Headwaters, with an app (`group`, its label), and its `file` in English."""

    key: str
    group: str
    file: AgendaFile

    @property
    def label(self) -> str:
        """Its name in the language of now."""
        return gettext(self.file.name)

    @property
    def description(self) -> str:
        """Its purpose, for facilitators."""
        return self.file.description

    @property
    def activities(self) -> tuple[PlannedActivity, ...]:
        """Its activities in the language of now, with facilitation notes in English."""
        return reworded(self.file.activities, gettext)

    @property
    def stream(self) -> str:
        return self.file.stream

    @property
    def minutes(self) -> int:
        return total_minutes(self.file.activities)


def shipped(folder: Path) -> list[WorkshopTemplate]:
    """The agendas of a folder, in the order of their files. Raises BadFile for a file that is not one."""
    return [
        WorkshopTemplate(path.stem.partition("_")[2], folder.parent.name, read_agenda(path.read_bytes()))
        for path in sorted(folder.glob("*.json"))
    ]


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

(ROOM_AGENDA,) = shipped(AGENDAS / "breakouts")
"""The first agenda of a new breakout room."""
