"""Agendas as plans: laid out on a track from a template, or copied from another. Inside an operation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _, gettext_lazy

from core.labels import Text
from core.services import artifacts
from discovery.models import StreamKind
from organizations.actors import Actor
from workshops.activity_kind import ActivityKind
from workshops.agenda.file_format import PlannedActivity, PlannedRoom
from workshops.models import Activity, Track
from workshops.registries import activity_kinds
from workshops.room.quick_questions.selectors import KEPT_IN_USE

if TYPE_CHECKING:
    from workshops.forms.activity_settings import SettingsForm

# What the form made of a setting of another type, in words.
_TYPES: dict[type, Text] = {
    bool: gettext_lazy("true or false"),
    int: gettext_lazy("a whole number"),
    str: gettext_lazy("text"),
    list: gettext_lazy("a list of texts"),
}
_OF_OTHER_TYPE = gettext_lazy("a value of this setting")


def lay_out(actor: Actor, track: Track, planned: Iterable[PlannedActivity]) -> None:
    """Put the activities at the end of the track, with the rooms of breakouts; a breakout without any gets
    those that its kind begins with. Kinds that no installed app offers are left out."""
    items = [item for item in planned if item.kind in activity_kinds]
    start = artifacts.next_position(track.activities.all())
    for position, item in enumerate(items, start=start):
        kind = activity_kinds.get(item.kind)
        unsaved = Activity(track=track, kind=item.kind)
        activity = artifacts.add(
            Activity,
            track=track,
            kind=item.kind,
            title=str(item.title),
            instructions=str(item.instructions),
            facilitation_notes=str(item.notes),
            minutes=item.minutes,
            is_anonymous=item.is_anonymous and kind.may_be_anonymous,
            settings=valid_settings(kind, unsaved, item.settings),
            position=position,
        )
        activity.track = track
        if item.rooms:
            for place, room in enumerate(item.rooms):
                _lay_out_room(actor, activity, room, place)
        else:
            kind.on_add(activity, actor)


def _lay_out_room(actor: Actor, activity: Activity, room: PlannedRoom, place: int) -> None:
    track = artifacts.add(
        Track,
        workshop=activity.track.workshop,
        breakout=activity,
        name=str(room.name),
        stream=room.stream if room.stream in StreamKind.values else "",
        position=place,
    )
    lay_out(actor, track, room.activities)


def valid_settings(kind: ActivityKind, activity: Activity, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that the kind's own form accepts; those that it refuses are left to its
    defaults."""
    form = _checked_settings(kind, activity, settings)
    if form is None:
        return {}
    cleaned: dict[str, Any] = form.cleaned_data
    return {name: value for name, value in cleaned.items() if name in settings and name not in form.errors}


def wrong_settings(kind_key: str, settings: Mapping[str, Any]) -> dict[str, str]:
    """The settings that an activity of this kind refuses: by name, with what is wrong with each.

    Empty settings are not checked, nor those that name something of a discovery. A kind that is not installed
    refuses nothing.
    """
    if kind_key not in activity_kinds:
        return {}
    set_ = {name: value for name, value in settings.items() if value not in (None, "", [], {})}
    form = _checked_settings(activity_kinds.get(kind_key), Activity(kind=kind_key), set_)
    fields = {} if form is None else form.fields
    wrong = {}
    for name, value in set_.items():
        if form is None or name not in fields:
            wrong[name] = "" if name in KEPT_IN_USE else _("not a setting of this activity")
        elif name in form.errors:
            wrong[name] = " ".join(map(str, form.errors[name]))
        elif not _is_alike(form.cleaned_data[name], value):
            wrong[name] = _("not %(type)s") % {
                "type": _TYPES.get(type(form.cleaned_data[name]), _OF_OTHER_TYPE)
            }
    return {name: str(words) for name, words in wrong.items() if words}


def _is_alike(cleaned: Any, value: Any) -> bool:
    """Return True if the value was of the type that its form made of it."""
    if isinstance(value, list) and not all(isinstance(each, str) for each in value):
        return False
    return type(cleaned) is type(value)


def _checked_settings(
    kind: ActivityKind, activity: Activity, settings: Mapping[str, Any]
) -> SettingsForm | None:
    """The validated form of the kind, as if someone had sent these settings."""
    if kind.settings_form is None:
        return None
    blank = kind.settings_form(None, activity=activity)
    values = {
        name: _choices_there(field, settings.get(name, field.initial)) for name, field in blank.fields.items()
    }
    data: MultiValueDict[str, Any] = MultiValueDict()
    for name, field in blank.fields.items():
        _send(data, blank.add_prefix(name), field, values[name])
    form = kind.settings_form(data, activity=activity)
    form.is_valid()
    return form


def _choices_there(field: forms.Field, value: Any) -> Any:
    """Of several choices, those that there are: one that is gone takes no other with it."""
    if isinstance(field, forms.MultipleChoiceField) and isinstance(value, list):
        return [each for each in value if field.valid_value(each)]
    return value() if callable(value) else value


def _send(data: MultiValueDict[str, Any], name: str, field: forms.Field, value: Any) -> None:
    """Put the value into `data` as a browser would send it."""
    if value is None or value is False:
        return
    if isinstance(value, list) and getattr(field.widget, "allow_multiple_selected", False):
        data.setlist(name, value)
    elif isinstance(value, list):
        data[name] = "\n".join(map(str, value))  # a text field for many lines
    elif isinstance(value, dict):
        data[name] = json.dumps(value)
    else:
        data[name] = "on" if value is True else value


def copy_agenda(source: Track, track: Track) -> None:
    """Copy what is planned from one track to another, with the rooms of breakouts; what happened stays."""
    for position, activity in enumerate(source.activities.all()):
        planned = {name: getattr(activity, name) for name in Activity.planned_fields()}
        planned |= {"settings": _planned_settings(activity, track), "position": position}
        copy = artifacts.add(Activity, track=track, **planned)
        for original in activity.rooms.all():
            room = artifacts.add(
                Track,
                workshop=track.workshop,
                breakout=copy,
                name=original.name,
                stream=original.stream,
                facilitator=original.facilitator,
                position=original.position,
            )
            copy_agenda(original, room)


def _planned_settings(activity: Activity, track: Track) -> dict[str, Any]:
    """The settings of the activity, without those that its kind noted while the room was in it, such as the
    slide or the rounds before."""
    if activity.kind not in activity_kinds:
        return dict(activity.settings)
    kind = activity_kinds.get(activity.kind)
    return valid_settings(kind, Activity(track=track, kind=activity.kind), activity.settings)
