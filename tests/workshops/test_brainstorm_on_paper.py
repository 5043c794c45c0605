"""A brainstorm in the report: what got dots as bars, the rest in two columns without them."""

from __future__ import annotations

import pytest
from lxml import html

from tests.workshops.boards import Board, board
from workshops.contributions.notes.selectors import RESULTS, VOTE
from workshops.models import Note
from workshops.results.result_rendering import draw
from workshops.results.selectors import results_of

pytestmark = pytest.mark.django_db


def on_paper(room: Board) -> html.HtmlElement:
    (result,) = results_of(room.workshop).activities
    return html.fragment_fromstring(draw(result, on_paper=True).body, create_parent="div")


def test_notes_without_dots_have_no_bar_and_are_counted() -> None:
    room = board(*(f"Note {number}" for number in range(9)))
    room.go(VOTE)
    for text, dots in (("Note 3", 2), ("Note 7", 1)):
        room.vote(room.actor(f"Ana {text}"), Note.objects.get(text=text).uuid, dots)
    room.go(RESULTS)

    drawn = on_paper(room)

    assert [each.text_content() for each in drawn.cssselect(".board-result .said")] == ["Note 3", "Note 7"]
    assert [each.text_content() for each in drawn.cssselect(".board-place")] == ["1", "2"]
    assert len(drawn.cssselect("svg.bar")) == 2
    (rest,) = drawn.cssselect(".without-dots")
    assert "7 more without dots" in rest.text_content()
    assert [each.text_content() for each in rest.cssselect(".said")] == [
        f"Note {number}" for number in (0, 1, 2, 4, 5, 6, 8)
    ]
    assert "0 dots" not in drawn.text_content()


def test_where_nobody_voted_there_are_only_notes() -> None:
    room = board("First", "Second")
    room.go(RESULTS)

    drawn = on_paper(room)

    assert "without dots" not in drawn.text_content()
    assert [each.text_content() for each in drawn.cssselect(".without-dots .said")] == ["First", "Second"]
    assert not drawn.cssselect("svg")


def test_a_group_keeps_its_notes() -> None:
    room = board("First", "Second", "Third")
    room.group("Both", *Note.objects.filter(text__in=("First", "Second")))
    room.go(RESULTS)

    (rest,) = on_paper(room).cssselect(".without-dots")

    texts = [each.text_content() for each in rest.cssselect(".said")]
    assert texts[texts.index("Both") :][:3] == ["Both", "First", "Second"]
