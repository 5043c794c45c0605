"""Counting answers: exact, in a stable order, and never more than everybody."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from workshops.contributions import tally

TEXT = st.text(alphabet="aAbB .!é🎉ع", max_size=6)


def test_choices_are_counted_in_the_order_of_the_options() -> None:
    bars = tally.of_choices(["a", "b", "c"], [["b"], ["b", "b"], ["gone"], [], ["a", "b"]])
    assert [(bar.label, bar.count, bar.of, bar.share, bar.leads) for bar in bars] == [
        ("a", 1, 4, "25", False),
        ("b", 3, 4, "75", True),
        ("c", 0, 4, "0", False),
        ("gone", 1, 4, "25", False),
    ]
    assert [(bar.height, bar.top) for bar in bars] == [(33, 67), (100, 0), (0, 100), (33, 67)]


def test_nobody_answered() -> None:
    assert [(bar.share, bar.leads) for bar in tally.of_choices(["a"], [])] == [("0", False)]
    spread = tally.of_numbers(1, 5, [])
    assert (spread.count, spread.mean, len(spread.bars)) == (0, "", 5)
    assert tally.of_words([]) == ()
    assert tally.of_words(["  ", "!"])[0].text == "!"


def test_a_mean_has_one_decimal_rounded_half_up() -> None:
    assert tally.of_numbers(1, 5, [1, 2, 2, 2]).mean == "1.8"
    assert tally.of_numbers(0, 5, [5]).mean == "5.0"
    assert tally.of_numbers(0, 10, [1] * 19 + [2]).mean == "1.1"


def test_numbers_of_another_scale_are_left_out() -> None:
    spread = tally.of_numbers(1, 3, [0, 1, 3, 3, 9])
    assert [bar.count for bar in spread.bars] == [1, 0, 2]
    assert spread.count == 3
    with pytest.raises(ValueError, match="low to high"):
        tally.of_numbers(3, 3, [])


def test_the_same_word_is_counted_once_as_most_people_spell_it() -> None:
    words = tally.of_words(["Hope", "hope!", "hope", "tired", "  new   start "])
    assert [(word.text, word.count) for word in words] == [("hope", 3), ("new start", 1), ("tired", 1)]
    assert [word.step for word in words] == [6, 1, 1]
    assert {word.step for word in tally.of_words(["a", "b"])} == {3}


@given(st.lists(TEXT, max_size=20))
def test_words_are_as_many_as_were_written(texts: list[str]) -> None:
    words = tally.of_words(texts)
    assert sum(word.count for word in words) == sum(bool(text.split()) for text in texts)
    assert all(1 <= word.step <= tally.STEPS for word in words)
    assert words == tally.of_words(reversed(texts))
