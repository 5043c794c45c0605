"""Agendas as data: what a template holds, and the file that carries one to another organization. No Django.

A file is JSON: {"format": "headwaters-agenda", "version": 1, "name", "description", "stream", "activities":
[{"kind", "title", "minutes", "instructions", "facilitation_notes", "is_anonymous", "settings", "rooms":
[{"name", "stream", "activities"}]}]}. The same object, without a name, is what an AgendaTemplate keeps.
`stream` is that of workshops made from it; older files have none. Rooms are those of a breakout; their
activities have none. Settings that name artifacts of a discovery stay behind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from core.clean_text import clean_text

FORMAT = "headwaters-agenda"
VERSION = 1
MAX_BYTES = 256 * 1024
MAX_ACTIVITIES = 100
MAX_ROOMS = 12
# Activities of all agendas in a file, those of its rooms too: they are laid out in one transaction.
MAX_IN_ALL = 300
MAX_MINUTES = 480
# Characters of the settings of one activity, as JSON, how deep they may lie, and how large a number may be.
MAX_SETTINGS = 20_000
MAX_DEPTH = 8
MAX_NUMBER = 2**53
# A message names at most this many broken places.
MOST_NAMED = 12
# What separates the slides of an agenda that ships: each is translated by itself.
SLIDE_BREAK = "\n\n---\n\n"
SLIDES = "slides"
# The longest texts, as the models keep them.
LENGTHS = {"name": 120, "description": 1000, "kind": 40, "title": 120, "instructions": 2000}
NOTES_LENGTH = 4000
ROOM_NAME_LENGTH = 80
STREAM_LENGTH = 20

# An identifier, or one behind the kind of thing that it is of.
_UUID = re.compile(r"(?:[a-z_]+:)?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)

Broken = list[str]
"""The broken places, in the order of the file."""

Words = object
"""A text, or what becomes one when it is shown (a translation that is looked up late)."""

WrongSettings = Callable[[str, Mapping[str, Any]], Mapping[str, str]]
"""For a kind and the settings of an activity: what is wrong with them, by name."""

Reason = Literal["too_large", "not_json", "not_an_agenda", "newer", "broken", "empty"]


class BadFile(Exception):
    """`reason` says why a file cannot be read; `where` names the broken places, such as
    "activities 3, minutes; activities 5, title"."""

    def __init__(self, reason: Reason, where: str = "") -> None:
        super().__init__(f"{reason} {where}".strip())
        self.reason: Reason = reason
        self.where = where


@dataclass(frozen=True, slots=True)
class PlannedRoom:
    """A room of a breakout; `stream` is one of StreamKind or empty."""

    name: Words
    stream: str = ""
    activities: tuple[PlannedActivity, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedActivity:
    """An activity of an agenda that is not on one yet. `notes` are the facilitation notes."""

    kind: str
    title: Words
    minutes: int
    instructions: Words = ""
    notes: Words = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    is_anonymous: bool = False
    rooms: tuple[PlannedRoom, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaFile:
    """A whole agenda with its name; `stream` is one of SittingStream or empty."""

    name: str
    description: str
    activities: tuple[PlannedActivity, ...]
    stream: str = ""


# --- Writing --------------------------------------------------------------------------------------


def content_of(activities: Iterable[PlannedActivity], stream: str = "") -> dict[str, Any]:
    """The agenda as a template keeps it."""
    head = {"version": VERSION, "stream": stream} if stream else {"version": VERSION}
    return {**head, "activities": [_activity_row(activity) for activity in activities]}


def write(agenda: AgendaFile) -> bytes:
    """The file."""
    head = {"format": FORMAT, "name": agenda.name, "description": agenda.description}
    text = json.dumps({**head, **content_of(agenda.activities, agenda.stream)}, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def portable(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings without those that name artifacts, which another discovery does not have."""
    return {key: value for key, value in settings.items() if not _names_artifacts(value)}


def _activity_row(activity: PlannedActivity) -> dict[str, Any]:
    row: dict[str, Any] = {
        "kind": activity.kind,
        "title": str(activity.title),
        "minutes": activity.minutes,
        "instructions": str(activity.instructions),
        "facilitation_notes": str(activity.notes),
        "is_anonymous": activity.is_anonymous,
        "settings": portable(activity.settings),
    }
    if activity.rooms:
        row["rooms"] = [
            {
                "name": str(room.name),
                "stream": room.stream,
                "activities": [_activity_row(each) for each in room.activities],
            }
            for room in activity.rooms
        ]
    return row


def _names_artifacts(value: Any) -> bool:
    if isinstance(value, str):
        return _UUID.fullmatch(value) is not None
    if isinstance(value, Mapping):
        return any(_names_artifacts(each) for pair in value.items() for each in pair)
    return isinstance(value, list) and any(_names_artifacts(each) for each in value)


# --- Reading --------------------------------------------------------------------------------------


def read_agenda(raw: bytes, wrong_settings: WrongSettings = lambda _kind, _settings: {}) -> AgendaFile:
    """The agenda in an untrusted file. Raises BadFile, once for all that is wrong."""
    if len(raw) > MAX_BYTES:
        raise BadFile("too_large")
    try:
        data = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadFile("not_json") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise BadFile("not_an_agenda")
    broken: Broken = []
    name = _text(data, "name", LENGTHS["name"], "", broken, is_needed=True)
    description = _text(data, "description", LENGTHS["description"], "", broken)
    stream = _text(data, "stream", STREAM_LENGTH, "", broken)
    return AgendaFile(name, description, read_content(data, broken, wrong_settings), stream)


def stream_of(content: Mapping[str, Any]) -> str:
    """The stream in the content that `content_of` wrote; "" where it says none."""
    return _text(content, "stream", STREAM_LENGTH, "", [])


def read_content(
    data: Mapping[str, Any],
    broken: Broken | None = None,
    wrong_settings: WrongSettings = lambda _kind, _settings: {},
) -> tuple[PlannedActivity, ...]:
    """The activities in the content that `content_of` wrote, or that a file holds. `broken` are the places of
    that file that are broken already. Raises BadFile."""
    version = data.get("version")
    if type(version) is not int or version < 1:
        raise BadFile("broken", "version")
    if version > VERSION:
        raise BadFile("newer")
    broken = [] if broken is None else broken
    activities = _activities(data, "", broken, may_have_rooms=True)
    if _in_all(activities) > MAX_IN_ALL:
        broken.append("activities")
    broken.extend(_broken_settings(activities, "", wrong_settings))
    if broken:
        raise BadFile("broken", "; ".join([*broken[:MOST_NAMED], *(["…"] if broken[MOST_NAMED:] else [])]))
    if not activities:
        raise BadFile("empty")
    return activities


def unknown_kinds(activities: Iterable[PlannedActivity], kinds: Collection[str]) -> list[str]:
    """The kinds of the activities that are not among `kinds`, each once, in their order."""
    unknown: dict[str, None] = {}
    for activity in activities:
        if activity.kind not in kinds:
            unknown[activity.kind] = None
        for room in activity.rooms:
            unknown.update(dict.fromkeys(unknown_kinds(room.activities, kinds)))
    return list(unknown)


def without_unknown(
    activities: Iterable[PlannedActivity], kinds: Collection[str]
) -> tuple[PlannedActivity, ...]:
    """The activities of known kinds."""
    return tuple(
        replace(
            activity,
            rooms=tuple(
                replace(room, activities=without_unknown(room.activities, kinds)) for room in activity.rooms
            ),
        )
        for activity in activities
        if activity.kind in kinds
    )


def total_minutes(activities: Iterable[PlannedActivity]) -> int:
    """The minutes of the whole agenda. Agendas of breakout rooms lie within the minutes of their breakout, so
    they are not added."""
    return sum(activity.minutes for activity in activities)


def reworded(activities: Iterable[PlannedActivity], say: Callable[[str], str]) -> tuple[PlannedActivity, ...]:
    """The activities with what people in the room read as `say` says it: titles, instructions, names of
    rooms, and each slide. Facilitation notes stay as they are."""
    return tuple(
        replace(
            activity,
            title=say(str(activity.title)),
            instructions=_reworded(activity.instructions, say),
            settings={
                name: SLIDE_BREAK.join(map(say, value.split(SLIDE_BREAK))) if name == SLIDES else value
                for name, value in activity.settings.items()
            },
            rooms=tuple(
                replace(room, name=say(str(room.name)), activities=reworded(room.activities, say))
                for room in activity.rooms
            ),
        )
        for activity in activities
    )


def _reworded(text: Words, say: Callable[[str], str]) -> str:
    return say(str(text)) if text else ""


def _no_number(word: str) -> Any:
    raise ValueError(word)  # NaN and Infinity are no JSON


def _activities(
    data: Mapping[str, Any], where: str, broken: Broken, *, may_have_rooms: bool
) -> tuple[PlannedActivity, ...]:
    items = data.get("activities")
    if not isinstance(items, list) or len(items) > MAX_ACTIVITIES:
        broken.append(f"{where}activities")
        return ()
    return tuple(
        _activity(item, f"{where}activities {number}, ", broken, may_have_rooms)
        for number, item in enumerate(items, start=1)
    )


def _broken_settings(
    activities: Iterable[PlannedActivity], where: str, wrong_settings: WrongSettings
) -> Iterator[str]:
    for number, activity in enumerate(activities, start=1):
        place = f"{where}activities {number}, "
        for name, words in wrong_settings(activity.kind, activity.settings).items():
            yield f"{place}settings, {name[: LENGTHS['kind']]} ({words.rstrip('.')})"
        for room_number, room in enumerate(activity.rooms, start=1):
            yield from _broken_settings(room.activities, f"{place}rooms {room_number}, ", wrong_settings)


def _in_all(activities: Iterable[PlannedActivity]) -> int:
    return sum(1 + sum(_in_all(room.activities) for room in activity.rooms) for activity in activities)


def _activity(item: Any, where: str, broken: Broken, may_have_rooms: bool) -> PlannedActivity:
    if not isinstance(item, dict):
        broken.append(where.rstrip(", "))
        item = {}
        broken = []  # the missing fields of this item are no further faults
    minutes = item.get("minutes")
    if type(minutes) is not int or not 1 <= minutes <= MAX_MINUTES:
        broken.append(f"{where}minutes")
        minutes = 1
    is_anonymous = item.get("is_anonymous", False)
    if not isinstance(is_anonymous, bool):
        broken.append(f"{where}is_anonymous")
    return PlannedActivity(
        kind=_text(item, "kind", LENGTHS["kind"], where, broken, is_needed=True),
        title=_text(item, "title", LENGTHS["title"], where, broken, is_needed=True),
        minutes=minutes,
        instructions=_text(item, "instructions", LENGTHS["instructions"], where, broken),
        notes=_text(item, "facilitation_notes", NOTES_LENGTH, where, broken),
        settings=_settings(item, where, broken),
        is_anonymous=is_anonymous is True,
        rooms=_rooms(item, where, broken) if may_have_rooms else (),
    )


def _settings(item: Mapping[str, Any], where: str, broken: Broken) -> dict[str, Any]:
    try:
        settings = _plain(item.get("settings", {}))
    except ValueError:
        settings = None
    if not isinstance(settings, dict) or len(json.dumps(settings)) > MAX_SETTINGS:
        broken.append(f"{where}settings")
        return {}
    return portable(settings)


def _rooms(item: Mapping[str, Any], where: str, broken: Broken) -> tuple[PlannedRoom, ...]:
    rooms = item.get("rooms", [])
    if not isinstance(rooms, list) or len(rooms) > MAX_ROOMS:
        broken.append(f"{where}rooms")
        return ()
    planned = []
    for number, room in enumerate(rooms, start=1):
        place = f"{where}rooms {number}, "
        if not isinstance(room, dict):
            broken.append(place.rstrip(", "))
            continue
        planned.append(
            PlannedRoom(
                name=_text(room, "name", ROOM_NAME_LENGTH, place, broken, is_needed=True),
                stream=_text(room, "stream", STREAM_LENGTH, place, broken),
                activities=_activities(room, place, broken, may_have_rooms=False),
            )
        )
    return tuple(planned)


def _plain(value: Any, depth: int = 0) -> Any:
    """The value from JSON, with its texts cleaned. Raises ValueError for values that no form wrote: too deep
    ones, and numbers that no database takes."""
    if depth > MAX_DEPTH:
        raise ValueError("deep")
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [_plain(each, depth + 1) for each in value]
    if isinstance(value, dict):
        return {clean_text(key): _plain(each, depth + 1) for key, each in value.items()}
    if isinstance(value, int | float) and not abs(value) <= MAX_NUMBER:
        raise ValueError("large")
    return value


def _text(
    data: Mapping[str, Any], name: str, longest: int, where: str, broken: Broken, *, is_needed: bool = False
) -> str:
    value = data.get(name, "")
    text = clean_text(value).strip() if isinstance(value, str) else None
    if text is None or len(text) > longest or (is_needed and not text):
        broken.append(f"{where}{name}")
        return ""
    return text
