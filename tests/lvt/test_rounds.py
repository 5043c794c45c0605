"""Rounds: opened with the activity, revealed once, kept and compared."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.exceptions import Conflict, Invalid, NotAllowed, NotFound
from core.services import artifacts
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from discovery.registries import demo_parts
from lvt.models import RoundUseCase, ScoringRound, UseCase
from lvt.overview import ranking_standing
from lvt.rounds.policies import ROUND_TRANSITIONS
from lvt.rounds.selectors import compared, current_results, latest_round, round_results, rounds_of
from lvt.rounds.services import open_round, reveal
from lvt.scores.selectors import round_progress
from lvt.scoring.models import RoundState
from lvt.shortlist.selectors import shortlist
from organizations.actors import Actor
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room
from workshops.actors import RoomActor
from workshops.joining.participants import services as participants
from workshops.registries import activity_kinds

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


@pytest.fixture
def room() -> Room:
    return scoring_room()


# --- The reveal -----------------------------------------------------------------------------------


def test_a_reveal_is_for_facilitators_and_happens_once(room: Room, client_of: ClientOf) -> None:
    ann = room.join("Ann")
    room.give_total(ann, 4)
    url = reverse("lvt:round_reveal", args=[room.workshop.code, room.round.uuid])
    editor = factories.access(room.discovery, DiscoveryRole.EDITOR)
    assert client_of(ann).post(url).status_code == 302  # to the sign-in
    assert client_of(editor).post(url).status_code == 403
    assert client_of(factories.access(scoring_room().discovery)).post(url).status_code == 404
    for person in (RoomActor.of_participant(ann), Actor.of_account(editor), Actor.nobody()):
        with pytest.raises((NotAllowed, NotFound)):
            reveal(actor=person, round=room.round)
    room.round.refresh_from_db()
    assert room.round.state == RoundState.OPEN

    facilitator = client_of(factories.access(room.discovery))
    assert facilitator.post(url, headers={"hx-request": "true"}).status_code == 204
    assert facilitator.post(url, headers={"accept": "application/json"}).status_code == 409
    assert round_results(ScoringRound.objects.get(pk=room.round.pk)).ranking[0].total == 4


def test_a_reveal_of_nothing_is_refused(room: Room) -> None:
    room.give(room.join("Ann"), None)
    with pytest.raises(Conflict, match="No scores to reveal yet"):
        reveal(actor=SYSTEM, round=room.round)


def test_revealed_is_final() -> None:
    assert ROUND_TRANSITIONS[RoundState.REVEALED] == frozenset()
    assert set(ROUND_TRANSITIONS) == set(RoundState)


# --- Results --------------------------------------------------------------------------------------


def test_results_pool_all_people_and_show_both_sides(room: Room) -> None:
    ann, ben, ivan = room.join("Ann"), room.join("Ben"), room.join("Ivan", "it")
    rest = [0] * 5
    room.give_all(ann, 5, 5, *rest, use_case=0)
    room.give_all(ben, 4, None, *rest, use_case=0)
    room.give_all(ivan, 0, 2, *rest, use_case=0)
    room.give_all(ann, 1, 1, *rest, use_case=1)
    results = round_results(reveal(actor=SYSTEM, round=room.round))
    first, second = results.ranking
    assert (str(first.total), str(first.balanced_total)) == ("6.5", "5.8")
    assert (str(first.business_total), str(first.it_total)) == ("9.5", "2.0")
    assert (first.business_people, first.it_people, first.missing) == ("2 people", "1 person", ())
    assert (second.rank, second.reason, second.missing) == (None, "1 of 3 people scored", ("No IT score",))
    assert results.people == {"business": 2, "it": 1, "other": 0}
    assert results.talk_first is not None
    assert (results.talk_first.criterion.name, str(results.talk_first.gap)) == ("Business value", "4.5")
    assert first.cells[1].skipped == 1


def test_the_overview_says_for_how_many_use_cases_a_side_was_not_heard(room: Room) -> None:
    ann, ivan = room.join("Ann"), room.join("Ivan", "it")
    room.give_total(ann, 5, use_case=0)
    room.give_total(ivan, 5, use_case=0)
    room.give_total(ann, 1, use_case=1)
    reveal(actor=SYSTEM, round=room.round)
    assert ranking_standing(room.discovery).missing == "No IT score for 1 of 2 use cases."
    participants.remove_participant(actor=SYSTEM, participant=ivan)
    again = open_round(actor=SYSTEM, activity=room.activity, use_cases=room.use_cases, method=room.method)
    room.round = again
    for place in (0, 1):
        room.give_total(ann, 1, use_case=place)
    reveal(actor=SYSTEM, round=again)
    assert ranking_standing(room.discovery).missing == "No IT score."


@pytest.mark.parametrize("name", ["discovery:discovery_overview", "lvt:prioritization"])
def test_pages_say_which_places_are_shared(name: str, room: Room, client_of: ClientOf) -> None:
    ann = room.join("Ann")
    for place in (0, 1):
        room.give_total(ann, 5, use_case=place)
    reveal(actor=SYSTEM, round=room.round)
    page = client_of(factories.access(room.discovery)).get(reverse(name, args=[room.discovery.slug]))
    assert re.findall(r'class="rank num">([^<]*)<', page.content.decode()) == ["=1", "=1"]


def test_there_is_nothing_to_reveal_where_all_who_scored_were_removed(room: Room) -> None:
    ann = room.join("Ann")
    room.give(ann, 4)
    room.join("Bo")
    assert round_progress(room.round).has_scores
    participants.remove_participant(actor=SYSTEM, participant=ann)
    assert not round_progress(room.round).has_scores
    with pytest.raises(Conflict, match="No scores to reveal"):
        reveal(actor=SYSTEM, round=room.round)


def test_a_late_score_and_one_of_somebody_removed_before_the_reveal_do_not_count(room: Room) -> None:
    ann, troll, gone = room.join("Ann"), room.join("Troll"), room.join("Gone")
    for person, value in ((ann, 4), (troll, 0), (gone, 2)):
        room.give_total(person, value)
    participants.remove_participant(actor=SYSTEM, participant=troll)
    revealed = reveal(actor=SYSTEM, round=room.round)
    room.give(ann, 0)
    assert round_results(revealed).ranking[0].total == 3
    participants.remove_participant(actor=SYSTEM, participant=gone)  # after the reveal: what was seen stays
    assert round_results(revealed).ranking[0].total == 3


def test_a_side_that_is_changed_counts_from_the_next_reveal_on(room: Room) -> None:
    ann = room.join("Ann")
    room.give_total(ann, 4)
    revealed = reveal(actor=SYSTEM, round=room.round)
    details = {"display_name": "Ann", "role_title": ""}
    participants.change_details(
        actor=RoomActor.of_participant(ann), workshop=room.workshop, side="it", **details
    )
    first = round_results(ScoringRound.objects.get(pk=revealed.pk)).ranking[0]
    assert first.missing == ("No IT score",), "what the room has seen stays"
    room.round = open_round(
        actor=SYSTEM, activity=room.activity, use_cases=room.use_cases, method=room.method
    )
    room.give_total(ann, 3)
    again = round_results(reveal(actor=SYSTEM, round=room.round)).ranking[0]
    assert again.missing == ("No business score",)


def test_a_deleted_use_case_leaves_the_ranking(room: Room) -> None:
    ann = room.join("Ann")
    room.give_total(ann, 4, use_case=0)
    room.give_total(ann, 5, use_case=1)
    revealed = reveal(actor=SYSTEM, round=room.round)
    with operation(SYSTEM, "test.deleted"):
        artifacts.trash(room.use_cases[1])
    assert [each.use_case for each in round_results(revealed).ranking] == [room.use_cases[0]]


# --- Further rounds -------------------------------------------------------------------------------


def test_rounds_are_kept_and_compared_and_the_latest_holds(room: Room) -> None:
    ann = room.join("Ann")
    room.give_total(ann, 2, use_case=0)
    room.give_total(ann, 3, use_case=1)
    first = reveal(actor=SYSTEM, round=room.round)
    room.round = open_round(
        actor=SYSTEM, activity=room.activity, use_cases=room.use_cases[:1], method=room.method
    )
    assert room.round.number == 2
    current = current_results(room.discovery)
    assert current is not None
    assert [str(each.total) for each in current.ranking] == ["3.0", "2.0"]  # an open round changes nothing

    room.give_total(ann, 5, use_case=0)
    reveal(actor=SYSTEM, round=room.round)
    current = current_results(room.discovery)
    assert current is not None
    assert [(each.use_case.name, str(each.total)) for each in current.ranking] == [
        ("HCP 360 dashboard", "5.0"),
        ("Next best action", "3.0"),
    ]
    assert {each.use_case.name: each.round.number for each in current.ranking} == {
        "HCP 360 dashboard": 2,
        "Next best action": 1,
    }
    comparison = compared(rounds_of(room.activity), with_places=True)
    assert comparison is not None
    assert [each.number for each in comparison.rounds] == [1, 2]
    rows = {row.use_case.name: row for row in comparison.rows}
    assert [str(total) for total in rows["HCP 360 dashboard"].totals] == ["2.0", "5.0"]
    assert rows["HCP 360 dashboard"].change == 3
    assert rows["Next best action"].totals[1] is None
    # Places are those of the ranking after each round, also of a use case that was not scored again.
    assert {name: row.ranks for name, row in rows.items()} == {
        "HCP 360 dashboard": (2, 1),
        "Next best action": (1, 2),
    }
    assert round_results(first).ranking[0].total == 3  # what was revealed stays as it was


def test_an_open_round_that_was_scored_must_be_revealed_first(room: Room) -> None:
    room.give(room.join("Ann"), 2)
    with pytest.raises(Conflict, match="Reveal it first"):
        open_round(actor=SYSTEM, activity=room.activity, use_cases=room.use_cases, method=room.method)


def test_an_open_round_that_nobody_scored_makes_way(room: Room) -> None:
    again = open_round(actor=SYSTEM, activity=room.activity, use_cases=room.use_cases, method=room.method)
    assert latest_round(room.activity) == again
    assert again.number == 1
    with pytest.raises(NotFound):
        room.give(room.join("Ann"), 3)


def test_a_round_needs_use_cases_and_a_method_of_its_discovery(room: Room) -> None:
    other = scoring_room()
    for use_cases, method, error in (
        ([], room.method, Invalid),
        (other.use_cases, room.method, NotFound),
        (room.use_cases, other.method, NotFound),
    ):
        with pytest.raises(error):
            open_round(actor=SYSTEM, activity=room.activity, use_cases=use_cases, method=method)


def test_a_new_round_by_the_console(room: Room, client_of: ClientOf) -> None:
    room.give(room.join("Ann"), 2)
    reveal(actor=SYSTEM, round=room.round)
    url = reverse("lvt:round_open", args=[room.workshop.code])
    fields = {"activity": str(room.activity.uuid), "use_case": str(room.use_cases[1].uuid)}
    assert client_of(room.join("Ben")).post(url, fields).status_code == 302
    client = client_of(factories.access(room.discovery))
    assert client.post(url, {"activity": "x"}, headers={"accept": "application/json"}).status_code == 422
    foreign = {"activity": str(scoring_room().activity.uuid)}
    assert client.post(url, foreign, headers={"accept": "application/json"}).status_code == 404
    response = client.post(url, fields, headers={"hx-request": "true"})
    assert response.status_code == 204
    assert "Round 2 is open" in response.headers["HX-Trigger"]
    opened = latest_round(room.activity)
    assert opened is not None
    assert [link.use_case for link in opened.use_case_links.all()] == [room.use_cases[1]]


def test_the_first_round_opens_when_the_room_gets_there(room: Room) -> None:
    kind = activity_kinds.get("scoring")
    activity = factories.activity(room.workshop, kind="scoring", title="Score again")
    kind.on_start(activity, SYSTEM)
    kind.on_start(activity, SYSTEM)  # moving back and forth opens nothing more
    (opened,) = rounds_of(activity)
    assert opened.use_case_links.count() == 2
    chosen = factories.activity(
        room.workshop,
        kind="scoring",
        title="One only",
        settings={"use_cases": [str(room.use_cases[1].uuid), "gone"]},
    )
    kind.on_start(chosen, SYSTEM)
    assert [link.use_case for link in rounds_of(chosen)[0].use_case_links.all()] == [room.use_cases[1]]


def test_without_use_cases_nothing_opens_and_the_console_says_so(client_of: ClientOf) -> None:
    workshop = factories.workshop()
    activity = factories.activity(workshop, kind="scoring", title="Score")
    kind = activity_kinds.get("scoring")
    kind.on_start(activity, SYSTEM)
    assert rounds_of(activity) == []
    console = render_to_string(f"{kind.template_dir}/console.html", kind.console(activity))
    assert "Nothing to score yet" in console
    asked = kind.asks(activity)
    assert asked is not None
    assert asked.hint == "No use cases to score yet.", "the stage sends nobody to an empty phone"
    mine = kind.mine(activity, RoomActor.of_participant(factories.participant(workshop, "Ann")))
    assert "No use cases to score yet" in render_to_string(f"{kind.template_dir}/mine.html", mine)


def test_without_use_cases_nothing_is_decided_and_the_console_says_so() -> None:
    activity = factories.activity(factories.workshop(), kind="decide", title="Decide")
    kind = activity_kinds.get("decide")
    context = kind.console(activity)
    console = render_to_string(f"{kind.template_dir}/console.html", context)
    assert "No use cases to decide on" in console
    assert "Reason for this choice" not in console
    assert context["submit_template"] is None


# --- Constraints ----------------------------------------------------------------------------------


def test_constraints_hold_in_the_database(room: Room) -> None:
    def refuses(name: str, make: Callable[[], object]) -> None:
        with pytest.raises(IntegrityError, match=rf"{name}|UNIQUE"), transaction.atomic():
            make()

    base: dict[str, Any] = {"activity": room.activity, "method": room.method}
    revealed: dict[str, Any] = {"state": RoundState.REVEALED, "revealed_at": timezone.now()}
    refuses("scoringround_one_open", lambda: factories.make(ScoringRound, **base, number=2))
    refuses("scoringround_number_once", lambda: factories.make(ScoringRound, **base, **revealed, number=1))
    refuses(
        "scoringround_revealed_at",
        lambda: factories.make(ScoringRound, **base, number=2, state=RoundState.REVEALED),
    )
    refuses(
        "roundusecase_once",
        lambda: factories.make(RoundUseCase, round=room.round, use_case=room.use_cases[0]),
    )


# --- Pages and demo -------------------------------------------------------------------------------


def test_hostile_names_stay_text_in_every_part(client_of: ClientOf) -> None:
    hostile = "<script>alert(1)</script>\"'&=1+1"
    room = scoring_room(hostile, "Other")
    ann = room.join(hostile[:60])
    room.give_total(ann, 4)
    reveal(actor=SYSTEM, round=room.round)
    for key in ("scoring", "ranking", "decide"):
        kind = activity_kinds.get(key)
        for audience in ("console", "room", "stage"):
            html = render_to_string(
                f"{kind.template_dir}/{audience}.html", getattr(kind, audience)(room.activity)
            )
            assert "<script>alert" not in html
            assert "&lt;script&gt;alert" in html
    page = client_of(factories.access(room.discovery)).get(
        reverse("lvt:prioritization", args=[room.discovery.slug])
    )
    assert b"<script>alert" not in page.content
    assert "1 of 1 person scored: 1 from business" in page.content.decode()


def test_the_page_says_what_is_missing(client_of: ClientOf) -> None:
    discovery = factories.discovery()
    client = client_of(factories.access(discovery, DiscoveryRole.VIEWER))
    url = reverse("lvt:prioritization", args=[discovery.slug])
    assert b"No use cases to rank" in client.get(url).content
    factories.make(UseCase, discovery=discovery, name="One")
    assert b"Nothing is ranked yet" in client.get(url).content
    assert client_of(factories.user()).get(url).status_code == 404


def test_the_demo_gives_30_34_and_27_and_a_shortlist() -> None:
    discovery = factories.discovery()
    for part in sorted(demo_parts, key=lambda part: part.order):
        if part.key in ("text_value", "scores"):
            part.build(SYSTEM, discovery)
    results = current_results(discovery)
    assert results is not None
    assert {each.use_case.name: str(each.total) for each in results.ranking} == {
        "HCP 360 dashboard": "30.0",
        "Digital customer engagement dashboard": "34.0",
        "Next best action": "27.0",
    }
    expected = {
        "HCP 360 dashboard": [5, 4, 4, 3, 4, 5, 5],
        "Digital customer engagement dashboard": [5, 5, 5, 5, 5, 5, 4],
        "Next best action": [4, 4, 4, 4, 4, 4, 3],
    }
    for each in results.ranking:
        assert [cell.mean for cell in each.cells] == expected[each.use_case.name]
        assert not each.missing
    assert results.people == {"business": 6, "it": 4, "other": 0}
    assert results.talk_first is not None
    assert results.talk_first.criterion.name == "Effort"
    decided = shortlist(discovery)
    assert decided is not None
    assert [use_case.name for use_case in decided.use_cases] == [
        "Digital customer engagement dashboard",
        "HCP 360 dashboard",
    ]
