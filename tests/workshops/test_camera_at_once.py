"""Two facilitators who move the camera at the same moment: both are taken, and the last one stays."""

from __future__ import annotations

from functools import partial

import pytest

from tests.at_once import at_once
from tests.factories import SYSTEM
from tests.workshops.rooms import on_a_small_screen, track_of, workshop_with_talks
from workshops.models import Track
from workshops.room.drawing_camera.rules import place_of
from workshops.room.drawing_camera.selectors import camera_of
from workshops.room.running import services as running
from workshops.room.steering import services as steering

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def test_two_at_once_are_both_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_small_screen(monkeypatch)
    room = workshop_with_talks("One")
    running.start_workshop(actor=SYSTEM, workshop=room)
    uuid = room.discovery.uuid
    room = steering.show_in_spotlight(actor=SYSTEM, workshop=room, kind="streams", uuid=uuid)
    camera = camera_of(room, track_of(room))
    assert camera is not None
    move = partial(steering.move_camera, actor=SYSTEM, track=track_of(room), subject=camera.subject)

    key = camera.stops[0].key
    outcomes = at_once(*[partial(move, to=to) for to in (key, "", key, "")])

    assert all(isinstance(each, Track) for each in outcomes), outcomes
    assert track_of(room).camera in ("", place_of(camera.subject, key))
