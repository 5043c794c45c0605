"""What people type is kept as they typed it, but for what no keyboard means to send."""

from __future__ import annotations

import pytest

from core.clean_text import clean_text, in_whole_words


@pytest.mark.parametrize(
    "text",
    [
        "HCP 360°",
        "<b>\"quoted\"</b> & 'more' =1+1",
        "two\nlines\tand a tab",
        "שלום \u200fעולם",
        "family 👩‍👩‍👧 and ÖKO",
        "",
    ],
)
def test_what_means_something_stays(text):
    assert clean_text(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("bell\x07 escape\x1b[31m null\x00", "bell escape[31m null"),
        ("turned \u202egnikcah\u202c round", "turned gnikcah round"),
        ("isolated \u2066x", "isolated x"),
        ("half a character \ud83d", "half a character "),
    ],
)
def test_control_characters_and_turned_writing_go(text, kept):
    assert clean_text(text) == kept


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Catalog, Search", "Catalog, Search"),
        ("Catalog, Search and more", "Catalog…"),
        ("Catalog of a search", "Catalog of a…"),
        ("Supercalifragilistic", "Supercalifragi…"),
    ],
)
def test_a_text_is_cut_behind_a_word(text, cut):
    assert in_whole_words(text, 15) == cut
