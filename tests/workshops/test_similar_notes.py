"""Short texts that say nearly the same, by their words or their letters, in any language."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from core.text_likeness import Alike
from workshops.contributions.notes.similar_notes import like_texts

# Other notes of the same board.
OTHERS = [
    "Prices change every week",
    "Orders travel by fax",
    "Stock is counted by hand",
    "Preise ändern sich",
]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Customers wait too long", "Long waits for customers"),
        ("Kunden warten zu lange", "Der Kunde wartet lange"),
        ("Données en retard", "LES DONNEES arrivent en retard!"),
        ("Data quality", "The quality of our data is poor in many places"),
        ("お客様を待たせない", "お客様を待たせない"),
    ],
)
def test_a_like_note_is_found_among_others(one: str, other: str) -> None:
    assert like_texts([one], [*OTHERS, other], 8) == [len(OTHERS)]


@pytest.mark.parametrize("one", ["Customers wait too long", "", "...", "a"])
def test_others_are_not(one: str) -> None:
    assert like_texts([one], [*OTHERS, ""], 8) == []


def test_the_nearest_text_of_the_group_counts_and_the_nearest_notes_come_first() -> None:
    group = ["Waiting", "Customers wait too long"]
    others = [*OTHERS, "Customers of other regions wait", "Customers wait too long"]
    assert like_texts(group, others, 8) == [5, 4]
    assert like_texts(group, others, 1) == [5]
    assert like_texts([], others, 8) == []


@given(st.lists(st.text(max_size=30), min_size=2, max_size=6))
def test_the_comparison_is_symmetric_and_between_0_and_1(texts: list[str]) -> None:
    alike = Alike(texts)
    assert 0 <= alike.share(0, 1) == alike.share(1, 0) <= 1
