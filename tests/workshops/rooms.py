"""A room that runs, as the tests of steering it see it."""

from __future__ import annotations

from django.urls import reverse

import live
from core.models import Operation
from live import Snapshot
from tests import factories
from workshops.room.drawing_camera import rules
from workshops.room.running import services as running


def workshop_with_talks(*titles):
    """A workshop whose agenda is one talk of ten minutes for each title."""
    made = factories.workshop()
    for title in titles:
        factories.activity(made, "talk", title, minutes=10)
    return made


def on_a_small_screen(monkeypatch):
    """On a screen with room for few letters, each drawing has several stops."""
    monkeypatch.setattr(rules, "WIDEST", 20.0)
    monkeypatch.setattr(rules, "HIGHEST", 12.0)


def verbs(workshop):
    """What was done in the workshop, in its order."""
    return list(
        Operation.objects.filter(room_uuid=workshop.uuid).order_by("pk").values_list("verb", flat=True)
    )


def track_of(workshop):
    """The track for everybody, as it is now."""
    return workshop.tracks.select_related("current", "workshop").get(breakout=None)


def region(key, workshop, audience):
    """What the region shows to the audience now."""
    (render,) = [each.render for each in live.regions_for(audience) if each.key == key]
    assert render is not None
    return render(Snapshot(workshop.pk, 1, audience, frozenset()))


def start_with(actor, workshop, activity):
    """Start the workshop and go to the activity."""
    running.start_workshop(actor=actor, workshop=workshop)
    track = track_of(workshop)
    running.move_cursor(actor=actor, track=track, from_activity=track.current, to_activity=activity)


def post(client, name, workshop, data=None, **kwargs):
    """What a button in the room sends, by htmx."""
    url = reverse(f"discovery:{name}", kwargs={"code": workshop.code, **kwargs})
    return client.post(url, data or {}, headers={"HX-Request": "true"})
