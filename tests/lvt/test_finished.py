"""Who is done with a round, as phones are told after each score: always what the console counts."""

from __future__ import annotations

import random

import pytest
from django.utils import timezone

from lvt.models import Criterion, RoundUseCase, Score
from lvt.scores.selectors import round_progress
from lvt.selectors.finished_scorers import who_is_done
from tests.lvt.fair_rooms import fair, share
from tests.lvt.rooms import Room, scoring_room

pytestmark = pytest.mark.django_db


def _agrees(room: Room) -> None:
    told, counted = who_is_done(room.round), round_progress(room.round)
    assert told.people_done == counted.people_done
    assert {uuid: str(words) for uuid, words in told.partial.items()} == {
        uuid: str(words) for uuid, words in counted.partial.items()
    }


@pytest.mark.parametrize("seed", range(3))
def test_phones_and_console_count_the_same_people(seed: int) -> None:
    chance = random.Random(seed)
    room = scoring_room("One", "Two", "Three")
    people = [room.join(f"Person {number}", ("business", "it")[number % 2]) for number in range(8)]
    for person in people:
        for place in range(3):
            for criterion in range(chance.choice((0, 3, 7, 7))):
                room.give(person, chance.choice((None, 1, 5)), place, criterion)
    room.give_all(people[0], *[3] * 7, use_case=0)
    room.give_all(people[1], *[3] * 7, use_case=0)
    Score.objects.filter(participant=people[1], use_case=room.use_cases[0]).update(late=True)
    people[2].removed_at = timezone.now()
    people[2].save()
    _agrees(room)
    assert str(people[2].uuid) not in {*who_is_done(room.round).people_done, *who_is_done(room.round).partial}


def test_a_share_is_done_when_all_of_it_is() -> None:
    room = fair(people=3)
    first, second, third = room.workshop.participants.order_by("pk")
    for place in share(room, first):
        room.give_all(first, *[3] * 7, use_case=place)
    room.give_all(second, *[3] * 7, use_case=share(room, second)[0])
    room.give(third, 3, share(room, third)[0])
    told = who_is_done(room.round)
    assert told.people_done == {str(first.uuid)}
    assert told.partial == {str(second.uuid): "1 of 10"}
    _agrees(room)


def test_scores_of_a_removed_criterion_do_not_count() -> None:
    room = scoring_room("One")
    person = room.join("Ann")
    for criterion in range(6):
        room.give(person, 3, 0, criterion)
    removed = room.round.method.criteria.earliest("position")
    Criterion.objects.filter(pk=removed.pk).update(deleted_at=timezone.now())
    assert not who_is_done(room.round).people_done
    _agrees(room)


def test_nothing_is_done_in_a_round_without_use_cases() -> None:
    room = scoring_room("One")
    person = room.join("Ann")
    room.give_all(person, *[3] * 7)
    assert who_is_done(room.round).people_done == {str(person.uuid)}
    RoundUseCase.objects.filter(round=room.round).update(deleted_at=timezone.now())
    assert not who_is_done(room.round).people_done
    _agrees(room)
