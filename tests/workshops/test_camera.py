"""The camera of the stage: part of the room, steered by facilitators, until something else is shown."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.html import escape

from core.exceptions import Conflict, NotAllowed, NotFound
from core.models import Operation
from documents.boxes import Box
from tests.factories import make
from tests.workshops.rooms import on_a_small_screen, post, region, track_of, workshop_with_talks
from workshops.actors import RoomActor
from workshops.models import Decision, Note, NoteGroup, Track
from workshops.policies import may_be_undone
from workshops.registries import activity_kinds
from workshops.room.drawing_camera.rules import Camera, Stop
from workshops.room.drawing_camera.selectors import camera_of
from workshops.room.running import services as running
from workshops.room.steering import services as steering
from workshops.room.steering.selectors import MOST_OF_A_KIND, previewed, spotlight_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    return workshop_with_talks("One", "Two")


@pytest.fixture
def shown(actor, running_room, monkeypatch):
    """The room, with the three streams of the method in the spotlight."""
    on_a_small_screen(monkeypatch)
    uuid = running_room.discovery.uuid
    return steering.show_in_spotlight(actor=actor, workshop=running_room, kind="streams", uuid=uuid)


def stops_in(room) -> tuple[Stop, ...]:
    camera = camera_of(room, track_of(room))
    assert camera is not None
    return camera.stops


def subject(room) -> str:
    return f"{room.spotlight_kind}:{room.spotlight_uuid}"


def test_the_stage_the_console_and_the_remote_show_where_the_camera_is(shown, facilitator, client_of):
    stop = stops_in(shown)[0]
    for audience in ("console", "remote"):
        drawn = region("camera", shown, audience)
        assert escape(stop.label) in drawn
        assert "The stage shows the whole drawing." in drawn
    assert 'data-camera=""' in region("camera", shown, "stage")

    sent = {"subject": subject(shown), "to": stop.key}
    assert post(client_of(facilitator), "workshop_camera", shown, sent).status_code == 204

    assert f'data-camera="{stop.view}"' in region("camera", shown, "stage")
    assert f"The stage shows “{escape(stop.label)}”." in region("camera", shown, "room")
    for audience in ("console", "remote"):
        pressed = re.findall(r'data-stop aria-pressed="true"', region("camera", shown, audience))
        assert len(pressed) == 1
    assert "<svg" not in region("camera", shown, "stage"), "a step sends no drawing again"


def test_the_last_of_two_facilitators_wins_and_none_goes_a_step_too_far(actor, shown):
    track, keys = track_of(shown), [stop.key for stop in stops_in(shown)]
    for key in (keys[0], keys[0], keys[-1]):
        steering.move_camera(actor=actor, track=track, subject=subject(shown), to=key)
    camera = camera_of(shown, track_of(shown))
    assert camera is not None
    assert camera.at is not None
    assert camera.at.key == keys[-1]


def test_a_step_on_an_activity_that_the_room_has_left_is_refused(actor, running_room, monkeypatch):
    """Another facilitator moves on between the reading of the track and the step."""
    picture = Camera("", (Stop("lane", "Lane", Box(0, 0, 100, 40), 10.0),))
    talk = type(activity_kinds.get("talk"))
    monkeypatch.setattr(talk, "pictured", lambda self, activity: ("", picture))
    read_before = track_of(running_room)
    running.move_on(actor=actor, track=track_of(running_room), from_activity=read_before.current)
    with pytest.raises(Conflict, match="something else"):
        steering.move_camera(actor=actor, track=read_before, subject=str(read_before.current.uuid), to="lane")
    assert track_of(running_room).camera == ""


def test_only_who_facilitates_moves_it(shown, anna, client_of, client):
    sent = {"subject": subject(shown), "to": stops_in(shown)[0].key}
    assert post(client_of(anna), "workshop_camera", shown, sent).status_code in (302, 403)
    with pytest.raises((NotAllowed, NotFound)):
        steering.move_camera(
            actor=RoomActor.of_participant(anna), track=track_of(shown), subject=subject(shown), to=""
        )
    assert track_of(shown).camera == ""


def test_what_is_not_there_is_refused(actor, shown):
    track = track_of(shown)
    with pytest.raises(NotFound, match="part of the drawing"):
        steering.move_camera(actor=actor, track=track, subject=subject(shown), to="nowhere")
    with pytest.raises(Conflict, match="something else"):
        steering.move_camera(actor=actor, track=track, subject="landscape:x", to="")
    steering.stop_spotlight(actor=actor, workshop=shown)
    with pytest.raises(Conflict, match="something else"):
        steering.move_camera(actor=actor, track=track, subject=subject(shown), to="")


def test_it_ends_with_the_spotlight(actor, shown):
    key, about = stops_in(shown)[0].key, subject(shown)
    uuid = shown.discovery.uuid
    steering.move_camera(actor=actor, track=track_of(shown), subject=about, to=key)
    for kind in ("diamonds", "streams"):  # another drawing, and the first one again
        room = steering.show_in_spotlight(actor=actor, workshop=shown, kind=kind, uuid=uuid)
        camera = camera_of(room, track_of(room))
        assert camera is not None
        assert camera.at is None
    steering.stop_spotlight(actor=actor, workshop=shown)
    assert region("camera", shown, "console") == ""
    assert region("camera", shown, "stage") == ""


def test_it_ends_with_the_activity(actor, running_room):
    first = track_of(running_room)
    Track.objects.filter(pk=first.pk).update(camera=f"{first.current.uuid} somewhere")
    running.move_on(actor=actor, track=first, from_activity=first.current)
    assert track_of(running_room).camera == ""


def test_it_stays_through_a_pause_and_ends_with_the_workshop(actor, shown):
    key = stops_in(shown)[0].key
    steering.move_camera(actor=actor, track=track_of(shown), subject=subject(shown), to=key)
    steering.pause_workshop(actor=actor, workshop=shown)
    with pytest.raises(Conflict):
        steering.move_camera(actor=actor, track=track_of(shown), subject=subject(shown), to="")
    steering.resume_workshop(actor=actor, workshop=shown)
    assert "The stage shows “" in region("camera", shown, "console")
    running.end_workshop(actor=actor, workshop=shown)
    assert region("camera", shown, "stage") == ""


def test_a_step_of_the_camera_is_not_undone(actor, shown):
    steering.move_camera(actor=actor, track=track_of(shown), subject=subject(shown), to="")
    assert not may_be_undone(Operation.objects.get(verb="workshop.camera_moved"))


# --- Choosing what is shown -----------------------------------------------------------------------


def test_the_room_s_own_content_is_offered_first(running_room):
    """What the activity made, then what else the workshop made, its latest; then the rest. Each once."""
    activity = track_of(running_room).current
    discovery = running_room.discovery
    here = decision(discovery, "Taken here", activity=activity)
    earlier = [decision(discovery, f"Taken earlier {each}", workshop=running_room) for each in range(5)]
    elsewhere = decision(discovery, "Taken elsewhere")
    activity.settings = {**activity.settings, "shown": ["diamonds"]}

    offer = spotlight_offer(running_room, activity)

    assert offer.of_activity[0].key == "diamonds", "what was prepared comes first"
    assert keys(offer.of_activity) >= {("decision", str(here.uuid))}
    latest = {("decision", str(each.uuid)) for each in earlier[1:]}
    assert keys(offer.of_workshop) == latest
    assert len(offer.of_workshop) == MOST_OF_A_KIND
    assert {each.key for each in offer.of_discovery} >= {"streams"}
    rest = {(kind.key, uuid) for kind in offer.kinds for uuid, _label in kind.choices}
    assert rest >= {("decision", str(each.uuid)) for each in (earlier[0], elsewhere)}
    shown = [keys(offer.of_activity), keys(offer.of_workshop), keys(offer.of_discovery), rest]
    assert sum(map(len, shown)) == len(set().union(*shown)), "nothing is offered twice"
    assert not spotlight_offer(running_room, None).of_activity


def test_the_picker_names_its_groups_in_this_order(running_room, facilitator, client_of):
    discovery = running_room.discovery
    decision(discovery, "Taken here", activity=track_of(running_room).current)
    decision(discovery, "Taken earlier", workshop=running_room)
    decision(discovery, "Taken elsewhere")
    url = reverse("discovery:workshop_spotlight", args=[running_room.code])
    picker = client_of(facilitator).get(url).content.decode()
    words = [
        *("From this activity", ">Taken here<", "From this workshop", ">Taken earlier<"),
        *("From the discovery", ">The three streams<", ">Taken elsewhere<"),
    ]
    assert [picker.count(each) for each in words] == [1] * len(words)
    assert sorted(words, key=picker.index) == words


def decision(discovery, title, **of):
    return make(Decision, discovery=discovery, title=title, reason="Because", **of)


def keys(choices):
    return {(each.key, each.uuid) for each in choices}


def test_the_picker_has_a_search_field_first_and_pictures(running_room, facilitator, client_of):
    decision = make(Decision, discovery=running_room.discovery, title="Ours", reason="Because of this")
    client = client_of(facilitator)
    picker = client.get(reverse("discovery:workshop_spotlight", args=[running_room.code])).content.decode()
    tools = re.search(r"data-finds.*", picker, re.DOTALL)
    assert tools is not None
    assert tools.group().index("<input") < tools.group().index("<button")
    assert f"uuid={decision.uuid}" in picker
    assert "Because of this" not in picker, "pictures come when they are seen"

    seen = preview(client, running_room, "decision", decision.uuid)
    assert "Because of this" in seen
    assert not re.search(r"\s(id|hx-\w+|data-[\w-]+|aria-\w+)=", seen)


def test_no_picture_has_what_is_hidden(running_room, facilitator, client_of, monkeypatch):
    activity = track_of(running_room).current
    group = make(NoteGroup, activity=activity, name="Secret group")
    make(Note, activity=activity, author="a", text="Secret note", group=group)
    talk = activity_kinds.get("talk")
    client = client_of(facilitator)
    for hidden, words in ((None, ""), ({}, "Secret note")):
        monkeypatch.setattr(type(talk), "results", lambda self, activity, results=hidden: results)
        drawn = preview(client, running_room, "note_group", group.uuid)
        assert ("Secret" in drawn) == bool(words)
        picker = client.get(reverse("discovery:workshop_spotlight", args=[running_room.code]))
        assert ("Secret group" in picker.content.decode()) == bool(words)
    assert previewed(running_room, "note_group", str(uuid4())) is None
    assert previewed(running_room, "nothing", str(group.uuid)) is None


def preview(client, room, kind, uuid) -> str:
    url = reverse("discovery:workshop_spotlight_preview", args=[room.code])
    answer = client.get(url, {"kind": kind, "uuid": str(uuid)})
    assert answer.status_code == 200
    return answer.content.decode()
