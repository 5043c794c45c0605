"""Screens do not contradict each other: who gave something is not counted as nobody, and how far over the
time is, is shown on the console alone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from live import Snapshot, regions_for
from tests import factories
from tests.architecture.test_kinds import CONTRIBUTIONS, filled, room_of
from tests.workshops.answering import Answering
from tests.workshops.boards import board
from workshops.actors import RoomActor
from workshops.joining.participants.services import remove_participant
from workshops.models import Track
from workshops.registries import activity_kinds
from workshops.room.running.selectors import progress_of, room_state

pytestmark = pytest.mark.django_db

COUNTED = [key for key in CONTRIBUTIONS if activity_kinds.get(key).is_counted]


def plain(drawn: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", drawn).split())


@pytest.mark.parametrize("key", COUNTED)
def test_who_gave_something_is_not_counted_as_nobody(key: str) -> None:
    contribution, room = CONTRIBUTIONS[key], room_of(key)
    ana, _ben = room.join("Ana"), room.join("Ben")
    before = room.screens()
    assert all("0 of 2" in plain(before[each]) for each in ("room", "stage"))
    assert room.send(ana, contribution.path, **filled(contribution, "Something"))[0] == 200
    for audience, drawn in room.screens().items():
        text = plain(drawn)
        assert "0 of 2" not in text, audience
        assert "1 of 2" in text, audience
    progress = progress_of(room_state(room.workshop.pk))
    if progress.is_only_begun:
        # Each step counts in the same words, also before anyone gave something.
        assert "0 of 2 have started" in plain(before["room"])
        assert "1 of 2 have started" in plain(room.screens()["room"])


def test_who_was_removed_does_not_count_as_begun() -> None:
    room = board()
    for name in ("Ana", "Ben"):
        room.join(name)
    removed = room.join("Cleo")
    room.write(RoomActor.of_participant(removed), "Before they were removed")
    remove_participant(actor=factories.SYSTEM, participant=removed)
    progress = progress_of(room_state(room.workshop.pk))
    assert (progress.begun, progress.shown, progress.of) == (0, 0, 2)


def overtime(room: Answering) -> None:
    Track.objects.filter(workshop=room.workshop).update(timer_ends_at=timezone.now() - timedelta(minutes=3))


@pytest.mark.parametrize("audience", ["room", "stage", "observer", "console", "remote"])
def test_how_far_over_the_time_is_is_for_the_facilitator(audience: str) -> None:
    room = room_of("poll")
    overtime(room)
    shot = Snapshot(room.workshop.pk, 1, audience, frozenset())
    drawn = "\n".join(region.render(shot) for region in regions_for(audience) if region.render)
    timer = re.search(r"<span class=\"timer num\".*?</span>", drawn, re.DOTALL)
    assert timer
    is_guest = audience in ("room", "stage", "observer")
    assert ("Time is up</span>" in timer[0]) == is_guest
    assert ("data-label-over" in timer[0]) == (not is_guest)
    assert ("-3:" in timer[0]) == (not is_guest)
