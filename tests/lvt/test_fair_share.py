"""Who scores what: at most ten each, five scorers and two of each side where they are, fixed, by arrival."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from hypothesis import given, strategies as st

from lvt.scoring_method import SIDES, Key
from lvt.scoring_shares.rules import (
    MOST_EACH,
    OF_A_SIDE,
    SCORERS,
    Holder,
    deal,
    deal_added,
    deal_at_once,
    people_needed,
)

people = st.lists(st.sampled_from(("business", "it", "other")), min_size=1, max_size=40)
lists = st.integers(min_value=1, max_value=60)


def arriving(sides: Sequence[str]) -> list[tuple[Key, str]]:
    return [(f"person {number}", side) for number, side in enumerate(sides)]


def scorers(shares: Mapping[Key, Sequence[Key]], use_cases: Sequence[Key]) -> Counter[Key]:
    counts: Counter[Key] = Counter(dict.fromkeys(use_cases, 0))
    for share in shares.values():
        counts.update(share)
    return counts


def of_side(
    shares: Mapping[Key, Sequence[Key]], use_cases: Sequence[Key], sides: Sequence[str], side: str
) -> Counter[Key]:
    return scorers({person: shares[person] for person, of in arriving(sides) if of == side}, use_cases)


@given(people, lists)
def test_everyone_gets_at_most_ten_and_all_of_a_short_list(sides: list[str], count: int) -> None:
    use_cases = list(range(count))
    for share in deal(use_cases, arriving(sides)).values():
        assert len(share) == min(MOST_EACH, count)
        assert list(share) == [each for each in use_cases if each in share], "each once, in their order"


@given(people, lists)
def test_a_share_depends_on_those_who_came_before_alone(sides: list[str], count: int) -> None:
    use_cases, arrivals = list(range(count)), arriving(sides)
    at_once = deal(use_cases, arrivals)
    holders: list[Holder] = []
    for person, side in arrivals:
        share = deal(use_cases, [(person, side)], holders)[person]
        assert share == at_once[person]
        holders.append(Holder(side, share))


@given(people, lists)
def test_where_enough_are_there_each_has_five_scorers_and_two_of_each_side(
    sides: list[str], count: int
) -> None:
    use_cases = list(range(count))
    shares = deal(use_cases, arriving(sides))
    counts = scorers(shares, use_cases)
    for side in SIDES:
        own = of_side(shares, use_cases, sides, side)
        there = sides.count(side)
        if there >= OF_A_SIDE and there * MOST_EACH >= OF_A_SIDE * count:
            assert min(own.values()) >= OF_A_SIDE
        assert max(own.values()) - min(own.values()) <= MOST_EACH
    enough = people_needed(count)
    if all(sides.count(side) >= enough for side in SIDES):
        assert min(counts.values()) >= SCORERS


def test_twenty_people_give_each_of_forty_use_cases_exactly_five_scorers() -> None:
    for sides in (["business", "it"] * 10, ["business"] * 10 + ["it"] * 10, ["it"] * 8 + ["business"] * 12):
        use_cases = list(range(40))
        shares = deal(use_cases, arriving(sides))
        assert set(scorers(shares, use_cases).values()) == {SCORERS}
        for side in SIDES:
            assert min(of_side(shares, use_cases, sides, side).values()) >= OF_A_SIDE


def test_exactly_as_many_as_needed_give_each_five_scorers_when_they_are_dealt_at_once() -> None:
    use_cases = list(range(24))
    sides = [
        "other",
        "it",
        "business",
        "business",
        "other",
        "it",
        "business",
        "it",
        "it",
        "it",
        "business",
        "business",
    ]
    assert people_needed(24) == len(sides)
    assert min(scorers(deal(use_cases, arriving(sides)), use_cases).values()) < SCORERS, "one after another"
    shares = deal_at_once(use_cases, arriving(sides))
    assert set(scorers(shares, use_cases).values()) == {SCORERS}
    for side in SIDES:
        assert min(of_side(shares, use_cases, sides, side).values()) >= OF_A_SIDE


@given(people, lists)
def test_dealt_at_once_each_has_five_scorers_wherever_there_are_enough(sides: list[str], count: int) -> None:
    use_cases = list(range(count))
    one_by_one, shares = deal(use_cases, arriving(sides)), deal_at_once(use_cases, arriving(sides))
    for person, share in shares.items():
        assert len(share) == len(one_by_one[person])
        assert list(share) == [each for each in use_cases if each in share], "each once, in their order"
    if len(sides) >= people_needed(count):
        assert min(scorers(shares, use_cases).values()) >= SCORERS
    for side in SIDES:
        before, after = (of_side(each, use_cases, sides, side) for each in (one_by_one, shares))
        assert all(after[each] >= min(OF_A_SIDE, before[each]) for each in use_cases)


def test_one_person_and_three_hundred() -> None:
    use_cases = list(range(40))
    ((person, share),) = deal(use_cases, [("Ana", "business")]).items()
    assert (person, len(share)) == ("Ana", 10)
    counts = scorers(deal(use_cases, arriving(["business", "it", "other"] * 100)), use_cases)
    assert max(counts.values()) - min(counts.values()) <= 1
    assert sum(counts.values()) == 3_000


def test_more_use_cases_than_a_room_can_score_are_spread_evenly() -> None:
    use_cases = list(range(60))
    counts = scorers(deal(use_cases, arriving(["business", "it"] * 4)), use_cases)
    assert set(counts.values()) == {1, 2}
    assert people_needed(60) == 30


def test_who_comes_after_all_shares_were_dealt_fills_the_gaps_of_those_who_left() -> None:
    use_cases = list(range(40))
    shares = deal(use_cases, arriving(["business", "it"] * 10))
    gone = shares.pop("person 4")
    holders = [
        Holder(("business", "it")[int(str(person)[7:]) % 2], share) for person, share in shares.items()
    ]
    (share,) = deal(use_cases, [("Late", "business")], holders).values()
    assert share == gone


@given(people, lists, st.integers(min_value=1, max_value=4))
def test_what_is_included_later_goes_to_five_people_and_takes_nothing_away(
    sides: list[str], count: int, more: int
) -> None:
    use_cases, arrivals = list(range(count)), arriving(sides)
    shares = deal(use_cases, arrivals)
    added = list(range(count, count + more))
    grown = deal_added(added, {person: Holder(side, shares[person]) for person, side in arrivals})
    counts = scorers(grown, added)
    assert set(counts.values()) == {min(SCORERS, len(sides))}
    for side in SIDES:
        own = scorers({person: grown.get(person, ()) for person, of in arrivals if of == side}, added)
        assert min(own.values()) >= min(OF_A_SIDE, sides.count(side))
    sizes = [len(grown.get(person, ())) for person, _side in arrivals]
    assert max(sizes) <= more


def test_nothing_to_deal_and_nobody_to_deal_to() -> None:
    assert deal([], [("Ana", "business")]) == {"Ana": ()}
    assert deal([1, 2], []) == {}
    assert deal_added([3], {}) == {}
