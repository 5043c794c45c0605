"""One table says which steps a workshop may take from which state; services, refusals and buttons follow."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from core.exceptions import Conflict
from core.services import artifacts
from core.services.operations import operation
from live import Snapshot, publishing, regions_for
from live.messages import Change
from live.regions import AUDIENCES
from tests.factories import SYSTEM
from tests.workshops.answering import answering
from tests.workshops.boards import forget_boards
from tests.workshops.rooms import workshop_with_talks
from workshops.actors import RoomActor
from workshops.contributions.notes.services import delete_note, remove_note
from workshops.models import Note
from workshops.policies import END, PAUSE, REOPEN, RESUME, START, WORKSHOP_TRANSITIONS
from workshops.room.running import services as running
from workshops.room.steering import services as steering
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db

SERVICES = {
    START: running.start_workshop,
    PAUSE: steering.pause_workshop,
    RESUME: steering.resume_workshop,
    END: running.end_workshop,
    REOPEN: running.reopen_workshop,
}


@pytest.fixture
def workshop():
    return workshop_with_talks("One", "Two")


def in_state(actor, workshop, state):
    """The workshop as if it had come to the state, with the room at its first activity."""
    with operation(actor, "workshop.changed", place=workshop):
        track = workshop.tracks.get()
        artifacts.change(track, current=track.activities.first())
        return artifacts.change(workshop, state=state)


def test_the_table_has_every_state_and_every_step():
    steps = {step for allowed in WORKSHOP_TRANSITIONS.values() for step in allowed.values()}

    assert set(WORKSHOP_TRANSITIONS) == set(WorkshopState)
    assert {state for allowed in WORKSHOP_TRANSITIONS.values() for state in allowed} < set(WorkshopState)
    assert steps == set(SERVICES)
    assert all(len(set(allowed.values())) == len(allowed) for allowed in WORKSHOP_TRANSITIONS.values())


@pytest.mark.parametrize("before", WorkshopState)
@pytest.mark.parametrize("step", SERVICES, ids=lambda step: step.key)
def test_a_step_leads_where_the_table_says_and_is_refused_elsewhere(actor, workshop, before, step):
    workshop = in_state(actor, workshop, before)
    allowed = {leads.key: state for state, leads in WORKSHOP_TRANSITIONS[before].items()}

    if step.key in allowed:
        assert SERVICES[step](actor=actor, workshop=workshop).state == allowed[step.key]
    else:
        with pytest.raises(Conflict, match=re.escape(str(step.refusal))):
            SERVICES[step](actor=actor, workshop=workshop)
        workshop.refresh_from_db()
        assert workshop.state == before


@pytest.mark.parametrize("surface", ["console", "remote"])
@pytest.mark.parametrize("state", WorkshopState)
def test_buttons_are_those_of_the_table(actor, facilitator, client_of, workshop, state, surface):
    workshop = in_state(actor, workshop, state)

    page = client_of(facilitator).get(reverse(f"discovery:{surface}", args=[workshop.code])).content.decode()

    drawn = {
        step for step in SERVICES if reverse(f"discovery:workshop_{step.key}", args=[workshop.code]) in page
    }
    assert drawn <= set(WORKSHOP_TRANSITIONS[state].values())
    if surface == "console":
        assert drawn == set(WORKSHOP_TRANSITIONS[state].values())
    assert all(str(step.action) in page for step in drawn)


@pytest.fixture
def _clocks_stand(time_machine):
    """What shows the time is drawn the same, however long the test takes."""
    time_machine.move_to("2026-03-05T10:00:00Z", tick=False)


def drawn_regions(room):
    """What is pushed, by audience and region."""
    drawn = {}
    for audience in AUDIENCES:
        forget_boards(room.activity)
        shot = Snapshot(room.workshop.pk, 1, audience, frozenset())
        for region in regions_for(audience):
            if region.render is not None:
                drawn[audience, region] = region.render(shot)
    return drawn


def regions_that_changed(room, drawn, told):
    """Their keys; the screens were told of each."""
    topics = {topic for change in told for topic in (*change.topics, *change.keys)}
    changed = {
        region
        for (_audience, region), html in drawn_regions(room).items()
        if html != drawn[_audience, region]
    }
    assert [region.key for region in changed if not region.topics & topics] == []
    return {region.key for region in changed}


@pytest.mark.usefixtures("_clocks_stand")
@pytest.mark.parametrize("step", SERVICES, ids=lambda step: step.key)
def test_a_step_tells_of_every_region_that_it_changes(monkeypatch, step):
    room = answering("brainstorm")
    room.send(room.join("Ann"), "notes", uuid=str(uuid4()), text="Said before the break")
    room.go("group")
    before = next(state for state, allowed in WORKSHOP_TRANSITIONS.items() if step in allowed.values())
    in_state(SYSTEM, room.workshop, before)
    drawn = drawn_regions(room)
    told: list[Change] = []
    monkeypatch.setattr(publishing, "_after_commit", told.append)

    SERVICES[step](actor=SYSTEM, workshop=room.workshop)

    assert "items" in regions_that_changed(room, drawn, told)


@pytest.mark.usefixtures("_clocks_stand")
def test_the_first_late_note_tells_of_every_region_that_it_changes(monkeypatch):
    room = answering("brainstorm", {"late_notes": True})
    ann = room.join("Ann")
    room.go("group")
    drawn = drawn_regions(room)
    told: list[Change] = []
    monkeypatch.setattr(publishing, "_after_commit", told.append)

    room.send(ann, "notes", uuid=str(uuid4()), text="Said in time")

    assert "main" in regions_that_changed(room, drawn, told)


@pytest.mark.usefixtures("_clocks_stand")
@pytest.mark.parametrize("by", ["author", "facilitator"])
def test_the_last_note_that_goes_tells_of_every_region_that_it_changes(monkeypatch, by):
    room = answering("brainstorm", {"late_notes": True})
    ann, uuid = room.join("Ann"), uuid4()
    room.send(ann, "notes", uuid=str(uuid), text="Said too soon")
    room.go("group")
    drawn = drawn_regions(room)
    told: list[Change] = []
    monkeypatch.setattr(publishing, "_after_commit", told.append)

    if by == "author":
        delete_note(actor=RoomActor.of_participant(ann), activity=room.activity, uuid=uuid)
    else:
        remove_note(actor=SYSTEM, note=Note.objects.get(uuid=uuid))

    assert "main" in regions_that_changed(room, drawn, told)
