"""The head of the stage while people work at a board: the code to join by, until that is settled."""

from __future__ import annotations

import pytest

from discovery.activities.regions import draw_answered, draw_clock
from discovery.selectors.notes import RESULTS, VOTE
from live import Snapshot
from tests.discovery.boards import Board, board

pytestmark = pytest.mark.django_db

CODE = "stage-code"


@pytest.fixture
def voting() -> Board:
    made = board("First", "Second")
    made.join("Anna")
    made.go(VOTE)
    return made


def head(of: Board, audience: str = "stage") -> str:
    return draw_clock(Snapshot(of.workshop.pk, 1, audience, frozenset()))


def test_the_code_is_there_until_it_is_settled(voting: Board) -> None:
    assert CODE in head(voting)
    voting.go(RESULTS)
    assert CODE not in head(voting)


@pytest.mark.parametrize("audience", ["room", "console", "observer"])
def test_only_the_stage_has_it(voting: Board, audience: str) -> None:
    assert CODE not in head(voting, audience)


def test_beside_a_question_it_is_not_there_twice() -> None:
    writing = board()
    writing.join("Anna")
    assert CODE not in head(writing)
    assert "Scan to join" in draw_answered(Snapshot(writing.workshop.pk, 1, "stage", frozenset()))
