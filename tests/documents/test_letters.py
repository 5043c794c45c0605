"""Words in lines of a width in ems."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from documents.word_widths import break_lines, ems, shortened

WORDS = st.text(st.characters(codec="ascii", categories=("L", "N", "Zs")), max_size=80)


def test_words_go_on_in_the_next_line_and_end_in_dots_in_the_last() -> None:
    assert break_lines("Next best action", 20, 2) == ["Next best action"]
    assert break_lines("Next best action", 5.5, 3) == ["Next best", "action"]
    assert break_lines("Next best action for all", 5.5, 2) == ["Next best", "action for…"]
    assert break_lines("", 5, 2) == [""]
    assert shortened("Consent", 10) == "Consent"


@given(WORDS, st.floats(3, 30), st.integers(1, 4))
def test_no_line_is_wider_and_no_letter_is_lost_without_dots(words: str, width: float, most: int) -> None:
    lines = break_lines(words, width, most)
    assert len(lines) <= most
    assert all(ems(line) <= width for line in lines)
    if not lines[-1].endswith("…"):
        assert "".join("".join(lines).split()) == "".join(words.split())


@pytest.mark.parametrize("width", [0.5, 1, 2, 5])
def test_what_is_shortened_is_no_wider_than_its_room_has_place_for_dots(width: float) -> None:
    assert ems(shortened("Digital engagement", width)) <= max(width, ems("…"))
