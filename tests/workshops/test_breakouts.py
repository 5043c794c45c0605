"""Breakout rooms: preparing them, who goes where, opening, gathering and closing them."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from django.urls import reverse

from core.exceptions import Conflict, Invalid, NotAllowed, NotFound
from discovery.discoveries.models import DiscoveryRole
from organizations.actors import Actor
from tests import factories
from workshops.actors import RoomActor
from workshops.agenda import services as agenda
from workshops.joining.participants import services as participants
from workshops.models import Activity, Participant, Track, Workshop
from workshops.room.breakouts import services as breakouts
from workshops.room.breakouts.selectors import rooms_of
from workshops.room.running import services as running
from workshops.room.running.selectors import room_state
from workshops.selectors.person_places import place_of, places
from workshops.services import undo
from workshops.workshop import services as workshops
from workshops.workshop.selectors import track_of

pytestmark = pytest.mark.django_db

HOSTILE = '<script>alert("1")</script> =1+1 أهلاً 🎉'


@pytest.fixture
def workshop():
    made = factories.workshop()
    factories.activity(made, "talk", "Together", minutes=10)
    return made


@pytest.fixture
def breakout(actor, workshop):
    made = agenda.add_activity(actor=actor, workshop=workshop, kind="breakout", title="Three streams")
    factories.activity(workshop, "talk", "Back together", minutes=10)
    return made


def join(workshop, name, side="business"):
    return participants.join(actor=Actor.nobody(), workshop=workshop, display_name=name, side=side)


def at(workshop, actor, step=1):
    track = track_of(workshop)
    return running.move_on(actor=actor, track=track, from_activity=track.current, steps=step)


@pytest.fixture
def people(workshop):
    return [join(workshop, f"B{number}") for number in range(4)] + [
        join(workshop, f"I{number}", "it") for number in range(2)
    ]


@pytest.fixture
def opened(actor, workshop, breakout, people):
    running.start_workshop(actor=actor, workshop=workshop)
    at(workshop, actor)
    return Workshop.objects.get(pk=workshop.pk)


def rooms(breakout):
    return list(Track.objects.filter(breakout=breakout))


# --- Preparing ------------------------------------------------------------------------------------


def test_a_breakout_begins_with_a_room_per_stream(breakout):
    made = rooms(breakout)

    assert [room.stream for room in made] == ["operating_model", "product", "tech"]
    assert all(room.activities.count() >= 2 for room in made)


def test_a_room_has_an_agenda_of_its_own(actor, workshop, breakout):
    first, second, _third = rooms(breakout)
    before = second.activities.count()

    added = agenda.add_activity(actor=actor, workshop=workshop, kind="talk", title=HOSTILE, track=first)

    assert added.track == first
    assert second.activities.count() == before
    assert [each.title for each in track_of(workshop).activities.all()] == [
        "Together",
        "Three streams",
        "Back together",
    ]
    with pytest.raises(Invalid):
        agenda.add_activity(actor=actor, workshop=workshop, kind="breakout", track=first)


def test_only_facilitators_of_the_discovery_lead_a_room(actor, workshop, breakout):
    with pytest.raises(Invalid):
        breakouts.add_room(actor=actor, activity=breakout, name="Elsewhere", facilitator=factories.user())
    viewer = Actor.of_account(factories.access(workshop.discovery, DiscoveryRole.VIEWER))
    with pytest.raises(NotAllowed):
        breakouts.add_room(actor=viewer, activity=breakout, name="Mine")


def test_a_clone_and_an_undone_delete_keep_the_rooms(actor, workshop, breakout):
    clone = workshops.clone_workshop(actor=actor, source=workshop, name="Again")
    copied = track_of(clone).activities.get(kind="breakout")

    assert [room.name for room in rooms(copied)] == [room.name for room in rooms(breakout)]
    assert Activity.objects.filter(track__in=rooms(copied)).count() == (
        Activity.objects.filter(track__in=rooms(breakout)).count()
    )
    deleted = agenda.delete_activity(actor=actor, activity=breakout)
    assert rooms(breakout) == []
    undo.undo(actor=actor, target=deleted)
    assert len(rooms(breakout)) == 3
    assert rooms(breakout)[0].activities.exists()


# --- Who goes where -------------------------------------------------------------------------------


def test_arriving_opens_every_room_and_deals_people_out_evenly(opened, workshop, breakout, people):
    for room in rooms(breakout):
        assert room.current == room.activities.first()
        assert room.timer_ends_at is not None
    placed = Participant.objects.filter(workshop=workshop)
    assert Counter(placed.values_list("track", flat=True)) == {room.pk: 2 for room in rooms(breakout)}
    assert set(places(opened).values()) == {room.pk for room in rooms(breakout)}


def test_people_placed_by_hand_stay_and_a_latecomer_fills_the_smallest_room(
    actor, workshop, breakout, people
):
    first, second, third = rooms(breakout)
    for person in people[:4]:
        breakouts.assign(actor=actor, activity=breakout, participant=person, room=first)
    running.start_workshop(actor=actor, workshop=workshop)
    at(workshop, actor)

    late = join(workshop, "Late", "other")

    assert Participant.objects.filter(track=first).count() == 4
    assert late.track in (second, third)
    assert (
        place_of(Workshop.objects.get(pk=workshop.pk), Participant.objects.get(pk=late.pk)) == late.track_id
    )


def test_sides_stay_together_when_the_breakout_says_so(actor, workshop, breakout, people):
    agenda.change_activity(actor=actor, activity=breakout, settings={"assignment": "side"})
    running.start_workshop(actor=actor, workshop=workshop)
    at(workshop, actor)

    streams = {
        side: set(Participant.objects.filter(side=side).values_list("track__stream", flat=True))
        for side in ("business", "it")
    }
    assert streams == {"business": {"product"}, "it": {"tech"}}


def test_people_choose_where_they_may(client_of, actor, workshop, breakout, people):
    agenda.change_activity(actor=actor, activity=breakout, settings={"assignment": "choose"})
    running.start_workshop(actor=actor, workshop=workshop)
    at(workshop, actor)
    first, second, _third = rooms(breakout)
    assert not Participant.objects.filter(workshop=workshop, track__isnull=False).exists()
    client = client_of(people[0])

    for room in (first, second):
        assert (
            client.post(reverse("discovery:room_choose", args=[workshop.code, room.uuid])).status_code == 204
        )

    people[0].refresh_from_db()
    assert people[0].track == second
    assert second.name in client.get(reverse("discovery:room", args=[workshop.code])).content.decode()
    at(workshop, actor)
    with pytest.raises(Conflict):
        breakouts.choose(actor=RoomActor.of_participant(people[0]), room=first)


def test_nobody_chooses_where_people_are_dealt_out_or_of_elsewhere(opened, breakout, people):
    with pytest.raises(Conflict):
        breakouts.choose(actor=RoomActor.of_participant(people[0]), room=rooms(breakout)[0])
    stranger = factories.participant(factories.workshop())
    with pytest.raises(NotFound):
        breakouts.choose(actor=RoomActor.of_participant(stranger), room=rooms(breakout)[0])


def test_a_room_is_not_closed_under_people(actor, opened, breakout):
    first, *_others = rooms(breakout)

    with pytest.raises(Conflict):
        breakouts.delete_room(actor=actor, room=first)
    for person in Participant.objects.filter(track=first):
        breakouts.assign(actor=actor, activity=breakout, participant=person, room=None)
    deleted = breakouts.delete_room(actor=actor, room=first)
    assert len(rooms(breakout)) == 2
    undo.undo(actor=actor, target=deleted)
    assert len(rooms(breakout)) == 3


# --- Steering -------------------------------------------------------------------------------------


def test_a_room_moves_without_the_others_and_over_the_page(client_of, facilitator, opened, breakout):
    first, second, _third = rooms(breakout)
    client = client_of(facilitator)

    response = client.post(
        reverse("discovery:workshop_move", args=[opened.code]) + f"?track={first.uuid}",
        {"at": str(first.current.uuid)},
    )
    client.post(
        reverse("discovery:workshop_timer", args=[opened.code]), {"do": "pause", "track": str(second.uuid)}
    )

    assert response.status_code == 204
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.current == first.activities.all()[1]
    assert second.current == second.activities.first()
    assert second.timer_left is not None
    assert track_of(opened).current == breakout
    page = client.get(reverse("discovery:console", args=[opened.code]) + f"?track={first.uuid}")
    assert first.current.title in page.content.decode()


def test_the_remote_of_a_room_ends_the_breakout_and_never_the_workshop(
    actor, client_of, facilitator, opened, breakout
):
    first = rooms(breakout)[0]
    client, track = client_of(facilitator), f"?track={first.uuid}"

    def remote():
        page = client.get(reverse("discovery:remote", args=[opened.code]) + track).content.decode()
        assert "End the workshop" not in page
        return page

    def offered(pattern):
        address = reverse("discovery:pairing_offer", args=[opened.code]) + track
        (code,) = re.findall(pattern, client.post(address, {"kind": "remote"}).content.decode())
        return code

    link = offered(r'data-copy="http://[^/]+(/pair/[^"]+)"')
    assert client.post(link).headers["Location"].endswith(f"/remote/{track}")
    digits = offered(r'class="code num">([0-9 ]+)<')
    by_digits = client.post(reverse("discovery:pair"), {"digits": digits})
    assert by_digits.headers["Location"].endswith(f"/remote/{track}"), "and not that of everybody"
    assert "Next activity" in remote()
    for _each in range(first.activities.count() - 1):
        assert "End the breakout" not in remote()
        running.move_on(actor=actor, track=first, from_activity=first.current)
        first.refresh_from_db()
    page = remote()
    assert "Previous activity" in page
    assert f'hx-vals=\'{{"track": "{first.uuid}"}}\'' in page, "its steps are of this room"
    assert "End the breakout" in page
    assert "everyone continues with “Back together”" in page
    (values,) = re.findall(r"hx-vals='([^']*)'[^>]*data-confirm=\"End the breakout", page)

    client.post(reverse("discovery:workshop_move", args=[opened.code]), json.loads(values))

    assert str(track_of(opened).current) == "Back together"
    closed = remote()
    assert "End the breakout" not in closed
    assert "This room is closed" in closed
    everybody = reverse("discovery:remote", args=[opened.code])
    assert f'<a class="button primary" href="{everybody}">Go to the main room</a>' in closed


def test_the_remote_begins_in_a_room_that_has_not_begun(client_of, facilitator, opened, breakout):
    first = rooms(breakout)[0]
    Track.objects.filter(pk=first.pk).update(current=None)
    url = reverse("discovery:remote", args=[opened.code]) + f"?track={first.uuid}"
    page = client_of(facilitator).get(url).content.decode()
    assert "Start in this room" in page
    assert f"{first.name} · " in page


def test_where_nothing_follows_the_breakout_its_rooms_say_that_they_are_at_their_end(
    actor, client_of, facilitator, opened, breakout
):
    for activity in track_of(opened).activities.filter(title="Back together"):
        agenda.delete_activity(actor=actor, activity=activity)
    first = rooms(breakout)[0]
    while activity := first.activities.filter(position__gt=first.current.position).first():
        running.move_cursor(actor=actor, track=first, from_activity=first.current, to_activity=activity)
        first.refresh_from_db()
    url = reverse("discovery:remote", args=[opened.code])
    page = client_of(facilitator).get(f"{url}?track={first.uuid}").content.decode()
    assert "End the" not in page
    assert "This is the last activity in this room." in page
    assert "End the workshop" in client_of(facilitator).get(url).content.decode()


def test_everybody_here_and_back_again(actor, opened, breakout):
    gathered = breakouts.gather(actor=actor, workshop=opened, gathered=True)

    assert gathered.is_gathered
    assert places(gathered) == {}
    assert all(room.timer_left is not None for room in rooms(breakout))
    returned = breakouts.gather(actor=actor, workshop=opened, gathered=False)
    assert len(places(returned)) == 6
    assert all(room.timer_ends_at is not None for room in rooms(breakout))


def test_moving_on_ends_the_breakout_for_all_and_coming_back_goes_on(actor, opened, breakout):
    first = rooms(breakout)[0]
    running.move_on(actor=actor, track=first, from_activity=first.current)
    breakouts.gather(actor=actor, workshop=opened, gathered=True)

    at(opened, actor)

    now = Workshop.objects.get(pk=opened.pk)
    assert (now.is_gathered, places(now)) == (False, {})
    assert all(room.timer_ends_at is None and room.current.ended_at for room in rooms(breakout))
    first.refresh_from_db()
    with pytest.raises(Conflict):
        running.move_on(actor=actor, track=first, from_activity=first.current, steps=-1)
    with pytest.raises(Conflict):
        breakouts.gather(actor=actor, workshop=opened, gathered=True)
    assert room_state(opened.pk, first.pk).current is None
    at(opened, actor, -1)
    first.refresh_from_db()
    assert first.current == first.activities.all()[1]
    assert first.current.ended_at is None


def test_ending_the_workshop_ends_all_rooms_and_reopening_opens_them(actor, opened, breakout):
    running.end_workshop(actor=actor, workshop=opened)

    assert all(room.timer_ends_at is None and room.current.ended_at for room in rooms(breakout))
    running.reopen_workshop(actor=actor, workshop=opened)
    assert all(room.current.ended_at is None for room in rooms(breakout))
    assert room_state(opened.pk, rooms(breakout)[0].pk).current is not None


def test_every_surface_shows_the_rooms(client_of, facilitator, actor, opened, breakout, people):
    breakouts.change_room(actor=actor, room=rooms(breakout)[0], name=HOSTILE[:80])
    client = client_of(facilitator)
    kwargs = {"code": opened.code}

    for name in ("console", "stage"):
        page = client.get(reverse(f"discovery:{name}", kwargs=kwargs)).content.decode()
        assert "&lt;script&gt;alert" in page
        assert "<script>alert" not in page
        assert all(person.display_name in page for person in people)
    editor = reverse("discovery:breakout_rooms", args=[opened.discovery.slug, opened.uuid, breakout.uuid])
    assert client.get(editor).status_code == 200
    dialog = reverse("discovery:breakout_people", args=[opened.code, breakout.uuid])
    assert "B0" in client.get(dialog, headers={"HX-Request": "true"}).content.decode()


def test_a_stale_room_form_shows_both_versions(client_of, facilitator, actor, workshop, breakout):
    room = rooms(breakout)[0]
    breakouts.change_room(actor=actor, room=room, name="Theirs")

    response = client_of(facilitator).post(
        reverse("discovery:breakout_room", args=[workshop.discovery.slug, workshop.uuid, room.uuid]),
        {"name": "Mine", "stream": "", "facilitator": "", "revision": "1"},
    )

    assert response.status_code == 409
    assert "Theirs" in response.content.decode()


def test_rooms_are_read_with_few_queries(breakout, people, django_assert_num_queries):
    with django_assert_num_queries(3):
        rooms_of(breakout)


@pytest.mark.parametrize("surface", ["console", "remote"])
def test_steps_of_a_room_speak_of_the_room_and_those_for_everybody_of_everybody(
    actor, client_of, facilitator, opened, breakout, surface
):
    room = rooms(breakout)[0]
    for _each in range(room.activities.count() - 1):
        running.move_on(actor=actor, track=room, from_activity=room.current)
        room.refresh_from_db()
    client, address = client_of(facilitator), reverse(f"discovery:{surface}", args=[opened.code])

    def steps(page):
        text = client.get(page).content.decode()
        return set(re.findall(r"Move (?:everyone|this room)|for (?:everyone|this room)\b(?=\")", text))

    words = {"Move this room"} | ({"for this room"} if surface == "console" else set())
    assert steps(f"{address}?track={room.uuid}") == words
    assert steps(address) == {word.replace("this room", "everyone") for word in words}
