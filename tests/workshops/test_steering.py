"""Steering a room: what the facilitator does with everybody's screens, whatever the room is at."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from core.exceptions import Conflict, Invalid, NotAllowed, NotFound
from core.models import Operation
from core.services import artifacts
from core.services.operations import operation
from discovery import permissions
from discovery.discoveries.models import DiscoveryRole
from live import regions_for
from organizations.actors import Actor
from organizations.organization.models import OrganizationRole
from tests import factories
from tests.factories import make
from tests.workshops.rooms import post, region, start_with, track_of, verbs, workshop_with_talks
from workshops.activities.steering_regions import register_all
from workshops.actors import RoomActor
from workshops.joining import invitation
from workshops.models import Decision, Note, NoteGroup, Participant, Track, Workshop
from workshops.policies import may_be_undone
from workshops.registries import activity_kinds, spotlights
from workshops.room.breakouts import services as breakouts
from workshops.room.hands_and_nudges import services as attention
from workshops.room.running import services as running
from workshops.room.steering import services as steering
from workshops.room.steering.selectors import shown_in_spotlight, spotlight_choices
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db

HOSTILE = '<b onclick="x()">=1+1\u202e"&'


@pytest.fixture
def workshop():
    return workshop_with_talks("One", "Two")


# --- Pause and resume -----------------------------------------------------------------------------


def test_a_paused_workshop_goes_on_exactly_where_it_was(actor, running_room, anna, client_of):
    track = track_of(running_room)
    running.move_on(actor=actor, track=track, from_activity=track.current)
    attention.set_hand(actor=RoomActor.of_participant(anna), workshop=running_room, up=True)

    steering.pause_workshop(actor=actor, workshop=running_room, goes_on="Tuesday, 9:00")

    paused = track_of(running_room)
    assert paused.timer_ends_at is None
    assert 590 <= paused.timer_left <= 600
    assert paused.current.title == "Two"
    page = client_of(anna).get(reverse("discovery:room", args=[running_room.code])).content.decode()
    # In the facilitator's words, and not within a sentence, which every language builds in its own way.
    for seen in (page, region("main", running_room, "stage")):
        assert "We’ll continue</p>" in seen
        assert ">Tuesday, 9:00</p>" in seen
    assert Participant.objects.get(pk=anna.pk).hand_raised_at is None
    with pytest.raises(Conflict, match="paused"):
        running.set_done(actor=RoomActor.of_participant(anna), activity=paused.current, is_done=True)
    with pytest.raises(Conflict, match="paused"):
        running.pause_timer(actor=actor, track=paused)

    steering.resume_workshop(actor=actor, workshop=running_room)

    again = track_of(running_room)
    assert again.current.title == "Two"
    assert again.timer_left is None
    left = again.timer_ends_at - timezone.now()
    assert timedelta(seconds=580) < left <= timedelta(seconds=600)
    assert Workshop.objects.get(pk=running_room.pk).message == ""
    assert "Two" in region("shared", running_room, "room")


def test_a_timer_that_was_paused_by_hand_stays_paused(actor, running_room):
    running.pause_timer(actor=actor, track=track_of(running_room))

    steering.pause_workshop(actor=actor, workshop=running_room)
    steering.resume_workshop(actor=actor, workshop=running_room)

    assert track_of(running_room).timer_ends_at is None
    assert track_of(running_room).timer_left is not None


def test_people_join_and_come_back_while_it_is_paused(actor, running_room, anna, client):
    steering.pause_workshop(actor=actor, workshop=running_room)
    code = running_room.code

    joined = client.post(
        reverse("discovery:join", args=[code]), {"display_name": "Lee", "side": "it", "join_key": "k1"}
    )
    assert joined.status_code == 302
    assert "Paused" in client.get(joined.headers["Location"]).content.decode()
    client.cookies.clear()
    link = invitation.personal_link(anna)
    assert client.get(link).status_code == 302
    assert "Paused" in client.get(reverse("discovery:room", args=[code])).content.decode()


def test_only_a_live_room_pauses_and_only_a_paused_one_resumes(actor, workshop):
    with pytest.raises(Conflict):
        steering.pause_workshop(actor=actor, workshop=workshop)
    with pytest.raises(Conflict, match="not paused"):
        steering.resume_workshop(actor=actor, workshop=workshop)
    running.start_workshop(actor=actor, workshop=workshop)
    steering.pause_workshop(actor=actor, workshop=workshop)
    with pytest.raises(Conflict):
        steering.pause_workshop(actor=actor, workshop=workshop)
    assert running.end_workshop(actor=actor, workshop=workshop).state == WorkshopState.ENDED


# --- Eyes up, message, spotlight ------------------------------------------------------------------


def test_eyes_up_covers_the_phones_until_it_is_released(actor, running_room, facilitator, client_of):
    client = client_of(facilitator)

    assert post(client, "workshop_eyes_up", running_room, {"on": "1"}).status_code == 204
    assert "data-eyes-up" in region("steering", running_room, "room")
    assert "Resume devices" in region("steering", running_room, "console")
    assert post(client, "workshop_eyes_up", running_room).status_code == 204
    assert "data-eyes-up" not in region("steering", running_room, "room")
    assert verbs(running_room)[-2:] == ["workshop.eyes_up", "workshop.eyes_released"]


def test_a_message_is_text_on_every_screen_until_it_is_withdrawn(actor, running_room, facilitator, client_of):
    client = client_of(facilitator)

    assert post(client, "workshop_message", running_room, {"message": f" {HOSTILE}\n x "}).status_code == 204

    for audience in ("room", "stage", "console"):
        drawn = region("steering", running_room, audience)
        assert "&lt;b onclick=&quot;x()&quot;&gt;=1+1&quot;&amp; x" in drawn
        assert "<b onclick" not in drawn
    assert post(client, "workshop_message_withdraw", running_room).status_code == 204
    assert "=1+1" not in region("steering", running_room, "room")


def test_a_message_ends_with_the_activity_that_it_was_about(actor, running_room):
    steering.announce(actor=actor, workshop=running_room, message="Two minutes left")
    track = track_of(running_room)

    running.move_on(actor=actor, track=track, from_activity=track.current)

    for audience in ("room", "stage", "console"):
        assert "Two minutes left" not in region("steering", running_room, audience), audience
    assert Workshop.objects.get(pk=running_room.pk).message == ""


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b\u0007", "x" * 301, "y" * 10_000])
def test_a_message_that_says_nothing_or_too_much_is_refused_beside_the_field(
    running_room, facilitator, client_of, text
):
    answer = post(client_of(facilitator), "workshop_message", running_room, {"message": text})

    assert answer.status_code == 422
    assert Workshop.objects.get(pk=running_room.pk).message == ""
    if len(text) > 300:
        assert text in answer.content.decode(), "what was typed stays"


def test_a_message_of_three_hundred_fits(actor, running_room):
    steering.announce(actor=actor, workshop=running_room, message="é" * 300)
    with pytest.raises(Invalid):
        steering.announce(actor=actor, workshop=running_room, message="é" * 301)


def test_the_spotlight_shows_a_decision_everywhere(actor, running_room, facilitator, client_of):
    make(Decision, discovery=running_room.discovery, title="Another one", reason="Elsewhere")
    decision = make(Decision, discovery=running_room.discovery, title=HOSTILE, reason="Because")
    client = client_of(facilitator)
    picker = client.get(reverse("discovery:workshop_spotlight", args=[running_room.code]))
    assert str(decision.uuid) in picker.content.decode()

    shown = post(client, "workshop_spotlight", running_room, {"kind": "decision", "uuid": str(decision.uuid)})

    assert shown.status_code == 204
    for audience in ("room", "stage"):
        drawn = region("steering", running_room, audience)
        assert "Because" in drawn
        assert "<b onclick" not in drawn
    assert f"On every screen: {escape(HOSTILE)}" in region("steering", running_room, "console")
    assert post(client, "workshop_spotlight_stop", running_room).status_code == 204
    assert "Because" not in region("steering", running_room, "room")


def test_each_line_of_the_menu_of_the_room_has_an_icon(running_room):
    menu = region("steering", running_room, "console").partition('id="room-menu"')[2]
    lines = re.findall(r"<button.*?</button>", menu, re.DOTALL)
    assert any("End the workshop" in line for line in lines)
    assert [line for line in lines if "<svg" not in line] == []


def test_what_there_is_once_is_shown_by_one_press_and_by_its_name(running_room, facilitator, client_of):
    client = client_of(facilitator)
    picker = client.get(reverse("discovery:workshop_spotlight", args=[running_room.code])).content.decode()
    name = str(spotlights.get("readiness").label)
    assert re.search(rf"<button[^>]*>{re.escape(name)}</button>", picker)
    assert "Current state" not in picker

    sent = {"kind": "readiness", "uuid": str(running_room.discovery.uuid)}
    post(client, "workshop_spotlight", running_room, sent)
    assert f"On every screen: {escape(name)}" in region("steering", running_room, "console")


def test_the_spotlight_shows_nothing_foreign_unknown_or_deleted(actor, running_room, facilitator, client_of):
    foreign = make(Decision, discovery=factories.discovery(), title="Foreign", reason="Elsewhere")
    client = client_of(facilitator)
    for kind, uuid in (("decision", foreign.uuid), ("nothing", foreign.uuid)):
        answer = post(client, "workshop_spotlight", running_room, {"kind": kind, "uuid": str(uuid)})
        assert answer.status_code == 404
    assert post(client, "workshop_spotlight", running_room, {"kind": "decision"}).status_code == 422
    # Deleted while it is shown: the screens are as without it.
    own = make(Decision, discovery=running_room.discovery, title="Own", reason="Here")
    steering.show_in_spotlight(actor=actor, workshop=running_room, kind="decision", uuid=own.uuid)
    with operation(factories.SYSTEM, "test.deleted"):
        artifacts.trash(own)
    assert shown_in_spotlight(Workshop.objects.get(pk=running_room.pk)) is None
    assert "Here" not in region("steering", running_room, "room")


def test_what_is_hidden_is_neither_offered_nor_shown(actor, running_room, monkeypatch):
    activity = track_of(running_room).current
    group = make(NoteGroup, activity=activity, name="Secret group")
    make(Note, activity=activity, author="a", text="Secret note", group=group)
    talk = activity_kinds.get("talk")
    monkeypatch.setattr(type(talk), "results", lambda self, activity: None)

    # What there is once in a discovery, such as its streams, holds nothing of the room.
    offered = [choice for kind in spotlight_choices(running_room) for choice in kind.choices]
    assert {uuid for uuid, _words in offered} <= {str(running_room.discovery.uuid)}
    for kind, uuid in (("note_group", group.uuid), ("result", activity.uuid)):
        with pytest.raises(NotFound, match="hidden"):
            steering.show_in_spotlight(actor=actor, workshop=running_room, kind=kind, uuid=uuid)

    monkeypatch.setattr(type(talk), "results", lambda self, activity: {})
    steering.show_in_spotlight(actor=actor, workshop=running_room, kind="note_group", uuid=group.uuid)
    assert "Secret note" in region("steering", running_room, "room")
    # Hidden again while it lies in the spotlight.
    monkeypatch.setattr(type(talk), "results", lambda self, activity: None)
    for audience in ("room", "stage", "console"):
        assert "Secret" not in region("steering", running_room, audience)


def test_what_lies_over_the_screens_ends_with_the_workshop(actor, running_room):
    decision = make(Decision, discovery=running_room.discovery, title="Own", reason="Here")
    steering.set_eyes_up(actor=actor, workshop=running_room, on=True)
    steering.set_code_shown(actor=actor, workshop=running_room, on=True)
    steering.announce(actor=actor, workshop=running_room, message="Lunch")
    steering.show_in_spotlight(actor=actor, workshop=running_room, kind="decision", uuid=decision.uuid)

    running.end_workshop(actor=actor, workshop=running_room)

    assert region("steering", running_room, "room") == ""
    assert region("steering", running_room, "stage") == ""
    assert region("code", running_room, "stage") == ""
    with pytest.raises(Conflict, match="has ended"):
        steering.announce(actor=actor, workshop=running_room, message="Too late")
    with pytest.raises(Conflict, match="has ended"):
        steering.set_code_shown(actor=actor, workshop=running_room, on=True)


# --- Who leads ------------------------------------------------------------------------------------


def test_the_starter_leads_and_another_facilitator_takes_over(workshop, actor, facilitator, client_of):
    running.start_workshop(actor=actor, workshop=workshop)
    assert "Led by Fio Facilitator" in region("steering", workshop, "console")
    other = factories.access(workshop.discovery, name="Gil Guide")

    answer = post(client_of(other), "workshop_lead", workshop, {"to": other.pk})

    assert answer.status_code == 204
    assert "Led by Gil Guide" in region("steering", workshop, "console")
    assert verbs(workshop)[-1] == "workshop.handed_over"


@pytest.mark.parametrize("access", [None, DiscoveryRole.VIEWER, DiscoveryRole.EDITOR])
def test_a_member_becomes_facilitator_when_that_is_confirmed(running_room, facilitator, client_of, access):
    discovery = running_room.discovery
    if access is None:
        mia = factories.member(discovery.domain.organization, name="Mia Member")
    else:
        mia = factories.access(discovery, access, name="Mia Member")
    client = client_of(facilitator)

    asked = post(client, "workshop_lead", running_room, {"to": mia.pk})
    assert asked.status_code == 422
    assert "doesn’t facilitate this discovery yet" in asked.content.decode()
    assert not permissions.may_facilitate(Actor.of_account(mia), discovery)

    confirmed = post(client, "workshop_lead", running_room, {"to": mia.pk, "may_facilitate": "on"})
    assert confirmed.status_code == 204
    assert permissions.may_facilitate(Actor.of_account(mia), discovery)
    assert Workshop.objects.get(pk=running_room.pk).lead == mia


def test_nobody_from_elsewhere_is_offered_or_taken(running_room, actor, facilitator, client_of):
    stranger = factories.member(factories.organization(), OrganizationRole.ADMIN, name="Stranger")
    page = client_of(facilitator).get(reverse("discovery:workshop_lead", args=[running_room.code]))
    assert "Stranger" not in page.content.decode()
    asked = post(
        client_of(facilitator), "workshop_lead", running_room, {"to": stranger.pk, "may_facilitate": "on"}
    )
    assert asked.status_code == 422
    with pytest.raises(Invalid):
        steering.hand_over(actor=actor, workshop=running_room, to=stranger)


# --- Breakout rooms -------------------------------------------------------------------------------


def test_everybody_is_called_out_of_the_rooms_and_sent_back(actor, workshop, anna):
    breakout = factories.activity(workshop, "breakout", "In rooms")
    start_with(actor, workshop, breakout)
    room = make(Track, workshop=workshop, name="Product", breakout=breakout)
    Participant.objects.filter(pk=anna.pk).update(track=room)
    assert "Gather everyone" in region("steering", workshop, "console")

    breakouts.gather(actor=actor, workshop=workshop, gathered=True)
    assert Workshop.objects.get(pk=workshop.pk).is_gathered
    assert "Back to the rooms" in region("steering", workshop, "console")
    breakouts.gather(actor=actor, workshop=workshop, gathered=False)
    assert not Workshop.objects.get(pk=workshop.pk).is_gathered


def test_a_room_that_is_together_is_not_gathered(actor, running_room):
    assert "Gather everyone" not in region("steering", running_room, "console")
    with pytest.raises(Conflict, match="already together"):
        breakouts.gather(actor=actor, workshop=running_room, gathered=True)


# --- The rest -------------------------------------------------------------------------------------


STEPS = {
    "pause": lambda actor, room: steering.pause_workshop(actor=actor, workshop=room),
    "eyes up": lambda actor, room: steering.set_eyes_up(actor=actor, workshop=room, on=True),
    "code": lambda actor, room: steering.set_code_shown(actor=actor, workshop=room, on=True),
    "message": lambda actor, room: steering.announce(actor=actor, workshop=room, message="Hello"),
    "stop": lambda actor, room: steering.stop_spotlight(actor=actor, workshop=room),
    "lock": lambda actor, room: steering.set_locked(actor=actor, workshop=room, on=True),
    "gather": lambda actor, room: breakouts.gather(actor=actor, workshop=room, gathered=True),
    "lead": lambda actor, room: steering.hand_over(actor=actor, workshop=room, to=actor.account),
    "hands": lambda actor, room: attention.lower_hands(actor=actor, workshop=room),
    "nudge": lambda actor, room: attention.nudge(actor=actor, workshop=room),
}


@pytest.mark.parametrize("step", STEPS)
def test_only_facilitators_steer(running_room, step):
    editor = factories.access(running_room.discovery, DiscoveryRole.EDITOR)
    with pytest.raises(NotAllowed):
        STEPS[step](Actor.of_account(editor), running_room)
    stranger = factories.user("Stranger")
    with pytest.raises(NotFound):
        STEPS[step](Actor.of_account(stranger), running_room)


def test_what_the_room_saw_is_not_undone_and_is_in_the_timeline(actor, running_room, anna):
    steering.set_eyes_up(actor=actor, workshop=running_room, on=True)
    steering.set_code_shown(actor=actor, workshop=running_room, on=True)
    steering.set_code_shown(actor=actor, workshop=running_room, on=False)
    steering.announce(actor=actor, workshop=running_room, message="Lunch")
    steering.pause_workshop(actor=actor, workshop=running_room)
    shown = ("workshop.code_shown", "workshop.code_hidden")
    for verb in ("workshop.eyes_up", *shown, "workshop.message_shown", "workshop.paused"):
        done = Operation.objects.get(room_uuid=running_room.uuid, verb=verb)
        assert done.actor_label == str(actor.account)
        assert not may_be_undone(done)


def test_the_remote_follows_the_room(actor, workshop, facilitator, client_of):
    url = reverse("discovery:remote", args=[workshop.code])
    client = client_of(facilitator)
    assert "Start the workshop" in client.get(url).content.decode()
    running.start_workshop(actor=actor, workshop=workshop)
    page = client.get(url).content.decode()
    assert 'data-region="remote"' in page
    assert "Next activity" in page
    assert "surface=remote" in page
    assert "Two" in region("remote", workshop, "remote")
    steering.pause_workshop(actor=actor, workshop=workshop)
    assert "Resume the workshop" in region("remote", workshop, "remote")
    drawn_again = {topic for each in regions_for("remote") if each.key == "remote" for topic in each.topics}
    assert "progress" in drawn_again, "its steps say how many are not done"


def test_regions_are_registered_once():
    with pytest.raises(ValueError, match="already registered"):
        register_all()
