"""The hypotheses by value: worked by hand, ties, what is missing, who was heard, and what is next."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random
from statistics import median_low
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from discovery.models import Discovery
from lvt import scoring_method
from lvt.hypothesis_medians import median_totals, recorded_total
from lvt.hypothesis_ranking.selectors import by_value, by_values, heard_by_value, next_of
from lvt.methods.presets import PRESETS
from lvt.methods.services import choose_preset
from lvt.models import Goal, Hypothesis, HypothesisRating, ScoringMethod
from lvt.report import tree_section
from lvt.templatetags.use_cases import places_of
from organizations.organization.models import OrganizationRole
from tests import factories
from tests.factories import SYSTEM, make
from tests.lvt.test_rated_hypotheses import in_a_room, rate
from workshops.contributions.assessment.services import record
from workshops.models import Answer
from workshops.registries import spotlights

ICE = scoring_method.Method(
    tuple(scoring_method.Criterion(key, 1, 10) for key in ("impact", "confidence", "ease")),
    scoring_method.Combination.PRODUCT,
)
SUM = scoring_method.Method(
    (scoring_method.Criterion("value"), scoring_method.Criterion("effort", is_cost=True))
)


# --- By hand --------------------------------------------------------------------------------------


def test_what_is_recorded_is_combined_by_the_method() -> None:
    """Impact 8 times confidence 5 times ease 3 is 120; without one of them a product has no total, and a sum
    is as far up the missing scale as on the others."""
    assert recorded_total(ICE, {"impact": 8, "confidence": 5, "ease": 3}) == (Fraction(120), "")
    assert recorded_total(ICE, {"impact": 8, "ease": 3}) == (None, scoring_method.NoTotalReason.INCOMPLETE)
    assert recorded_total(SUM, {"value": 4}) == (Fraction(8), "")
    assert recorded_total(SUM, {"value": 99}) == (None, scoring_method.NoTotalReason.NOT_SCORED)


def ballots(*given: tuple[str, str, str, str, int | None]) -> list[scoring_method.Ballot]:
    return [scoring_method.Ballot(*each) for each in given]


def test_the_room_and_each_side_say_their_middle_answers() -> None:
    """Five people: of 0, 4, 5 and 5 the lower one in the middle is 4; business says 4, IT 5 and 5. What
    business left out is filled in."""
    heard = median_totals(
        SUM,
        ["a", "b"],
        ballots(
            ("Ann", "business", "a", "value", 0),
            ("Bo", "business", "a", "value", 4),
            ("Cem", "business", "a", "value", 4),
            ("Dee", "it", "a", "value", 5),
            ("Eva", "it", "a", "value", 5),
            ("Eva", "it", "a", "effort", 1),
            ("Eva", "it", "b", "value", None),
            ("Fee", "other", "b", "value", 9),
        ),
        seed="one",
    )
    assert heard.totals == {"a": 5, "b": None}
    assert heard.side_totals == {"business": {"a": 8, "b": None}, "it": {"a": 6, "b": None}}
    assert heard.people == {"business": 3, "it": 2}
    assert heard.stability["a"].of == 100
    assert "b" not in heard.stability


def test_counting_people_in_one_number_comes_to_what_counting_each_comes_to() -> None:
    chance = Random(7)
    method = scoring_method.Method(
        (scoring_method.Criterion("wide", 1, 10), scoring_method.Criterion("low", 0, 3, lower_is_better=True))
    )
    for people in (1, 2, 3, 8, 40):
        given = {
            (person, subject, each.key): chance.choice([None, *range(each.minimum, each.maximum + 1)])
            for person in range(people)
            for subject in "abc"
            for each in method.criteria
        }
        counted = median_totals(
            method,
            "abc",
            [
                scoring_method.Ballot(who, "it", subject, key, value)
                for (who, subject, key), value in given.items()
            ],
            seed="one",
        )
        for subject in "abc":
            numbers = {}
            for each in method.criteria:
                column = [given[person, subject, each.key] for person in range(people)]
                if answered := [value for value in column if value is not None]:
                    numbers[each.key] = median_low(answered)
            assert counted.totals[subject] == recorded_total(method, numbers)[0]
        assert counted.side_totals["it"] == counted.totals


def test_the_order_is_firm_where_all_agree_and_hangs_on_who_came_where_they_do_not() -> None:
    people = [(f"P{number}", "it", subject, "value") for number in range(9) for subject in "ab"]
    agreed = median_totals(
        SUM, "ab", [scoring_method.Ballot(*each, 5 if each[2] == "a" else 1) for each in people], seed="x"
    )
    assert (agreed.stability["a"].first, agreed.stability["b"].first) == (100, 0)
    split = median_totals(
        SUM,
        "ab",
        [
            scoring_method.Ballot(*each, 5 if (each[2] == "a") == (int(each[0][1]) < 5) else 1)
            for each in people
        ],
        seed="x",
    )
    assert 50 < split.stability["a"].first < 100


# --- Recorded -------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


def tree(*goals: dict[str, str], limit: int = 2) -> tuple[Discovery, list[Hypothesis]]:
    """A discovery whose goals have these bets in these states."""
    discovery, bets = factories.discovery(factories.domain(name=f"Domain {uuid4()}")), []
    for place, states in enumerate(goals):
        goal = make(Goal, discovery=discovery, title=f"Goal {place}", position=place, wip_limit=limit)
        for position, (statement, state) in enumerate(states.items()):
            bets.append(make(Hypothesis, goal=goal, statement=statement, state=state, position=position))
    choose_preset(actor=SYSTEM, discovery=discovery, key="value_and_effort")
    return discovery, bets


def worth(bet: Hypothesis, *numbers: int | None, method: ScoringMethod | None = None) -> None:
    """What is recorded: value, and effort, of which little is good (6 less the number)."""
    method = method or ScoringMethod.objects.get(discovery=bet.goal.discovery)
    for criterion, number in zip(method.criteria.all(), numbers, strict=False):
        if number is not None:
            make(HypothesisRating, hypothesis=bet, criterion=criterion, number=number)


def order(discovery: Discovery) -> list[tuple[object, ...]]:
    results = by_value(discovery)
    return [(each.hypothesis.statement, each.rank, each.exact) for each in results.ranking] if results else []


def test_ties_share_a_place_and_what_is_not_rated_stands_apart() -> None:
    """Value 5 and effort 2 are 5 + 4 = 9, as are 4 and 1; 5 and 4 are 7. The missing half of 3 is
    filled in with 3, and said to be missing."""
    states = dict.fromkeys(("First", "Third", "Second", "Half", "None"), "proposed")
    discovery, (first, third, second, half, _none, over) = tree(states | {"Over": "stopped"})
    assert by_value(discovery) is None
    for bet, *numbers in ((first, 5, 2), (second, 4, 1), (third, 5, 4), (half, 3), (over, 5, 1)):
        worth(bet, *numbers)
    assert order(discovery) == [("First", 1, 9), ("Second", 1, 9), ("Third", 3, 7), ("Half", 4, 6)]
    results = by_value(discovery)
    assert results is not None
    assert [*places_of(results.ranking).values()] == ["=1", "=1", "3", "4"]
    assert [each.statement for each in results.unrated] == ["None"]
    assert (results.ranking[3].missing_words, results.ranking[0].missing_words) == ("Not rated: Effort", "")
    assert results.ranking[0].score_words == "Value 9.0, place 1 (shared)"
    assert results.is_unheard
    shown = spotlights.get("hypotheses_by_value")
    drawn = render_to_string(shown.template, shown.context(discovery, str(discovery.uuid)))
    assert "Hypotheses by value, rated outside a workshop" in drawn
    assert "corers not recorded" not in drawn, "once is enough"
    assert [cell for _criterion, cell in results.rows[0][1]] == ["5", "2"]
    assert results.maximum == 10


def test_only_what_one_method_rated_is_compared_and_other_discoveries_have_their_own_order() -> None:
    discovery, (old, new) = tree({"Old": "proposed", "New": "proposed"})
    worth(old, 5, 1)
    before = ScoringMethod.objects.get(discovery=discovery)
    choose_preset(actor=SYSTEM, discovery=discovery, key="ice")
    newest = ScoringMethod.objects.filter(discovery=discovery).exclude(pk=before.pk).get()
    worth(new, 8, 5, 3, method=newest)
    assert order(discovery) == [("New", 1, 120)]
    other, (lone,) = tree({"Lone": "proposed"})
    worth(lone, 1, 5)
    both = by_values(discovery, other, factories.discovery())
    assert {pk: [each.exact for each in results.ranking] for pk, results in both.items()} == {
        discovery.pk: [120],
        other.pk: [2],
    }


def test_sides_and_stability_are_of_the_room_that_said_what_is_recorded() -> None:
    discovery, (first, second) = tree({"First": "proposed", "Second": "proposed"})
    room = in_a_room(discovery)
    for side in ("business", "business", "it"):
        rate(room, side, {first: [4, 0], second: [0 if side == "it" else 2, 4]})
    assert heard_by_value(discovery) is None
    room.go("revealed")
    record(actor=SYSTEM, activity=room.activity)
    results = heard_by_value(discovery)
    assert results is not None
    assert results.heard == room.activity
    assert (results.people, results.people_count) == ({"business": 2, "it": 1}, 3)
    ranked = results.ranking[1]
    assert ranked.exact == 4
    assert [ranked.business_total, ranked.it_total] == [Decimal(4), Decimal(2)]
    assert results.ranking[0].stability_words == "First in 100 of 100 simulations"
    room.go("answer")
    hidden = heard_by_value(discovery)
    assert hidden is not None
    assert (hidden.heard, hidden.ranking[0].stability) == (None, None)
    rate(room, "it", {second: [0, 0]})
    rate(room, "it", {second: [0, 0]})
    room.go("revealed")
    again = heard_by_value(discovery)
    assert again is not None
    assert [each.hypothesis for each in again.otherwise] == [second]
    assert again.ranking[1].stability is None
    assert again.ranking[0].stability is not None


def test_every_surface_says_how_many_people_are_behind_a_value(client: Client) -> None:
    """Three of four scored the first, each side with how many it is; of what was recorded otherwise since,
    nobody knows."""
    discovery, (first, second) = tree({"First": "exploring", "Second": "exploring"})
    room = in_a_room(discovery)
    for side in ("business", "business", "it"):
        rate(room, side, {first: [4, 0], second: [2, 4]})
    rate(room, "other", {second: [2, "skip"]})
    room.go("revealed")
    record(actor=SYSTEM, activity=room.activity)
    HypothesisRating.objects.filter(hypothesis=second, criterion__position=0).update(number=1)
    results = by_value(discovery)
    assert results is not None
    best, other = results.ranking
    assert best.score_words == "Value 10.0, place 1, 3 of 4 people scored"
    assert (best.business_people, best.it_people) == ("2 people", "1 person")
    assert other.people_words == "number of scorers not recorded"
    assert not results.is_unheard
    client.force_login(factories.member(discovery.domain.organization, OrganizationRole.ADMIN))
    pages = {
        "tree": client.get(reverse("lvt:tree", args=[discovery.slug])),
        "hypotheses": client.get(reverse("lvt:hypotheses", args=[discovery.slug])),
        "portfolio": client.get(reverse("lvt:portfolio", args=[discovery.domain.organization.slug])),
    }
    shown = {name: page.content.decode() for name, page in pages.items()}
    spotlight = spotlights.get("hypotheses_by_value")
    shown["spotlight"] = render_to_string(
        spotlight.template, spotlight.context(discovery, str(discovery.uuid))
    )
    shown["paper"] = render_to_string("lvt/report/tree.html", tree_section(discovery))
    for name, words in shown.items():
        assert "3 of 4 people scored" in words, name
        unknown = "scored in a workshop" if name in ("tree", "portfolio") else "corers not recorded"
        assert unknown in words, name
    for name in ("hypotheses", "spotlight", "paper"):
        assert "(2 people)" in shown[name], name
        assert "(1 person)" in shown[name], name


def test_a_value_keeps_the_people_of_an_earlier_room() -> None:
    """The next workshop rates a new hypothesis. The others still have the people who scored them, and no
    place in simulations of a room that they were not in."""
    discovery, (first, second) = tree({"First": "exploring", "Second": "exploring"})
    for rated, count in ((first, 3), (second, 2)):
        room = in_a_room(discovery)
        for _person in range(count):
            rate(room, "business", {rated: [4, 0]})
        room.go("revealed")
        record(actor=SYSTEM, activity=room.activity)
    results = heard_by_value(discovery)
    assert results is not None
    people = {each.hypothesis: each.people_words for each in results.ranking}
    assert people == {first: "3 of 3 people scored", second: "2 of 2 people scored"}
    assert [each.stability for each in results.ranking if each.hypothesis == first] == [None]
    assert results.otherwise == ()


def test_a_slot_that_no_phone_sends_counts_for_nothing() -> None:
    """A document may hold any text: a place in digits that are none, in those of another script, too far."""
    discovery, (first,) = tree({"First": "proposed"})
    worth(first, 5, 1)
    room = in_a_room(discovery)
    rate(room, "it", {first: [4, 0]})
    room.go("revealed")
    answer = Answer.objects.get(activity=room.activity, slot=f"{first.uuid}:0")
    for place in ("\u00b2", "\u0661", "01", "2", "", "-1"):
        Answer.objects.filter(pk=answer.pk).update(slot=f"{first.uuid}:{place}")
        results = heard_by_value(discovery)
        assert results is not None
        assert results.medians is not None
        assert results.medians.totals == {first.pk: 10}, place


def test_next_is_the_highest_place_whose_goal_has_room() -> None:
    full = {"Best": "proposed", "Runs": "exploring"}
    discovery, (best, runs, second, tied, last) = tree(
        full, {"Second": "proposed", "Tied": "proposed", "Last": "proposed"}, limit=1
    )
    assert next_of(by_value(discovery)).begin == ()
    for bet, number in ((best, 5), (runs, 4), (second, 3), (tied, 3), (last, 2)):
        worth(bet, number, 1)
    following = next_of(by_value(discovery))
    assert [each.hypothesis for each in following.begin] == [second, tied]
    assert [each.hypothesis for each in following.waiting] == [best]


def test_the_page_gives_the_reason_for_the_next_one_and_the_state_of_each(client: Client) -> None:
    discovery, (runs, next_one) = tree({"Runs": "in_delivery", "Next": "proposed"}, limit=2)
    assert next_of(by_value(discovery)).reason == ""
    for bet, number in ((runs, 5), (next_one, 3)):
        worth(bet, number, 1)
    client.force_login(factories.access(discovery))
    text = client.get(reverse("lvt:hypotheses", args=[discovery.slug])).content.decode()
    assert "Highest value not started yet." in text
    assert (text.count("In delivery</span>"), text.count("Proposed</span>")) == (1, 1)


def test_a_method_keeps_what_its_parts_say() -> None:
    """What a shipped example comes to as a use case it comes to as a hypothesis."""
    discovery = factories.discovery()
    for preset in PRESETS.values():
        choose_preset(actor=SYSTEM, discovery=discovery, key=preset.key)
        method = ScoringMethod.objects.filter(discovery=discovery).latest("pk")
        goal = make(Goal, discovery=discovery, title=str(preset.name))
        for example in preset.examples:
            bet = make(Hypothesis, goal=goal, statement=str(example.name))
            for criterion, given in zip(method.criteria.all(), example.scores, strict=True):
                number = next(step.value for step in criterion.scale if step.number == given)
                make(HypothesisRating, hypothesis=bet, criterion=criterion, number=number)
            results = by_value(discovery)
            assert results is not None
            (ranked,) = [each for each in results.ranking if each.hypothesis == bet]
            assert ranked.exact == Fraction(example.total), (preset.key, example.name)
