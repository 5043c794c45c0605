"""The agendas that a workshop can start from: in groups, each with what it is for, how long it takes, and its
activities."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.labels import Text
from workshops.agenda_files import PlannedActivity
from workshops.models import Workshop
from workshops.registries import agenda_groups
from workshops.selectors.agenda_templates import TemplateRow
from workshops.selectors.needed import needs_of_plan, words_of
from workshops.workshop_templates import TEMPLATES


@dataclass(frozen=True, slots=True)
class Offered:
    """An agenda to choose: `minutes` None where that is not known. `activities` are its preview."""

    value: str
    name: str
    description: str = ""
    minutes: int | None = None
    activities: tuple[PlannedActivity, ...] = ()

    @property
    def needed(self) -> str:
        """Who must be in the room; "" where it needs nobody in particular."""
        return words_of(needs_of_plan(self.activities))


Groups = list[tuple[Text, list[Offered]]]


def agendas_in_groups(own: Iterable[TemplateRow], earlier: Iterable[Workshop]) -> Groups:
    """What ships, then the templates of the organization that can be read, the earlier workshops of the
    discovery, and nothing. Groups of none are left out."""
    of_apps = [agenda_groups.get(app) for app in {each.group for each in TEMPLATES.values()}]
    of_apps.sort(key=lambda group: group.order)
    groups: Groups = [(group.label, _shipped(group.key)) for group in of_apps]
    readable = [
        Offered(
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
        Offered(f"workshop:{each.uuid}", _("Same as “%(name)s”") % {"name": each.name}) for each in earlier
    ]
    empty = Offered("empty", _("Empty agenda: I’ll add activities myself"))
    groups += [
        (_("Templates of your organization"), readable),
        (_("Earlier workshops of this discovery"), repeated),
        (_("Blank"), [empty]),
    ]
    return [(label, group) for label, group in groups if group]


def _shipped(app: str) -> list[Offered]:
    return [
        Offered(f"template:{each.key}", each.label, each.description, each.minutes, each.activities)
        for each in TEMPLATES.values()
        if each.group == app
    ]


class AgendaChoices(forms.RadioSelect):
    """One of them, all in sight by their groups, each with a preview that unfolds."""

    def __init__(self, groups: Groups) -> None:
        super().__init__()
        self.groups = groups

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        described = self.build_attrs(self.attrs, attrs)
        context = {"name": name, "chosen": value, "groups": self.groups, "attrs": described}
        return SafeString(render_to_string("workshops/workshops/agenda_choices.html", context))
