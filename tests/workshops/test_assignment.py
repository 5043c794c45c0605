"""Who goes into which room."""

from __future__ import annotations

from collections import Counter

from workshops.room.breakouts.assignment import deal

PEOPLE = [(f"b{number}", "business") for number in range(6)] + [(f"i{number}", "it") for number in range(4)]


def test_rooms_are_equally_large_and_every_side_is_spread():
    dealt = deal(PEOPLE, ["one", "two", "three"])

    assert sorted(Counter(dealt.values()).values()) == [3, 3, 4]
    assert Counter(dealt[key] for key, side in PEOPLE if side == "business") == {
        "one": 2,
        "two": 2,
        "three": 2,
    }


def test_a_latecomer_goes_to_the_smallest_room():
    placed = [("one", "it"), ("one", "business"), ("two", "business"), ("three", "it")]

    assert deal([("late", "business")], ["one", "two", "three"], placed) == {"late": "three"}


def test_sides_stay_together_where_they_have_homes():
    homes = {"business": ["one"], "it": ["two", "three"]}

    dealt = deal(PEOPLE, ["one", "two", "three"], homes=homes)

    assert {dealt[key] for key, side in PEOPLE if side == "business"} == {"one"}
    assert Counter(dealt[key] for key, side in PEOPLE if side == "it") == {"two": 2, "three": 2}


def test_without_rooms_nobody_is_placed():
    assert deal(PEOPLE, []) == {}
