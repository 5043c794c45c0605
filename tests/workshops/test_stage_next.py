"""When the stage has nothing to show of an activity, it says who is there and what comes next."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import SYSTEM
from workshops.room.running import services as running
from workshops.room.steering.services import pause_workshop
from workshops.services.activity_phases import set_phase

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["breakout", "break", "ranking"])
def workshop(request):
    made = factories.workshop()
    factories.activity(made, request.param, "In small groups")
    factories.activity(made, "talk", "Talk it through")
    factories.participant(made, "Anna")
    running.start_workshop(actor=SYSTEM, workshop=made)
    return made


def test_the_stage_says_what_comes_next(client_of, workshop, facilitator):
    page = client_of(facilitator).get(reverse("discovery:stage", args=[workshop.code])).content.decode()

    assert "Then: Talk it through" in page
    if workshop.tracks.get(breakout=None).current.kind == "breakout":
        assert "Anna" in page


@pytest.mark.parametrize("phase", ["group", "vote"])
def test_a_board_without_notes_keeps_its_question(client_of, phase):
    made = factories.workshop()
    activity = factories.activity(made, "brainstorm", "What holds us back?")
    factories.participant(made, "Anna")
    running.start_workshop(actor=SYSTEM, workshop=made)
    activity.refresh_from_db()
    set_phase(actor=SYSTEM, activity=activity, from_phase=activity.phase, to=phase)

    client = client_of(factories.access(made.discovery))
    page = client.get(reverse("discovery:stage", args=[made.code])).content.decode()

    assert '<h1 dir="auto">What holds us back?</h1>' in page
    assert "No notes were written." in page
    assert "Scan to join" in page


def test_the_agenda_on_the_stage_has_its_times(client_of):
    made = factories.workshop(starts_at=datetime(2026, 3, 5, 9, tzinfo=UTC))
    factories.activity(made, minutes=20)
    factories.activity(made, "talk", "Talk it through", minutes=40)
    client = client_of(factories.access(made.discovery))
    stage = reverse("discovery:stage", args=[made.code])
    assert 'datetime="2026-03-05T09:20:00+00:00"' in client.get(stage).content.decode()

    # From the start on what was planned is no promise any more; a pause shows what time it is.
    running.start_workshop(actor=SYSTEM, workshop=made)
    pause_workshop(actor=SYSTEM, workshop=made)
    paused = client.get(stage).content.decode()
    assert "2026-03-05" not in paused
    assert 'data-local="clock"' in paused
    # The agenda beside it begins with what comes next, so no line repeats it.
    assert "Then: Welcome" not in paused
    assert re.search(r'<li class="now">.*?Welcome', paused)
