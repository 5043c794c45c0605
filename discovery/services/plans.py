"""Agendas as plans: laid out on a track from a template, or copied from another. Inside an operation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.datastructures import MultiValueDict

from discovery.actors import Actor
from discovery.agenda_files import PlannedActivity, PlannedRoom
from discovery.models import Activity, Track
from discovery.models.discovery import StreamKind
from discovery.registries import ActivityKind, activity_kinds
from discovery.services import artefacts


def lay_out(actor: Actor, track: Track, planned: Iterable[PlannedActivity]) -> None:
    """Put the activities at the end of the track, with the rooms of breakouts; a breakout without any gets
    those that its kind begins with. Kinds that no installed app offers are left out."""
    known = [item for item in planned if item.kind in activity_kinds]
    start = artefacts.next_position(track.activities.all())
    for position, item in enumerate(known, start=start):
        kind = activity_kinds.get(item.kind)
        unsaved = Activity(track=track, kind=item.kind)
        activity = artefacts.add(
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
    track = artefacts.add(
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
    given = {name: settings.get(name, field.initial) for name, field in blank.fields.items()}
    form = kind.settings_form(_as_sent(blank.add_prefix, given), activity=activity)
    form.is_valid()
    cleaned: dict[str, Any] = form.cleaned_data
    return {name: value for name, value in cleaned.items() if name in settings and name not in form.errors}


def _as_sent(prefixed: Any, values: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """The values as a browser would send them."""
    data: MultiValueDict[str, Any] = MultiValueDict()
    for name, value in values.items():
        if callable(value):
            value = value()
        if value is None or value is False:
            continue
        if isinstance(value, list):
            # A choice of several is sent several times; a text field for many lines gets them as lines.
            data.setlist(prefixed(name), value)
        elif isinstance(value, dict):
            data[prefixed(name)] = json.dumps(value)
        else:
            data[prefixed(name)] = "on" if value is True else value
    return data


def copy_agenda(source: Track, track: Track) -> None:
    """Copy what is planned from one track to another, with the rooms of breakouts; what happened stays."""
    for position, activity in enumerate(source.activities.all()):
        copy = artefacts.add(
            Activity,
            track=track,
            kind=activity.kind,
            title=activity.title,
            instructions=activity.instructions,
            facilitation_notes=activity.facilitation_notes,
            minutes=activity.minutes,
            is_anonymous=activity.is_anonymous,
            settings=_planned_settings(activity, track),
            position=position,
        )
        for original in activity.rooms.all():
            room = artefacts.add(
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
