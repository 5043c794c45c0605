"""Agendas that an organization keeps, and agendas as they go into files."""

from dataclasses import dataclass

from django.db.models import QuerySet

from discovery.models import SittingStream
from organizations.models import Organization
from workshops.agenda import file_format as agenda_files
from workshops.agenda.file_format import AgendaFile, BadFile, PlannedActivity, PlannedRoom
from workshops.models import Activity, AgendaTemplate, Track, Workshop
from workshops.registries import activity_kinds
from workshops.workshop.selectors import track_of


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template in the list; `unknown` are the kinds that no installed app offers, `is_readable` is False
    for what a newer version wrote."""

    template: AgendaTemplate
    activities: tuple[PlannedActivity, ...]
    unknown: list[str]
    is_readable: bool

    @property
    def minutes(self) -> int:
        return agenda_files.total_minutes(self.activities)

    @property
    def stream(self) -> str:
        """The stream of workshops made from it; "" where it says none that there is."""
        stream = agenda_files.stream_of(self.template.content)
        return stream if stream in SittingStream.values else ""


def templates_of(organization: Organization) -> QuerySet[AgendaTemplate]:
    """The agendas that the organization keeps."""
    return AgendaTemplate.objects.filter(organization=organization)


def template_rows(organization: Organization) -> list[TemplateRow]:
    """The templates of an organization with what is in them. One query."""
    return [_row(template) for template in templates_of(organization)]


def _row(template: AgendaTemplate) -> TemplateRow:
    try:
        activities = agenda_files.read_content(template.content)
    except BadFile:
        return TemplateRow(template, (), [], is_readable=False)
    kinds = {kind.key for kind in activity_kinds}
    return TemplateRow(template, activities, agenda_files.unknown_kinds(activities, kinds), is_readable=True)


def plan_of(workshop: Workshop) -> tuple[PlannedActivity, ...]:
    """The agenda of a workshop as a plan, with the rooms of its breakouts."""
    return _plan_of(track_of(workshop))


def _plan_of(track: Track) -> tuple[PlannedActivity, ...]:
    return tuple(_planned(activity) for activity in track.activities.all())


def _planned(activity: Activity) -> PlannedActivity:
    rooms = tuple(PlannedRoom(room.name, room.stream, _plan_of(room)) for room in activity.rooms.all())
    return PlannedActivity(
        kind=activity.kind,
        title=activity.title,
        minutes=activity.minutes,
        instructions=activity.instructions,
        notes=activity.facilitation_notes,
        settings=agenda_files.portable(activity.settings),
        is_anonymous=activity.is_anonymous,
        rooms=rooms,
    )


def file_of_workshop(workshop: Workshop) -> AgendaFile:
    """The agenda of a workshop as a file."""
    return AgendaFile(workshop.name, workshop.purpose[:1000], plan_of(workshop), workshop.stream)


def file_of_template(template: AgendaTemplate) -> AgendaFile:
    """A template as a file. Raises BadFile for what a newer version wrote."""
    activities = agenda_files.read_content(template.content)
    stream = agenda_files.stream_of(template.content)
    return AgendaFile(template.name, template.description, activities, stream)
