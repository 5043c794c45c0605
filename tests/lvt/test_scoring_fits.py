"""Scoring ahead of the workshop, in a breakout room, for people without a device, and what comes out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone

import live
from core.exceptions import Conflict
from core.services import artifacts
from core.services.operations import operation
from live import Snapshot
from lvt.models import Score, ScoringRound, UseCase
from lvt.rounds.selectors import latest_round, round_results
from lvt.rounds.services import open_round, reveal
from lvt.scores.selectors import SideCoverage, entered_for, round_progress
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room
from workshops.actors import RoomActor
from workshops.contributions.advance_activities.services import close_ahead, open_ahead
from workshops.models import Activity, Participant, Track
from workshops.registries import activity_kinds
from workshops.room.running.services import end_workshop, start_workshop
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db
ClientOf = Callable[[object], Client]


def set_on(artifact, **fields):
    with operation(SYSTEM, "test.set"):
        return artifacts.change(artifact, **fields)


@pytest.fixture
def ahead() -> Room:
    """A planned workshop whose scoring is open since yesterday, until tomorrow."""
    discovery = factories.discovery()
    cases = [factories.make(UseCase, discovery=discovery, name=name) for name in ("First", "Second")]
    workshop = factories.workshop(discovery)
    activity = factories.activity(workshop, kind="scoring", title="Score at home")
    open_ahead(actor=SYSTEM, activity=activity, until=timezone.now() + timedelta(days=1))
    opened = latest_round(activity)
    assert opened is not None
    return Room(discovery, workshop, activity, opened.method, cases, opened)


def test_people_score_before_the_workshop_and_are_revealed_in_it(ahead: Room, client_of: ClientOf) -> None:
    ann = ahead.join("Ann")
    ahead.give_all(ann, *[4] * 7)
    ahead.give_all(ann, *[1] * 7, use_case=1)
    page = client_of(ann).get(f"/w/{ahead.workshop.code}/ahead/{ahead.activity.uuid}/").content.decode()
    assert page.count("data-criterion=") == 14
    assert page.count("checked") == 14

    start_workshop(actor=SYSTEM, workshop=ahead.workshop)

    held = latest_round(Activity.objects.select_related("track__workshop").get(pk=ahead.activity.pk))
    assert held == ahead.round
    ahead.give(ann, 5)
    revealed = reveal(actor=SYSTEM, round=ScoringRound.objects.get(pk=ahead.round.pk))
    assert [each.use_case.name for each in round_results(revealed).ranking] == ["First", "Second"]
    assert not Score.objects.filter(late=True).exists()


def test_without_use_cases_nothing_is_opened(client_of: ClientOf) -> None:
    workshop = factories.workshop()
    activity = factories.activity(workshop, kind="scoring")
    facilitator = client_of(factories.access(workshop.discovery))
    page = f"/d/{workshop.discovery.slug}/workshops/{workshop.uuid}/agenda/{activity.uuid}/ahead/"

    with pytest.raises(Conflict, match="No use cases to score yet"):
        open_ahead(actor=SYSTEM, activity=activity, until=timezone.now() + timedelta(days=1))
    assert "Add use cases first." in facilitator.get(page).content.decode()

    factories.make(UseCase, discovery=workshop.discovery, name="First")
    assert open_ahead(actor=SYSTEM, activity=activity, until=timezone.now() + timedelta(days=1)).opens_at


def test_after_the_deadline_nothing_is_taken_until_the_room_is_there(
    ahead: Room, client_of: ClientOf
) -> None:
    ann = ahead.join("Ann")
    ahead.give(ann, 4)
    close_ahead(actor=SYSTEM, activity=ahead.activity)
    ahead.workshop.refresh_from_db()
    before = ahead.workshop.live_revision

    with pytest.raises(Conflict, match="ahead of the workshop is closed"):
        ahead.give(ann, 1)
    ahead.workshop.refresh_from_db()
    assert ahead.workshop.live_revision == before
    tap = client_of(ann).post(
        f"/w/{ahead.workshop.code}/score/", ahead.fields(1), headers={"Accept": "application/json"}
    )
    assert tap.status_code == 409
    assert "when the room gets here" in tap.json()["error"]
    mine = client_of(ann).get(f"/w/{ahead.workshop.code}/activities/{ahead.activity.uuid}/mine/")
    assert "This is closed" in mine.content.decode()
    assert "data-scoring" not in mine.content.decode()

    start_workshop(actor=SYSTEM, workshop=ahead.workshop)
    assert ahead.give(ann, 2).late is False
    assert list(Score.objects.values_list("value", "late")) == [(2, False)]


def test_a_breakout_room_counts_its_own_people() -> None:
    room = scoring_room()
    main = factories.activity(room.workshop, "breakout", "Three rooms")
    track = factories.make(Track, workshop=room.workshop, breakout=main, name="Data")
    activity = factories.make(Activity, track=track, kind="scoring", title="Score in the room")
    here, there = room.join("Here"), room.join("There", "it")
    Participant.objects.filter(pk=here.pk).update(track=track)
    use_cases = room.use_cases[:1]
    opened = open_round(actor=SYSTEM, activity=activity, use_cases=use_cases, method=room.method)
    room.round = opened
    room.give_all(here, *[3] * 7)

    progress = round_progress(opened)
    assert progress.people_done == {str(here.uuid)}
    assert [(row.business.of, row.it.of) for row in progress.coverage] == [(1, 0)]
    # Who scored here and went to another room is still heard.
    room.give_all(there, *[5] * 7)
    revealed = reveal(actor=SYSTEM, round=opened)
    assert set(revealed.sides) == {str(here.uuid), str(there.uuid)}
    bystander = room.join("Bystander")
    assert str(bystander.uuid) not in revealed.sides


def test_the_late_sentence_says_what_it_came_after(client_of: ClientOf) -> None:
    room = scoring_room()
    ann = room.join("Ann")
    room.give(ann, 3)
    url = f"/w/{room.workshop.code}/score/"
    reveal(actor=SYSTEM, round=room.round)
    told = client_of(ann).post(url, room.fields(4)).json()
    assert (told["late"], told["message"]) == (
        True,
        "The scores are already revealed. This one is saved but not counted.",
    )

    other = scoring_room()
    ben = other.join("Ben")
    end_workshop(actor=SYSTEM, workshop=other.workshop)
    told = client_of(ben).post(f"/w/{other.workshop.code}/score/", other.fields(4)).json()
    assert told["message"] == "The workshop has ended. This score is saved but not counted."


def test_scores_for_somebody_without_a_device_are_marked_for_the_facilitator(client_of: ClientOf) -> None:
    room = scoring_room()
    facilitator = factories.access(room.discovery)
    proxy = factories.participant(room.workshop, "Gil <b>", is_proxy=True)
    tap = client_of(facilitator).post(
        f"/w/{room.workshop.code}/score/", room.fields(3), headers={"Headwaters-For": str(proxy.uuid)}
    )
    assert tap.json()["saved"] is True
    assert entered_for(room.round) == ["Gil <b>"]
    console = client_of(facilitator).get(f"/w/{room.workshop.code}/console/").content.decode()
    assert "Entered by the facilitator for Gil &lt;b&gt;" in console
    assert "Entered by" not in client_of(facilitator).get(f"/w/{room.workshop.code}/stage/").content.decode()


def drawn(kind: str, activity: Activity) -> str | None:
    results = activity_kinds.get(kind).results(activity)
    if results is None:
        return None
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    template = f"{activity_kinds.get(kind).template_dir}/results.html"
    return render_to_string(template, results, request)


def test_what_comes_out_is_there_after_the_reveal_and_not_before() -> None:
    room = scoring_room()
    ann, ivan = room.join("Ann"), room.join("Ivan", "it")
    ranking = factories.activity(room.workshop, "ranking", "Ranking")
    decide = factories.activity(room.workshop, "decide", "Decide")
    for place in (0, 1):
        room.give_all(ann, *[3 + place] * 7, use_case=place)
        room.give_all(ivan, *[1] * 7, use_case=place)
    assert [drawn(kind, each) for kind, each in (("scoring", room.activity), ("ranking", ranking))] == [
        None,
        None,
    ]
    assert drawn("decide", decide) is None

    reveal(actor=SYSTEM, round=room.round)
    room.round = open_round(
        actor=SYSTEM, activity=room.activity, use_cases=room.use_cases, method=room.method
    )
    room.give_all(ann, *[5] * 7)
    page = drawn("scoring", room.activity)
    assert page is not None
    assert page.index("Next best action") < page.index("HCP 360 dashboard")
    assert "Rounds compared" not in page
    reveal(actor=SYSTEM, round=room.round)
    assert "Rounds compared" in (drawn("scoring", room.activity) or "")
    assert "HCP 360 dashboard" in (drawn("ranking", ranking) or "")


def test_a_paused_workshop_keeps_what_comes_from_phones_that_were_away() -> None:
    room = scoring_room()
    ann = room.join("Ann")
    set_on(room.workshop, state=WorkshopState.PAUSED)
    assert room.give(ann, 4).late is False
    assert RoomActor.of_participant(ann).author


def test_the_room_looks_at_one_use_case_and_at_the_next(client_of: ClientOf) -> None:
    room = scoring_room("Alpha", "Beta")
    facilitator = factories.access(room.discovery)
    ranking = factories.activity(room.workshop, "ranking", "Ranking")
    anna = room.join("Anna")
    for place in (0, 1):
        room.give_all(anna, *[5 - place] * 7, use_case=place)
    kind = activity_kinds.get("ranking")
    url = f"/w/{room.workshop.code}/activities/{ranking.uuid}/focus/"
    alpha = {"use_case": str(room.use_cases[0].uuid)}
    hidden = client_of(facilitator).post(url, alpha)
    assert hidden.status_code == 404  # nothing is revealed, so there is nothing to look at

    reveal(actor=SYSTEM, round=room.round)
    assert client_of(facilitator).post(url, alpha, headers={"HX-Request": "true"}).status_code == 204
    held = Activity.objects.select_related("track__workshop__discovery").get(pk=ranking.pk)
    focus = kind.room(held)["focus"]
    assert (focus.ranked.use_case.name, focus.previous, focus.next.use_case.name) == ("Alpha", None, "Beta")
    for audience in ("stage", "room"):
        page = render_to_string(f"{kind.template_dir}/{audience}.html", getattr(kind, audience)(held))
        assert "Place 1" in page
        assert "Beta" not in page
        assert page.count('class="sides-line"') == (7 if audience == "stage" else 0)
    assert client_of(facilitator).post(url, {"use_case": ""}).status_code == 303
    held.refresh_from_db()
    assert kind.room(held)["focus"] is None
    elsewhere = scoring_room().use_cases[0]
    assert client_of(facilitator).post(url, {"use_case": str(elsewhere.uuid)}).status_code == 404
    assert client_of(facilitator).post(url, {"use_case": "x"}).status_code == 422


def test_the_reveal_asks_with_those_who_are_scoring_and_those_who_have_not_begun(
    client_of: ClientOf,
) -> None:
    room = scoring_room("One case")
    facilitator = factories.access(room.discovery)
    done, begun = room.join("Done"), room.join("Begun", "it")
    for name in ("Silent", "Late"):
        room.join(name)
    room.give_all(done, *[3] * 7)

    def question() -> str:
        page = client_of(facilitator).get(f"/w/{room.workshop.code}/console/").content.decode()
        return page.partition('data-key="r"')[2].partition(">")[0]

    assert 'detail="3 people haven’t started. ' in question()
    room.give(begun, 4)
    assert 'detail="1 person is still scoring. 2 people haven’t started. ' in question()
    room.give_all(begun, *[4] * 7)
    assert 'detail="2 people haven’t started. ' in question()
    for person in room.workshop.participants.filter(display_name__in=("Silent", "Late")):
        room.give_all(person, *[2] * 7)
    assert "data-confirm" not in question()


def test_who_becomes_away_is_out_of_the_question_and_of_who_was_heard_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Three of business: one scored and left, one is here, and one becomes away; nobody of IT is here."""
    room = scoring_room("One case")
    left, here, leaving = room.join("Left"), room.join("Here"), room.join("Leaving")
    room.join("IT, away", "it")
    room.give_all(left, *[3] * 7)
    connected = {str(here.uuid), str(leaving.uuid)}
    monkeypatch.setattr(live, "connected", lambda _workshop: frozenset(connected))

    def drawn() -> str:
        """What the console draws as somebody comes or goes."""
        snapshot = Snapshot(room.workshop.pk, 1, "console", frozenset(connected))
        regions = [each for each in live.regions_for("console") if live.PEOPLE in each.topics]
        return " ".join(" ".join(str(each.render(snapshot)) for each in regions if each.render).split())

    assert "2 people haven’t started." in drawn()
    (row,) = round_progress(room.round).coverage
    assert (row.business, row.it) == (SideCoverage(1, 3), SideCoverage(0, 0))
    assert row.words == "No one from IT is here"
    connected.remove(str(leaving.uuid))
    assert "1 person hasn’t started." in drawn()
    assert ">1 of 2<" in drawn()


def test_the_reveal_waits_for_nobody_who_is_away(
    client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = scoring_room("One case")
    done, begun, silent = room.join("Done"), room.join("Begun", "it"), room.join("Silent", "it")
    room.join("Away, not begun")
    left = room.join("Away, begun")
    entered = factories.participant(room.workshop, "No device", is_proxy=True)
    room.give_all(done, *[3] * 7)
    room.give(begun, 4)
    room.give(left, 2)
    connected = {str(each.uuid) for each in (done, begun, silent)}
    monkeypatch.setattr(live, "connected", lambda _workshop: frozenset(connected))

    progress = round_progress(room.round)
    assert (progress.unfinished, progress.not_begun) == (1, 2), "Begun; Silent and No device"
    page = client_of(factories.access(room.discovery)).get(f"/w/{room.workshop.code}/console/")
    assert 'detail="1 person is still scoring. 2 people haven’t started. ' in page.content.decode()

    for person in (begun, silent, entered):
        room.give_all(person, *[4] * 7)
    page = client_of(factories.access(room.discovery)).get(f"/w/{room.workshop.code}/console/")
    assert "data-confirm" not in page.content.decode().partition('data-key="r"')[2].partition(">")[0]
