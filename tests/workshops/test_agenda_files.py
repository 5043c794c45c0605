"""Agendas as files: what is written is read again, and what somebody else wrote breaks nothing."""

from __future__ import annotations

import json

import pytest

from workshops.agenda import file_format
from workshops.agenda.file_format import AgendaFile, BadFile, PlannedActivity, PlannedRoom

BREAKOUT = PlannedActivity(
    "breakout",
    "Three streams",
    30,
    "Go to your room.",
    "Walk around.",
    {"assignment": "balance", "dots": 3},
    rooms=(PlannedRoom("Tech", "tech", (PlannedActivity("talk", "Gaps", 20, is_anonymous=True),)),),
)
FILE = AgendaFile("Kick-off", "For the first day", (PlannedActivity("welcome", "Hello", 5), BREAKOUT))


def changed(**fields):
    data = json.loads(file_format.write(FILE))
    return json.dumps({**data, **fields}).encode()


def with_activity(**fields):
    return changed(activities=[{"kind": "talk", "title": "Talk", "minutes": 5, **fields}])


def test_what_is_written_is_read_again():
    assert file_format.read_agenda(file_format.write(FILE)) == FILE
    assert file_format.read_content(file_format.content_of(FILE.activities)) == FILE.activities


def test_settings_that_name_artifacts_stay_behind():
    uuid = "6f1c7a52-7d1b-4be0-9f0e-0c6b2e5a9d11"
    settings = {"use_cases": [uuid], "method": uuid, "by": {uuid: 1}, "dots": 3, "options": ["a", "b"]}

    assert file_format.portable(settings) == {"dots": 3, "options": ["a", "b"]}


def test_hostile_text_is_cleaned_and_kept_as_text():
    read = file_format.read_agenda(with_activity(title="=1+1 <script>\u202e\x00 أهلاً 🎉"))

    assert read.activities[0].title == "=1+1 <script> أهلاً 🎉"


@pytest.mark.parametrize(
    ("raw", "reason", "where"),
    [
        (b"", "not_json", ""),
        (b"\xff\xfe\x00", "not_json", ""),
        (b'{"format": NaN}', "not_json", ""),
        (b"[" * 100_000, "not_json", ""),
        (b" " * (file_format.MAX_BYTES + 1), "too_large", ""),
        (b"[]", "not_an_agenda", ""),
        (b'{"format": "something-else"}', "not_an_agenda", ""),
        (changed(version=2), "newer", ""),
        (changed(version="1"), "broken", "version"),
        (changed(version=True), "broken", "version"),
        (changed(name=""), "broken", "name"),
        (changed(name="x" * 10_000), "broken", "name"),
        (changed(activities=[]), "empty", ""),
        (changed(activities={}), "broken", "activities"),
        (changed(activities=["talk"]), "broken", "activities 1"),
        (with_activity(minutes=0), "broken", "activities 1, minutes"),
        (with_activity(minutes=5.5), "broken", "activities 1, minutes"),
        (with_activity(minutes=10**400), "broken", "activities 1, minutes"),
        (with_activity(title="\x00"), "broken", "activities 1, title"),
        (with_activity(settings=[]), "broken", "activities 1, settings"),
        (with_activity(settings={"x": "y" * 30_000}), "broken", "activities 1, settings"),
        (with_activity(is_anonymous="yes"), "broken", "activities 1, is_anonymous"),
        (with_activity(rooms=[{"name": "A"}]), "broken", "activities 1, rooms 1, activities"),
    ],
)
def test_a_bad_file_says_what_is_wrong(raw, reason, where):
    with pytest.raises(BadFile) as caught:
        file_format.read_agenda(raw)

    assert (caught.value.reason, caught.value.where) == (reason, where)


def test_unknown_kinds_are_named_once_and_can_be_left_out():
    strange = PlannedActivity("juggling", "Juggle", 5)
    room = PlannedRoom("Tech", "tech", (strange, PlannedActivity("talk", "Talk", 5)))
    activities = (strange, PlannedActivity("breakout", "Rooms", 10, rooms=(room,)))

    assert file_format.unknown_kinds(activities, {"breakout", "talk"}) == ["juggling"]
    (left,) = file_format.without_unknown(activities, {"breakout", "talk"})
    assert [each.kind for each in left.rooms[0].activities] == ["talk"]


@pytest.mark.parametrize("depth", [9, 450, 900])
@pytest.mark.parametrize(("opens", "closes"), [("[", "]"), ('{"a":', "}")])
def test_settings_that_lie_too_deep_are_refused(depth, opens, closes):
    nested = opens * depth + "1" + closes * depth
    raw = with_activity(settings={"a": "NESTED"}).replace(b'"NESTED"', nested.encode())

    with pytest.raises(BadFile) as bad:
        file_format.read_agenda(raw)
    assert bad.value.where == "activities 1, settings"


@pytest.mark.parametrize("number", ["1e400", "-1e400", "9" * 4000])
def test_numbers_that_no_database_keeps_are_refused(number):
    raw = with_activity(settings={"dots": "NUMBER"}).replace(b'"NUMBER"', number.encode())

    with pytest.raises(BadFile) as bad:
        file_format.read_agenda(raw)
    assert bad.value.where == "activities 1, settings"


def test_texts_in_settings_are_cleaned_and_can_be_written_again():
    raw = with_activity(settings={"options": ["A\x00B", "C\ud800D"], "\u202ekey": "\u202evalue"})

    read = file_format.read_agenda(raw)

    assert read.activities[0].settings == {"options": ["AB", "CD"], "key": "value"}
    assert file_format.read_agenda(file_format.write(read)) == read


def test_activities_are_counted_with_those_of_all_rooms():
    inside = [{"kind": "talk", "title": "Talk", "minutes": 1}] * 100
    rooms = [{"name": "A", "activities": inside}] * 3

    with pytest.raises(BadFile) as bad:
        file_format.read_agenda(with_activity(rooms=rooms))
    assert (bad.value.reason, bad.value.where) == ("broken", "activities")
