"""Agendas as plans: laid out on a track from a template, or copied from another. Inside an operation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from discovery.activity_kind import ActivityKind
from discovery.actors import Actor
from discovery.agenda_files import PlannedActivity, PlannedRoom
from discovery.models import Activity, Track
from discovery.models.discovery import StreamKind
from discovery.registries import activity_kinds
from discovery.services import artifacts


def lay_out(actor: Actor, track: Track, planned: Iterable[PlannedActivity]) -> None:
    """Put the activities at the end of the track, with the rooms of breakouts; a breakout without any gets
    those that its kind begins with. Kinds that no installed app offers are left out."""
    known = [item for item in planned if item.kind in activity_kinds]
    start = artifacts.next_position(track.activities.all())
    for position, item in enumerate(known, start=start):
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
    """What the kind's own form takes of `settings`; what it refuses is left to its defaults."""
    if kind.settings_form is None:
        return {}
    blank = kind.settings_form(None, activity=activity)
    given = {
        name: _choices_there(field, settings.get(name, field.initial)) for name, field in blank.fields.items()
    }
    data: MultiValueDict[str, Any] = MultiValueDict()
    for name, field in blank.fields.items():
        _send(data, blank.add_prefix(name), field, given[name])
    form = kind.settings_form(data, activity=activity)
    form.is_valid()
    cleaned: dict[str, Any] = form.cleaned_data
    return {name: value for name, value in cleaned.items() if name in settings and name not in form.errors}


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
    """What was set for the activity, without what its kind noted while the room was in it, such as the slide
    or the rounds before."""
    if activity.kind not in activity_kinds:
        return dict(activity.settings)
    kind = activity_kinds.get(activity.kind)
    return valid_settings(kind, Activity(track=track, kind=activity.kind), activity.settings)
