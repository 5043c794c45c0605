"""An open round takes in what is written since, until the first step of the reveal: scores that were given
stay, and whoever scored is asked about what is new. Votes and assessments take it in, too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.exceptions import Conflict, NotAllowed, NotFound
from core.models import Operation
from lvt.models import Hypothesis, UseCase
from lvt.rounds.selectors import current_results, latest_round, to_take_in, use_cases_of
from lvt.rounds.services import open_round, reveal, show_next, take_in
from lvt.scores.selectors import round_progress
from lvt.tree.models import Goal
from products.models import DataProduct
from tests import factories
from tests.factories import SYSTEM, make
from tests.lvt.rooms import Room, scoring_room
from workshops.actors import RoomActor
from workshops.contributions.advance_activities.services import open_ahead
from workshops.contributions.assessment.selectors import HELD_BY
from workshops.models import Participant
from workshops.registries import activity_kinds
from workshops.services.undo import undo
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
SCORING = activity_kinds.get("scoring")


@pytest.fixture
def room() -> Room:
    return scoring_room()


def write(room: Room, name: str = "Early warning") -> UseCase:
    made = make(UseCase, discovery=room.discovery, name=name, position=len(room.use_cases))
    room.use_cases.append(made)
    return made


def console(room: Room) -> str:
    return render_to_string(f"{SCORING.template_dir}/console.html", SCORING.console(room.activity))


def phone(room: Room, participant: Participant) -> str:
    own = SCORING.mine(room.activity, RoomActor.of_participant(participant))
    return render_to_string(f"{SCORING.template_dir}/mine.html", own)


def test_a_card_written_in_the_room_joins_the_round_that_people_scored(
    room: Room, client_of: ClientOf
) -> None:
    ann = room.join("Ann")
    for place in (0, 1):
        room.give_all(ann, *[3] * 7, use_case=place)
    assert round_progress(room.round).people_done == {str(ann.uuid)}
    assert "added since" not in console(room)

    new = write(room)
    said = console(room)
    assert "1 use case was added since: Early warning." in said
    assert "Include it" in said
    assert "Not in this round" not in said
    assert "Early warning" not in phone(room, ann)

    client = client_of(factories.access(room.discovery))
    url = reverse("lvt:round_take_in", args=[room.workshop.code, room.round.uuid])
    answer = client.post(url, headers={"hx-request": "true"})
    assert answer.status_code == 204
    assert "1 use case is in the round" in answer.headers["HX-Trigger"]

    assert use_cases_of(room.round) == room.use_cases
    assert "added since" not in console(room)
    assert round_progress(room.round).people_done == frozenset(), "Ann is asked about it"
    assert round_progress(room.round).partial == {str(ann.uuid): "2 of 3"}
    asked = phone(room, ann)
    assert "1 use case was added since:" in asked
    assert f'data-case-at="{new.uuid}"' in asked
    assert asked.count('data-saved="3"') == 2 * 7, "what she gave stays"

    room.give_all(ann, *[5] * 7, use_case=2)
    assert "added since" not in phone(room, ann)
    reveal(actor=SYSTEM, round=room.round)
    results = current_results(room.discovery)
    assert results is not None
    assert results.ranking[0].use_case.name == "Early warning"


def test_what_nobody_has_scored_yet_is_taken_in_the_same_way(room: Room) -> None:
    write(room)
    write(room, "Next offer")
    assert "2 use cases were added since: Early warning and Next offer." in console(room)
    assert take_in(actor=SYSTEM, round=room.round, use_cases=to_take_in(room.round)) == room.use_cases[2:]
    assert take_in(actor=SYSTEM, round=room.round, use_cases=room.use_cases) == []
    assert [link.position for link in room.round.use_case_links.all()] == [0, 1, 2, 3]


def test_before_the_workshop_too(room: Room, client_of: ClientOf) -> None:
    type(room.workshop).objects.filter(pk=room.workshop.pk).update(state=WorkshopState.PLANNED)
    room.activity.track.workshop.refresh_from_db()
    type(room.activity.track).objects.filter(pk=room.activity.track.pk).update(current=None)
    open_ahead(actor=SYSTEM, activity=room.activity, until=timezone.now() + timedelta(days=2))
    ann = room.join("Ann")
    room.give(ann, 4)
    write(room)
    client = client_of(factories.access(room.discovery))
    page = reverse(
        "discovery:activity_ahead", args=[room.discovery.slug, room.workshop.uuid, room.activity.uuid]
    )
    assert "1 use case was added since: Early warning." in client.get(page).content.decode()
    answer = client.post(reverse("lvt:round_take_in", args=[room.workshop.code, room.round.uuid]))
    assert answer.headers["Location"] == page
    assert "added since" not in client.get(page).content.decode()
    assert "Early warning" in phone(room, ann)


@pytest.mark.parametrize("ends", ["first step", "all of it"])
def test_from_the_first_step_of_the_reveal_on_nothing_is_taken_in(room: Room, ends: str) -> None:
    room.give(room.join("Ann"), 4)
    write(room)
    if ends == "first step":
        show_next(actor=SYSTEM, round=room.round, steps=0)
    else:
        reveal(actor=SYSTEM, round=room.round)
    room.round.refresh_from_db()
    assert to_take_in(room.round) == []
    assert "added since" not in console(room)
    with pytest.raises(Conflict, match="Open a new round"):
        take_in(actor=SYSTEM, round=room.round, use_cases=room.use_cases)
    assert len(use_cases_of(room.round)) == 2


def test_a_round_for_one_use_case_is_not_asked_to_take_in_the_others(room: Room) -> None:
    room.give(room.join("Ann"), 3)
    reveal(actor=SYSTEM, round=room.round)
    open_round(actor=SYSTEM, activity=room.activity, use_cases=room.use_cases[:1], method=room.method)
    again = latest_round(room.activity)
    assert again is not None
    assert to_take_in(again) == []
    assert "Not in this round: Next best action" in console(room)


def test_neither_what_a_stopped_hypothesis_asks_for_nor_what_was_not_chosen(room: Room) -> None:
    goal = make(Goal, discovery=room.discovery, title="Growth")
    stopped = make(Hypothesis, goal=goal, statement="No", state="stopped")
    make(UseCase, discovery=room.discovery, name="Of no use", hypothesis=stopped)
    assert to_take_in(room.round) == []
    room.activity.settings = {"use_cases": [str(room.use_cases[0].uuid)]}
    write(room)
    room.round.activity = room.activity
    assert to_take_in(room.round) == []


def test_only_a_facilitator_takes_in_and_only_of_the_own_discovery(room: Room, client_of: ClientOf) -> None:
    ann, other = room.join("Ann"), scoring_room()
    with pytest.raises(NotFound):
        take_in(actor=SYSTEM, round=room.round, use_cases=other.use_cases)
    with pytest.raises((NotAllowed, NotFound)):
        take_in(actor=RoomActor.of_participant(ann), round=room.round, use_cases=[])
    url = reverse("lvt:round_take_in", args=[room.workshop.code, room.round.uuid])
    assert client_of(ann).post(url).status_code == 302
    foreign = reverse("lvt:round_take_in", args=[room.workshop.code, other.round.uuid])
    assert client_of(factories.access(room.discovery)).post(foreign).status_code == 404


def test_it_is_not_undone_once_the_room_has_seen_it(room: Room) -> None:
    take_in(actor=SYSTEM, round=room.round, use_cases=[write(room)])
    with pytest.raises(Conflict):
        undo(actor=SYSTEM, target=Operation.objects.latest("pk"))


def test_a_vote_and_an_assessment_take_in_what_arrives(room: Room) -> None:
    goal = make(Goal, discovery=room.discovery, title="Growth")
    vote = factories.activity(room.workshop, "product_ranking", "Rank")
    what = {"what": "hypotheses", HELD_BY: str(room.method.uuid)}
    rating = factories.activity(room.workshop, "assessment", "Rate", settings=what)
    ann = RoomActor.of_participant(room.join("Ann"))
    kinds = {each: activity_kinds.get(each.kind) for each in (vote, rating)}
    assert [*kinds[vote].items(vote, "room"), *kinds[rating].mine(rating, ann)["own"]] == []
    made = make(
        DataProduct, discovery=room.discovery, domain=room.discovery.domain, name="Claims", kind="aggregate"
    )
    make(Hypothesis, goal=goal, statement="It helps")
    assert [key for key, _drawn in kinds[vote].items(vote, "room")] == [str(made.uuid)]
    own = kinds[rating].mine(rating, ann)["own"]
    assert [subject.name for subject, _answers in own] == ["It helps"]


def test_a_round_that_was_open_at_an_upgrade_added_nothing_since(room: Room) -> None:
    """Its links were written by an earlier version, each a little after the round."""
    ann = room.join("Ann")
    for link in room.round.use_case_links.all():
        later = room.round.opened_at + timedelta(milliseconds=7)
        type(link).objects.filter(pk=link.pk).update(created_at=later)
    assert "added since" not in phone(room, ann)
    take_in(actor=SYSTEM, round=room.round, use_cases=[write(room)])
    assert "1 use case was added since:" in phone(room, ann)
