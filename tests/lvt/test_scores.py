"""A tap on a score: saved once, within the scale, by the right person, in time or late."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse

from core.exceptions import Invalid, NotFound
from core.rate_limits import Limit
from core.services import artifacts
from core.services.operations import operation
from lvt.models import Score, UseCase
from lvt.rounds.selectors import round_results
from lvt.rounds.services import reveal
from lvt.scores.forms import parse_tap
from lvt.scores.selectors import Coverage, SideCoverage, own_scores, round_progress
from lvt.scores.services import give_score
from lvt.selectors.unheard_sides import unheard
from organizations.actors import Actor
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room
from workshops.joining.participants.services import remove_participant
from workshops.web import rate_limits
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


@pytest.fixture
def room() -> Room:
    return scoring_room()


def tap(client: Client, room: Room, fields: dict[str, str]) -> Any:
    return client.post(
        reverse("lvt:score", args=[room.workshop.code]), fields, headers={"accept": "application/json"}
    )


def test_a_tap_is_saved_acknowledged_and_costs_three_statements(
    room: Room, client_of: ClientOf, django_assert_num_queries: Any
) -> None:
    participant = room.join("Ann")
    client = client_of(participant)
    first, second = room.fields(3), room.fields(4)
    tap(client, room, first)  # fills the memory of the round
    # Participant and workshop; the score and the revision: between a savepoint and its release, or at once.
    with django_assert_num_queries(2 if connection.vendor == "postgresql" else 5):
        response = tap(client, room, second)
    assert response.status_code == 200
    room.workshop.refresh_from_db()
    revision = room.workshop.live_revision
    assert response.json() == {"saved": True, "late": False, "revision": revision}
    score = Score.objects.get()
    assert (score.value, score.late, score.participant) == (4, False, participant)


def test_the_last_tap_counts_and_a_skip_is_not_a_zero(room: Room) -> None:
    ann = room.join("Ann")
    for value in (5, 0, None):
        room.give(ann, value)
    assert Score.objects.get().value is None
    mine = own_scores(room.round, ann)[0].scores[0]
    assert (mine.is_answered, mine.skipped, mine.value) == (True, True, None)
    room.give(ann, 0)
    mine = own_scores(room.round, ann)[0].scores[0]
    assert (mine.skipped, mine.value) == (False, 0)


@pytest.mark.parametrize("value", ["6", "-1", "x", "", "1.5", "٣", "=1+1", "9" * 10_000, "3\x00"])
def test_what_is_no_score_is_refused_with_a_sentence(room: Room, client_of: ClientOf, value: str) -> None:
    response = tap(client_of(room.join("Ann")), room, room.fields(value))
    assert response.status_code == 422
    assert "whole number" in response.json()["error"]
    assert not Score.objects.exists()


@pytest.mark.parametrize("name", ["round", "use_case", "criterion"])
@pytest.mark.parametrize("text", ["", "17", "'; DROP TABLE lvt_score; --", "0" * 10_000])
def test_a_tap_that_names_nothing_is_refused(room: Room, name: str, text: str) -> None:
    with pytest.raises(Invalid):
        parse_tap({**room.fields(3), name: text})


def test_nothing_of_another_workshop_can_be_scored(room: Room, client_of: ClientOf) -> None:
    other = scoring_room()
    client = client_of(room.join("Ann"))
    for name in ("round", "use_case", "criterion"):
        foreign = {**room.fields(3), name: other.fields(3)[name]}
        assert tap(client, room, foreign).status_code == 404, name
    assert not Score.objects.exists()


def test_a_stranger_and_a_facilitator_cannot_score(room: Room, client_of: ClientOf) -> None:
    outsider = scoring_room().join("Eve")
    assert tap(client_of(outsider), room, room.fields(3)).status_code == 403
    assert tap(client_of(factories.access(room.discovery)), room, room.fields(3)).status_code == 403
    with pytest.raises(NotFound):
        room.give(outsider, 3)
    assert not Score.objects.exists()


def test_a_removed_person_cannot_score(room: Room, client_of: ClientOf) -> None:
    ann = room.join("Ann")
    client = client_of(ann)
    remove_participant(actor=SYSTEM, participant=ann)
    assert tap(client, room, room.fields(3)).status_code == 403


def test_a_tap_after_the_reveal_is_kept_beside_the_one_that_counts(room: Room, client_of: ClientOf) -> None:
    ann = room.join("Ann")
    room.give(ann, 2)
    reveal(actor=SYSTEM, round=room.round)
    response = tap(client_of(ann), room, room.fields(5))
    assert (response.json()["saved"], response.json()["late"]) == (True, True)
    assert "saved but not counted" in response.json()["message"]
    room.give(ann, 4)  # a second late one replaces the first late one
    assert sorted(Score.objects.values_list("late", "value")) == [(False, 2), (True, 4)]
    mine = own_scores(room.round, ann)[0].scores[0]
    assert (mine.value, mine.late, mine.late_value) == (2, True, 4)


def test_a_tap_that_a_later_one_of_its_device_overtook_changes_nothing(
    room: Room, client_of: ClientOf
) -> None:
    """It was given up on the phone, or another tab sent it, and arrives all the same."""
    client = client_of(room.join("Ann"))
    for value, device, order in ((2, "a1", 10), (4, "a1", 12), (3, "a1", 11)):
        answer = tap(client, room, room.fields(value) | {"device": device, "tap": str(order)})
        assert answer.json()["saved"] is True
        assert answer.json()["late"] is False
    assert Score.objects.get().value == 4
    for value, device, order in ((1, "b2", 5), (5, "a1", 13)):  # clocks of two devices cannot be compared
        tap(client, room, room.fields(value) | {"device": device, "tap": str(order)})
        assert Score.objects.get().value == value
    for wrong in ({"device": "<b>"}, {"device": "a" * 33}, {"tap": "-1"}, {"tap": "9" * 17}, {"tap": "x"}):
        assert tap(client, room, room.fields(0) | wrong).status_code == 422
    assert Score.objects.get().value == 5


def test_a_tap_after_the_end_of_the_workshop_is_late(room: Room) -> None:
    ann = room.join("Ann")
    with operation(SYSTEM, "test.ended"):
        artifacts.change(room.workshop, state=WorkshopState.ENDED)
    assert room.give(ann, 3).late


def test_a_round_that_was_taken_back_takes_no_scores(room: Room) -> None:
    with operation(SYSTEM, "test.undone"):
        artifacts.trash(room.round)
    with pytest.raises(NotFound):
        room.give(room.join("Ann"), 3)


def test_every_score_moves_the_revision_of_the_room(room: Room) -> None:
    ann = room.join("Ann")
    first, second = room.give(ann, 3).revision, room.give(ann, 3).revision
    assert second == first + 1


def test_a_locked_database_says_that_it_is_tried_again(
    room: Room, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_arguments: object, **_named: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("live.changed_with", locked)
    response = tap(client_of(room.join("Ann")), room, room.fields(3))
    assert response.status_code == 503
    assert "trying again" in response.json()["error"].lower()
    assert response.headers["Retry-After"]
    # Nobody repeats what a person pressed, so it is not promised.
    pressed = client_of(room.join("Ben")).post(
        reverse("lvt:score", args=[room.workshop.code]), room.fields(3), headers={"HX-Request": "true"}
    )
    assert pressed.status_code == 503
    assert "try again" in pressed.headers["HX-Trigger"].lower()


def test_a_flood_is_slowed_down(room: Room, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "WRITES", Limit(burst=2, per_second=0.1))
    client = client_of(room.join("Ann"))
    answers = [tap(client, room, room.fields(3)) for _number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"]


def test_only_posts_with_the_token_of_the_page_are_taken(room: Room, client_of: ClientOf) -> None:
    client = client_of(room.join("Ann"))
    assert client.get(reverse("lvt:score", args=[room.workshop.code])).status_code == 405
    client.handler.enforce_csrf_checks = True
    assert tap(client, room, room.fields(3)).status_code == 403
    assert not Score.objects.exists()


def test_progress_counts_by_person_and_side(room: Room) -> None:
    ann, ben, ivan, olga = (
        room.join("Ann"),
        room.join("Ben"),
        room.join("Ivan", "it"),
        room.join("Olga", "other"),
    )
    room.give_all(ann, *[3] * 7, use_case=0)
    room.give_all(ann, *[None] * 7, use_case=1)
    room.give_all(ben, *[3] * 7, use_case=0)
    room.give(ivan, 3)
    room.give_all(olga, *[1] * 7, use_case=0)
    progress = round_progress(room.round)
    assert progress.people_done == {str(ann.uuid)}
    assert progress.partial == {str(ben.uuid): "1 of 2", str(olga.uuid): "1 of 2"}
    first, second = progress.coverage
    # One score is not enough to be heard, and a skip is none.
    assert (first.business.heard, first.business.of, first.it.heard, first.it.of) == (2, 2, 0, 1)
    assert first.words == "Fewer than half of IT"
    room.give_all(ivan, *[3] * 4)
    assert round_progress(room.round).coverage[0].words == "Both sides"
    assert (second.business.heard, second.it.heard) == (0, 0)
    assert second.words == "Fewer than half of both sides"


def test_who_was_heard_while_they_score_was_heard_at_the_decision(room: Room) -> None:
    people = [room.join(name, side) for name, side in (("Ann", "business"), ("Ivan", "it"), ("Ira", "it"))]
    ann, ivan, ira = people
    for place in (0, 1):
        room.give_all(ann, *[3] * 7, use_case=place)
        room.give_all(ira, *[None] * 7, use_case=place)
    room.give_all(ivan, *[3] * 4)
    room.give_all(ivan, *[3] * 3, use_case=1)  # less than half of it
    said = {each.use_case.name: each.words for each in round_progress(room.round).coverage}
    first, second = (use_case.name for use_case in room.use_cases)
    assert said == {first: "Both sides", second: "Fewer than half of IT"}
    revealed = reveal(actor=SYSTEM, round=room.round)
    assert unheard(round_results(revealed)) == (f"No IT score: {second}.",)


def test_constraints_hold_in_the_database(room: Room) -> None:
    ann = room.join("Ann")
    room.give(ann, 3)
    score = Score.objects.get()
    fields = {
        "round": score.round,
        "participant": ann,
        "use_case": score.use_case,
        "criterion": score.criterion,
    }
    with pytest.raises(IntegrityError, match=r"score_once|UNIQUE"), transaction.atomic():
        Score.objects.create(**fields, value=1)
    with pytest.raises(IntegrityError, match="score_value"), transaction.atomic():
        Score.objects.create(**fields, value=11, late=True)


def test_a_trusted_actor_gives_no_score(room: Room) -> None:
    criterion = room.method.criteria.all()[0]
    with pytest.raises(NotFound):
        give_score(
            actor=Actor.system("import"),
            workshop=room.workshop,
            round=room.round.uuid,
            use_case=room.use_cases[0].uuid,
            criterion=criterion.uuid,
            value=3,
        )


def test_answers_are_json_that_scripts_understand(room: Room, client_of: ClientOf) -> None:
    response = tap(client_of(room.join("Ann")), room, {})
    assert response.status_code == 422
    assert json.loads(response.content)["error"]


@pytest.mark.parametrize(
    ("business", "it", "words"),
    [
        ((0, 0), (0, 0), "No one from either side is here"),
        ((1, 2), (0, 0), "No one from IT is here"),
        ((0, 0), (1, 1), "No one from business is here"),
        ((1, 3), (0, 1), "Fewer than half of both sides"),
        ((1, 2), (1, 1), "Both sides"),
    ],
)
def test_a_side_without_anybody_is_named(business: tuple[int, int], it: tuple[int, int], words: str) -> None:
    coverage = Coverage(UseCase(name="Churn"), SideCoverage(*business), SideCoverage(*it))
    assert coverage.words == words
