"""Cards that are perhaps one, by their names and sentences: the comparison."""

from __future__ import annotations

from hypothesis import given, strategies as st

from lvt.use_case_merging.likeness import USUAL, CardWords, like_groups, like_pairs

WORDS = st.lists(
    st.sampled_from(
        ["visit", "churn", "price", "stock", "forecast", "client", "order", "report", "alert", "map"]
    ),
    max_size=8,
).map(" ".join)
CARDS = st.lists(st.tuples(WORDS, WORDS), max_size=9).map(
    lambda rows: [CardWords(place, name, text) for place, (name, text) in enumerate(rows)]
)


def _shares(cards, threshold=0.0):
    return {frozenset((pair.first, pair.second)): pair.share for pair in like_pairs(cards, threshold)}


@given(CARDS)
def test_the_comparison_is_symmetric_and_the_order_of_cards_changes_no_number(cards):
    assert _shares(cards) == _shares(cards[::-1])
    assert all(0 < share <= 1 for share in _shares(cards).values())


@given(CARDS)
def test_each_card_is_in_one_group_at_most_and_like_all_others_in_it(cards):
    near = _shares(cards, USUAL).keys()
    groups = like_groups(tuple(cards))
    members = [key for group in groups for key in group]
    assert len(members) == len(set(members))
    for group in groups:
        assert len(group) > 1
        assert list(group) == sorted(group, key=str)
        assert all(frozenset((one, two)) in near for one in group for two in group if one != two)


@given(CARDS)
def test_every_like_card_is_offered_and_the_same_cards_are_grouped_alike(cards):
    groups = like_groups(tuple(cards))
    assert groups == like_groups.__wrapped__(tuple(cards))
    if near := like_pairs(cards):
        assert {near[0].first, near[0].second} <= set(groups[0])
    else:
        assert not groups


def test_a_name_in_other_words_is_found_by_its_sentences():
    cards = (
        CardWords(1, "Churn alert", "seeing which customers are about to leave before the contract ends"),
        CardWords(2, "Early warning", "seeing which customers are about to leave before their contract ends"),
        CardWords(3, "Delivery slots", "planning the tours of the week"),
        CardWords(4, "Stock forecast", "knowing tomorrow's orders"),
        CardWords(5, "Forecasts of stock", ""),
    )
    assert set(like_groups(cards)) == {(1, 2), (4, 5)}


def test_sixty_cards_of_two_hundred_characters_and_cards_without_words():
    long = [CardWords(place, f"Card {place}", f"{place} " + "word " * 40) for place in range(60)]
    like_groups(tuple(long))
    assert like_groups((CardWords(1, ""), CardWords(2, ""), CardWords(3, "…"))) == ()
    assert like_groups(()) == like_groups((CardWords(1, "One"),)) == ()
