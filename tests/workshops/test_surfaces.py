"""The three surfaces: complete at first paint, small when pushed, few queries, nothing of others."""

from __future__ import annotations

import re
from collections.abc import Hashable

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

import live
from live import Snapshot
from tests import factories
from workshops.activities.regions import NEWEST, draw_main
from workshops.actors import RoomActor
from workshops.models import Activity, Track
from workshops.registries import activity_kinds
from workshops.room.running import services as running
from workshops.room.running.selectors import room_state
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db

PHONE_BUDGET = 2_000


@pytest.fixture
def workshop():
    made = factories.workshop(purpose="Find <i>out</i> what to do first")
    factories.activity(made, "welcome", "Welcome", instructions='Look "around" & <say> hello')
    factories.activity(made, "talk", "Talk")
    return made


@pytest.fixture
def anna(workshop):
    return factories.participant(workshop, "Anna")


def snapshot(workshop, audience, connected=frozenset()):
    return Snapshot(workshop.pk, 1, audience, connected)


def draw(key, shot):
    (render,) = [region.render for region in live.regions_for(shot.audience) if region.key == key]
    assert render is not None
    return render(shot)


def pages(client_of, workshop, facilitator, anna):
    browsers = {"room": client_of(anna), "console": client_of(facilitator), "stage": client_of(facilitator)}
    return {
        name: browser.get(reverse(f"discovery:{name}", args=[workshop.code]))
        for name, browser in browsers.items()
    }


# --- Pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", WorkshopState.values)
def test_every_surface_is_whole_in_every_state(client_of, workshop, facilitator, anna, actor, state):
    if state != WorkshopState.PLANNED:
        running.start_workshop(actor=actor, workshop=workshop)
    if state == WorkshopState.ENDED:
        running.end_workshop(actor=actor, workshop=workshop)

    for name, response in pages(client_of, workshop, facilitator, anna).items():
        page = response.content.decode()
        assert response.status_code == 200
        assert f'data-live-url="/w/{workshop.code}/events/?surface={name}&amp;language=en"' in page
        assert 'data-live-rev="' in page
        assert "<i>out</i>" not in page
        assert "<say>" not in page
        assert not re.search(r"\sstyle=|\son\w+=|<script>", page)
        shown = set(re.findall(r'data-region="(\w+)"', page))
        assert shown <= {region.key for region in live.regions_for(name)}
        assert {"clock", "progress"} <= shown | ({"progress"} if name == "console" else set())


def test_every_kind_draws_on_every_surface(client_of, workshop, facilitator, anna, actor):
    for kind in activity_kinds:
        if kind.key not in ("welcome", "talk"):
            instructions = f"What to do in {kind.key}"
            factories.activity(workshop, kind.key, f"Kind {kind.key}", instructions=instructions)
    running.start_workshop(actor=actor, workshop=workshop)
    track = workshop.tracks.get()

    for activity in track.activities.all():
        track = workshop.tracks.get()
        if track.current_id != activity.pk:
            running.move_cursor(actor=actor, track=track, from_activity=track.current, to_activity=activity)
        for name, response in pages(client_of, workshop, facilitator, anna).items():
            assert response.status_code == 200
            assert activity.title in response.content.decode(), (activity.kind, name)
        # Until it is settled, the stage says once in every phase what people should do.
        for phase in [each.key for each in activity_kinds.get(activity.kind).phases] or [activity.phase]:
            Activity.objects.filter(pk=activity.pk).update(phase=phase)
            shot = snapshot(workshop, "stage")
            shown = draw("clock", shot) + draw("main", shot)
            now = Activity.objects.get(pk=activity.pk)
            if activity.instructions:
                times = 0 if activity_kinds.get(now.kind).is_settled(now) else 1
                assert shown.count(escape(activity.instructions)) == times, (activity.kind, phase)


def test_a_kind_that_no_app_offers_any_more_breaks_no_page(client_of, workshop, facilitator, anna, actor):
    factories.activity(workshop, "forgotten", "Forgotten", position=0)
    running.start_workshop(actor=actor, workshop=workshop)
    track = workshop.tracks.get()
    forgotten = track.activities.get(kind="forgotten")
    if track.current_id != forgotten.pk:
        running.move_cursor(actor=actor, track=track, from_activity=track.current, to_activity=forgotten)

    for response in pages(client_of, workshop, facilitator, anna).values():
        assert response.status_code == 200
    assert "Next activity" in pages(client_of, workshop, facilitator, anna)["console"].content.decode()


def test_the_stage_always_says_how_to_join(client_of, workshop, facilitator, anna, actor):
    for _step in range(2):
        stage = pages(client_of, workshop, facilitator, anna)["stage"].content.decode()
        assert workshop.spoken_code in stage
        if workshop.tracks.get().current_id is None:
            assert "<svg" in stage
            running.start_workshop(actor=actor, workshop=workshop)


def test_the_room_says_when_it_has_ended(client_of, workshop, facilitator, anna, actor):
    running.start_workshop(actor=actor, workshop=workshop)
    running.end_workshop(actor=actor, workshop=workshop)
    shown = {
        name: page.content.decode() for name, page in pages(client_of, workshop, facilitator, anna).items()
    }

    assert "Thank you for taking part" in shown["room"]
    assert "Reopen the workshop" in shown["console"]
    assert "I’m done" not in shown["room"]


# --- Regions over HTTP ----------------------------------------------------------------------------


def test_a_region_is_fetched_with_the_revision_that_it_shows(client_of, workshop, anna, actor):
    running.start_workshop(actor=actor, workshop=workshop)
    workshop.refresh_from_db()

    response = client_of(anna).get(reverse("discovery:region", args=[workshop.code, "clock"]))

    assert response.headers["Headwaters-Revision"] == str(workshop.live_revision)
    assert "1 of 2" in response.content.decode()


def test_mine_is_ones_own(client_of, workshop, anna, actor):
    running.start_workshop(actor=actor, workshop=workshop)
    track = workshop.tracks.select_related("current").get()
    talk = running.move_on(actor=actor, track=track, from_activity=track.current)
    ben = factories.participant(workshop, "Ben")
    running.set_done(actor=RoomActor.of_participant(ben), activity=talk, is_done=True)
    url = reverse("discovery:region", args=[workshop.code, "mine"])

    assert "I’m done" in client_of(anna).get(url).content.decode()
    assert "Undo?" in client_of(ben).get(url).content.decode()


@pytest.mark.parametrize(
    ("key", "surface", "status"),
    [
        ("people", "room", 404),
        ("agenda", "room", 404),
        ("x", "room", 404),
        ("main", "console", 404),
        ("main", "x", 404),
    ],
)
def test_guests_fetch_nothing_of_the_console(client_of, workshop, anna, key, surface, status):
    url = reverse("discovery:region", args=[workshop.code, key])

    assert client_of(anna).get(url, {"surface": surface}).status_code == status


# --- What is pushed -------------------------------------------------------------------------------


def test_what_a_phone_gets_of_anothers_progress_is_small(workshop, actor):
    people = [factories.participant(workshop, f"Person {number}") for number in range(200)]
    running.start_workshop(actor=actor, workshop=workshop)
    track = workshop.tracks.select_related("current").get()
    talk = running.move_on(actor=actor, track=track, from_activity=track.current)
    running.set_done(actor=RoomActor.of_participant(people[0]), activity=talk, is_done=True)

    of_progress = [region for region in live.regions_for("room") if "progress" in region.topics]
    sent = "".join(region.render(snapshot(workshop, "room")) for region in of_progress if region.render)

    assert "1 of 200" in sent
    assert len(sent.encode()) < PHONE_BUDGET


def test_presence_moves_no_more_of_a_phone_than_counts():
    def moved(audience: str) -> set[str]:
        return {region.key for region in live.regions_for(audience) if live.PEOPLE in region.topics}

    assert moved("room") == {"arrivals", "progress"}
    assert moved("stage") == moved("observer") == {"arrivals", "progress", "answered"}


def test_arrivals_show_the_newest_and_count_the_others(workshop):
    for number in range(50):
        factories.participant(workshop, f"Person {number}", side="it" if number % 2 else "business")

    shown = draw("arrivals", snapshot(workshop, "room"))

    assert shown.count("<li>") == NEWEST["room"]
    assert "Person 49" in shown
    assert "Person 1<" not in shown
    assert "and 38 more" in shown


def test_arrivals_stand_together_by_their_side(workshop):
    for name, side in (("Ada", "other"), ("Bo", "it"), ("Cy", "business"), ("Di", "it")):
        factories.participant(workshop, name, side)

    shown = draw("arrivals", snapshot(workshop, "stage"))

    assert re.findall(r"(Ada|Bo|Cy|Di)\b", shown) == ["Cy", "Bo", "Di", "Ada"]


def test_a_phone_is_told_long_instructions_once_and_whole(workshop, actor):
    said = "Think of the last time that it went wrong, and of who noticed it first. Write one card per idea."
    workshop.tracks.get().activities.update(instructions=said)
    running.start_workshop(actor=actor, workshop=workshop)

    shown = draw_main(snapshot(workshop, "room"))

    assert shown.count("Think of the last time") == shown.count(said) == 1


def test_the_console_names_each_person_once_before_the_start(workshop, anna, client_of, facilitator):
    page = client_of(facilitator).get(reverse("discovery:console", args=[workshop.code])).content.decode()

    assert page.count(f'<span class="one-line who-label" dir="auto">{anna.display_name}</span>') == 1
    assert '<ul class="names">' not in page
    assert 'class="side-count"' in page


def test_the_console_sees_who_is_away_and_who_is_done(workshop, actor, anna):
    ben = factories.participant(workshop, "Ben", "it")
    running.start_workshop(actor=actor, workshop=workshop)
    track = workshop.tracks.select_related("current").get()
    talk = running.move_on(actor=actor, track=track, from_activity=track.current)
    running.set_done(actor=RoomActor.of_participant(ben), activity=talk, is_done=True)

    shown = draw("people", snapshot(workshop, "console", frozenset({str(ben.uuid)})))

    assert re.search(r"Anna.*?Away.*?Ben.*?Done", shown, re.DOTALL)
    assert "1 here, 1 away, 1 done" in shown


def test_the_whole_list_of_a_large_room_is_fetched_not_pushed(client_of, workshop, facilitator):
    for number in range(200):
        factories.participant(workshop, f"Person {number}", role_title="Enterprise architect")
    url = reverse("discovery:region", args=[workshop.code, "everybody"])

    pushed = draw("people", snapshot(workshop, "console"))

    assert "Show all 200" in pushed
    assert len(pushed.encode()) < 15_000
    assert client_of(facilitator).get(url, {"surface": "console"}).content.decode().count("<li>") == 200
    assert client_of(facilitator).get(url, {"surface": "stage"}).status_code == 404


def test_the_agenda_says_what_is_done_now_and_next(workshop, actor):
    running.start_workshop(actor=actor, workshop=workshop)
    track = workshop.tracks.select_related("current").get()
    running.move_on(actor=actor, track=track, from_activity=track.current)

    shown = draw("agenda", snapshot(workshop, "console"))

    assert re.search(r'class="done".*?Welcome.*?10 / 0.*?class="now".*?Talk', shown, re.DOTALL)
    assert "10 min ahead" in shown


# --- Queries --------------------------------------------------------------------------------------


def test_the_room_is_read_with_three_queries(workshop, django_assert_num_queries):
    for number in range(30):
        factories.participant(workshop, f"Person {number}")

    with django_assert_num_queries(3):
        state = room_state(workshop.pk)
        assert state.kind is None
        assert len(state.expected) == 30


def test_people_the_room_waits_for_are_expected(workshop, actor):
    running.start_workshop(actor=actor, workshop=workshop)
    factories.participant(workshop, "Ann")
    factories.participant(workshop, "Ben", is_proxy=True)
    factories.participant(workshop, "Gone", removed_at=timezone.now())
    for is_anonymous in (False, True):
        activity = factories.activity(workshop, "poll", "Poll", is_anonymous=is_anonymous)
        room = factories.make(Track, workshop=workshop, breakout=activity, name=f"Room {is_anonymous}")
        factories.participant(workshop, "Cleo", track=room)
        workshop.tracks.filter(breakout=None).update(current=activity)
        for place in (None, room.pk):
            state = room_state(workshop.pk, place)
            assert state.expected == {person.uuid for person in state.awaited} != frozenset()


def test_one_tick_reads_the_room_once_for_all_audiences(workshop, actor, django_assert_num_queries):
    running.start_workshop(actor=actor, workshop=workshop)
    track = workshop.tracks.select_related("current").get()
    running.move_on(actor=actor, track=track, from_activity=track.current)
    cache: dict[Hashable, object] = {}

    # Three for the room, one for who is expected, one for who is done, one for what was captured.
    with django_assert_num_queries(6):
        for audience in ("console", "room", "stage"):
            shot = Snapshot(workshop.pk, 1, audience, frozenset(), cache)
            for region in live.regions_for(audience):
                if region.render:
                    region.render(shot)


def test_a_phone_opens_the_room_with_few_queries(
    client_of, workshop, anna, actor, django_assert_max_num_queries
):
    running.start_workshop(actor=actor, workshop=workshop)
    client = client_of(anna)

    # The workshop, the participant, three for the room, the streams that a capture may be for.
    with django_assert_max_num_queries(6):
        client.get(reverse("discovery:room", args=[workshop.code]))


def test_regions_are_registered_once_per_audience():
    for audience in ("console", "room", "stage"):
        keys = [region.key for region in live.regions_for(audience)]
        assert len(keys) == len(set(keys))


# --- Before the start -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "warned"),
    [
        ("http://localhost:8000", True),
        ("http://127.0.0.1:8000", True),
        ("http://[::1]:8000", True),
        ("http://192.168.1.20:8000", False),
        ("https://headwaters.example.org", False),
    ],
)
def test_the_console_warns_of_an_address_that_no_phone_can_open(workshop, settings, address, warned):
    settings.BASE_URL = address

    lobby = draw("main", snapshot(workshop, "console"))

    assert ("HEADWATERS_BASE_URL" in lobby) is warned
