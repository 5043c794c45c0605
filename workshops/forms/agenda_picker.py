"""The agendas that a workshop can start from: in groups, each with what it is for, how long it takes, and its
activities."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.labels import Text
from discovery.models import Discovery
from workshops.agenda.agenda_templates.selectors import TemplateRow
from workshops.agenda.file_format import PlannedActivity
from workshops.agenda.needed_people.selectors import needs_of_plan, words_of
from workshops.agenda.timeline.strip import Strip, key_of_all
from workshops.agenda.workshop_templates import TEMPLATES, WorkshopTemplate
from workshops.models import Workshop
from workshops.registries import agenda_groups
from workshops.selectors.fitting_agendas import fitting_agendas, picture_of


@dataclass(frozen=True, slots=True)
class AgendaOffer:
    """An agenda to choose: `minutes` None where that is not known. `activities` are its preview.
    `reason` is why it fits best. `workshop_name` is a name for the workshop, or else it gets that of the
    agenda."""

    value: str
    name: str
    description: str = ""
    minutes: int | None = None
    activities: tuple[PlannedActivity, ...] = ()
    reason: str = ""
    workshop_name: str = ""

    @property
    def strip(self) -> Strip:
        """Its picture."""
        return picture_of(self.activities)

    @property
    def needed(self) -> str:
        """People who must be in the room, in words; "" where it needs no one in particular."""
        return capfirst(words_of(needs_of_plan(self.activities)))


Groups = list[tuple[Text, list[AgendaOffer]]]


def agendas_that_fit(discovery: Discovery) -> list[AgendaOffer]:
    """The shipped agendas that fit best."""
    return [_of_template(template, reason) for template, reason in fitting_agendas(discovery)]


def agendas_in_groups(own: Iterable[TemplateRow], earlier: Iterable[Workshop]) -> Groups:
    """Agendas that ship, then the templates of the organization that can be read, the earlier workshops of
    the discovery, and none. Empty groups are left out."""
    groups: Groups = [
        (group.label, [_of_template(each) for each in TEMPLATES.values() if _group_of(each) == group.key])
        for group in sorted(agenda_groups, key=lambda group: group.order)
    ]
    readable = [
        AgendaOffer(
            f"own:{row.template.uuid}",
            row.template.name,
            row.template.description,
            row.minutes,
            row.activities,
        )
        for row in own
        if row.is_readable
    ]
    repeated = [
        AgendaOffer(
            f"workshop:{each.uuid}", _("Same as “%(name)s”") % {"name": each.name}, workshop_name=each.name
        )
        for each in earlier
    ]
    empty = AgendaOffer("empty", _("Empty agenda: I’ll add activities myself"), workshop_name=_("Workshop"))
    groups += [
        (_("Templates of your organization"), readable),
        (_("Earlier workshops of this discovery"), repeated),
        (_("Blank"), [empty]),
    ]
    return [(label, group) for label, group in groups if group]


def _group_of(template: WorkshopTemplate) -> str:
    """The key of the group of its main work in its stream, else of its app, or of its stream if the group of
    its app is for another stream."""
    own = agenda_groups.get(template.group)
    of_stream = [each for each in agenda_groups if each.stream == template.stream]
    work = max(picture_of(template.activities).key, key=lambda entry: entry.minutes).work
    if of_work := next((each for each in of_stream if each.work == work), None):
        return of_work.key
    if own.stream in ("", template.stream):
        return own.key
    return next((each.key for each in of_stream if not each.work), own.key)


def _of_template(template: WorkshopTemplate, reason: str = "") -> AgendaOffer:
    return AgendaOffer(
        f"template:{template.key}",
        template.label,
        template.description,
        template.minutes,
        template.activities,
        reason,
    )


class AgendaChoices(forms.RadioSelect):
    """One of them: those that fit best in sight, all others in a gallery by their groups."""

    def __init__(self, fitting: list[AgendaOffer], groups: Groups) -> None:
        super().__init__()
        self.fitting = fitting
        values = {each.value for each in fitting}
        others = [(label, [each for each in group if each.value not in values]) for label, group in groups]
        self.groups = [(label, group) for label, group in others if group]

    def _offers(self) -> list[AgendaOffer]:
        return [*self.fitting, *(each for _label, group in self.groups for each in group)]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        described = self.build_attrs(self.attrs, attrs)
        others = [each.value for _label, group in self.groups for each in group]
        context = {
            "name": name,
            "chosen": value,
            "fitting": self.fitting,
            "groups": self.groups,
            "count": len([value for value in others if value.startswith(("template:", "own:"))]),
            "longest": max((each.strip.minutes for each in self._offers()), default=0),
            "has_earlier": any(value.startswith("workshop:") for value in others),
            "is_among_others": value in others,
            "key": key_of_all(),
            "attrs": described,
        }
        return SafeString(render_to_string("workshops/workshops/agenda_choices.html", context))
