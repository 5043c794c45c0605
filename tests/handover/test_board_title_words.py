"""Words of the titles of the board's paper, from given facts."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from discovery import headlines, plan_headlines
from discovery.headlines import Ask, Lead
from tests.handover.test_board_titles import CLAIMS

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
LANGUAGES = [key for key, _name in settings.LANGUAGES]


def lead(**facts: Any) -> str:
    return headlines.ranking(
        Lead(**{"names": ("Beds",), "use_cases": 3, "listed": 3, "scored": 11, "people": 11, **facts})
    )


def test_a_ranking_claims_what_is_certain() -> None:
    # It doesn't tell what to begin with: that depends on what has to be built, too.
    assert lead(first=100, alone=100, of=100) == (
        "“Beds” ranks first in 100 of 100 simulations, based on scores from 11 of 11 people"
    )
    assert "in 999 of 1000 simulations" in lead(first=999, alone=999, of=1000)
    left_out = lead(first=999, alone=999, of=1000, is_left_out=True)
    assert left_out == "Beds is first in 999 of 1000 simulations, but isn’t on the shortlist"
    assert lead(first=40, alone=40, of=100) == "Beds leads, but is first in only 40 of 100 simulations"
    assert "shares first place in 60 of 100 simulations" in lead(first=80, alone=20, of=100)


def test_a_ranking_of_few_people_claims_no_certainty() -> None:
    title = lead(scored=1, people=1)
    assert title == "Beds is first, but too few people scored to tell how certain this is"
    assert lead(is_equal=True) == "Beds is first: everyone gave the same answers"
    for language in LANGUAGES:
        with translation.override(language):
            assert "%" not in lead(scored=1, people=1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_only_use_case_with_a_place_is_not_called_the_first(language: str) -> None:
    with translation.override(language):
        title = lead(use_cases=1, first=100, alone=100, of=100)
        alone = lead(use_cases=1, listed=1)
    assert "%" not in title
    assert not any(claim in title for claim in CLAIMS[language])
    assert title != alone, "a ranking of a single use case"
    if language == "en":
        assert title == "Only 1 of 3 use cases has a place so far: Beds"


def test_the_only_place_is_told_beside_a_shortlist_without_it() -> None:
    title = lead(use_cases=1, first=100, alone=100, of=100, is_left_out=True)
    assert title == "Only 1 of 3 use cases has a place, and it isn’t on the shortlist: Beds"


def test_those_who_share_a_place_are_named_or_counted() -> None:
    assert lead(names=("A", "B")).startswith("A and B share first place")
    assert lead(names=("A", "B", "C"), use_cases=4).startswith("3 use cases share")
    assert lead(names=("A", "B", "C"), use_cases=3).startswith("All 3 ranked use cases share")


def test_an_ask_is_no_surer_than_its_estimates() -> None:
    assert headlines.ask(Ask(names=("A",), weeks="18")) == "Approve 18 person-weeks for A"
    assert headlines.ask(Ask(names=("A",), weeks="1")) == "Approve 1 person-week for A"
    assert "at least 18" in headlines.ask(Ask(names=("A",), weeks="18", is_least=True))
    assert "isn’t estimated yet" in headlines.ask(Ask(names=("A",)))
    gaps = headlines.ask(Ask(names=("A",), weeks="18", gap_weeks="31", total="49"))
    assert gaps == "Approve 49 person-weeks: 18 for A, 31 for platform gaps"
    assert "are live" in headlines.ask(Ask(names=("A",), is_there=True))
    assert "3 shortlisted" in headlines.ask(Ask(names=("A", "B", "C"), weeks="2"))
    assert headlines.ask(Ask(candidates=1, candidate="A")) == "Decide whether to pursue A"


def test_a_delivery_that_waits_for_the_platform_has_both_dates() -> None:
    facts: dict[str, Any] = {"iterations": 2, "late": 0, "done_count": 0, "product": "Visits"}
    facts["due"] = date(2026, 12, 14)
    # No line break parts a date.
    assert plan_headlines.roadmap(**facts) == "Visits delivers next, by December\xa014,\xa02026"
    title = plan_headlines.roadmap(**facts, blocked_until=date(2027, 2, 8))
    assert title == "Visits is planned for December\xa014,\xa02026, but blocked until February\xa08,\xa02027"


def test_overdue_actions_name_the_oldest_and_its_owner() -> None:
    facts: dict[str, Any] = {"count": 7, "unowned": 0, "due": None, "oldest": "List the systems."}
    title = plan_headlines.next_steps(**facts, overdue=1, owner="Tomás")
    assert title == "1 of 7 open actions is overdue: “List the systems” (Tomás)"
    title = plan_headlines.next_steps(**facts, overdue=2)
    assert title == "2 of 7 open actions are overdue, above all “List the systems”"


def test_gaps_without_an_action_are_counted() -> None:
    title = plan_headlines.gaps_without_action
    assert title(part=10, count=12) == "10 of 12 gaps to target have no action yet"
    assert title(part=12, count=12) == "None of the 12 gaps to target has an action yet"
    assert title(part=2, count=2) == "Neither of the gaps to target has an action yet"
    assert title(part=1, count=1) == "The gap to target has no action yet"


def test_a_delivery_that_waits_for_products_without_dates_has_only_a_lower_bound() -> None:
    facts: dict[str, Any] = {"iterations": 2, "late": 0, "done_count": 0, "product": "Visits"}
    facts |= {"due": date(2026, 12, 14), "undated": ["Consent"]}
    title = plan_headlines.roadmap(**facts)
    assert title == (
        "Visits delivers on December\xa014,\xa02026 at the earliest: its input Consent has no date yet"
    )
    later = plan_headlines.roadmap(
        **facts | {"undated": ["Consent", "Visits"], "blocked_until": date(2027, 2, 8)}
    )
    assert later == (
        "The platform blocks Visits until February\xa08,\xa02027, and its inputs Consent and Visits have no "
        "date yet"
    )
    many = plan_headlines.roadmap(**facts | {"undated": ["A", "B", "C"]})
    assert many.endswith("3 of its inputs have no date yet")


def test_what_is_not_proven_has_its_bound() -> None:
    title = plan_headlines.cut_line(
        products=4, use_cases=2, reached="at least 30, at most 34", is_proven=False
    )
    assert "isn’t proven: at least 30, at most 34" in title
    unproven = plan_headlines.gaps(count=3, blocked=2, of=5, first="Tests", is_proven=False)
    assert "first" not in unproven


def test_together_gaps_block_all_data_products() -> None:
    """Not each of them blocks every one."""
    title = plan_headlines.gaps(count=7, blocked=6, of=6, first="Tests", is_proven=True)
    assert title == "Close “Tests” first: 7 platform gaps block all 6 prioritized data products"
    only = plan_headlines.gaps(count=2, blocked=1, of=1, first="Tests", is_proven=False)
    assert only == "2 platform gaps block 1 of 1 prioritized data products"


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_names_leave_room_for_the_claim(language: str) -> None:
    name = "Shelf availability by shop and article " * 3
    with translation.override(language):
        for title in (
            lead(names=(name[:120],), first=100, alone=100, of=100),
            headlines.ask(Ask(names=(name[:120], name[:120]), weeks="18")),
            plan_headlines.roadmap(iterations=2, late=0, done_count=0, product=name, due=date(2026, 12, 1)),
        ):
            assert len(title) < 230
            assert _NUMBER.search(title)
