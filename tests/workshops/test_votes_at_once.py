"""Dots that are given at the same moment, or when the vote ends, on a database with several writers."""

from __future__ import annotations

from functools import partial

import pytest

from core.exceptions import Conflict
from tests.at_once import at_once
from tests.factories import SYSTEM
from tests.workshops.boards import Board, board
from workshops.models import Activity, Note, Vote, Workshop
from workshops.services.activity_phases import set_phase

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

ROUNDS = 6
DOTS = 3
NOTES = 8


def voting() -> Board:
    room = board(*(f"Note {number}" for number in range(NOTES)), dots=DOTS)
    room.go("vote")
    return room


def revision(room: Board) -> int:
    return Workshop.objects.values_list("live_revision", flat=True).get(pk=room.workshop.pk)


def test_devices_of_one_person_give_no_more_dots_together_than_the_person_has() -> None:
    for _number in range(ROUNDS):
        room = voting()
        ann = room.actor("Ann")
        before = revision(room)
        notes = Note.objects.filter(activity=room.activity).values_list("uuid", flat=True)
        answers = at_once(*(partial(room.vote, ann, note, 1) for note in notes))
        given = [answer for answer in answers if isinstance(answer, int)]
        assert {type(answer) for answer in answers} == {int, Conflict}, answers
        assert sorted(given) == list(range(before + 1, before + DOTS + 1))
        assert Vote.objects.filter(activity=room.activity, dots=1).count() == DOTS
        assert revision(room) == before + DOTS


def test_a_dot_that_meets_the_end_of_the_vote_counts_or_is_refused() -> None:
    for _number in range(ROUNDS):
        room = voting()
        people = [room.actor(f"Person {number}") for number in range(NOTES)]
        note = Note.objects.filter(activity=room.activity).values_list("uuid", flat=True)[0]
        end = partial(set_phase, actor=SYSTEM, activity=room.activity, from_phase="vote", to="results")
        ended, *answers = at_once(end, *(partial(room.vote, person, note, 1) for person in people))
        assert isinstance(ended, Activity), ended
        assert {type(answer) for answer in answers} <= {int, Conflict}, answers
        counted = sum(isinstance(answer, int) for answer in answers)
        assert Vote.objects.filter(activity=room.activity).count() == counted
