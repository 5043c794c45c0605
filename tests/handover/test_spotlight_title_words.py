"""Titles of spotlights, made from facts: natural with nothing, one and many."""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, signature
from typing import Any

import pytest
from django.utils import translation

from discovery import appendix_headlines, operating_model_headlines, plan_headlines, spotlight_headlines

SAID: dict[Callable[..., str], dict[tuple[Any, ...], str]] = {
    spotlight_headlines.readiness: {
        (0, 12): "Every check before the handover passed",
        (1, 12): "1 of 12 handover checks is open",
        (5, 12): "5 of 12 handover checks are open",
    },
    spotlight_headlines.findings: {
        (0,): "Every finding has a recommendation",
        (1,): "1 finding has no recommendation yet",
        (3,): "3 findings have no recommendation yet",
    },
    spotlight_headlines.recommendations: {
        (0, 0): "Every recommendation has a next step",
        (0, 1): "1 recommendation has no next step yet",
        (2, 1): "2 next steps are overdue",
    },
    appendix_headlines.quadrant: {
        ("Quick win", 1, 1): "The only ranked use case is in the “Quick win” quadrant",
        ("Quick win", 0, 3): "None of the 3 ranked use cases is in the “Quick win” quadrant",
        ("Quick win", 1, 3): "1 of 3 ranked use cases is in the “Quick win” quadrant",
        ("Quick win", 2, 2): "Both ranked use cases are in the “Quick win” quadrant",
        ("Quick win", 3, 3): "All 3 ranked use cases are in the “Quick win” quadrant",
    },
    spotlight_headlines.value: {
        (0, 0): "",
        (1, 1): "1 use case needs 1 data product",
        (2, 7): "2 use cases need 7 data products",
    },
    spotlight_headlines.what_if: {
        (0, 0, 0): "No changes yet",
        (1, 0, 0): "The cut line serves the same use cases as today",
        (1, 1, 0): "The cut line serves 1 more use case",
        (2, 0, 2): "The cut line serves 2 fewer use cases",
        (2, 3, 1): "Use cases above the cut line: 3 added, 1 dropped",
    },
    operating_model_headlines.guardrails: {
        ((), 0): "Every guardrail is agreed",
        ((), 1): "1 guardrail isn’t agreed yet",
        ((("Versions", ("A",)), ("Formats", ("B",))), 1): (
            "2 agreed guardrails aren’t followed by every data product"
        ),
        ((("Versions", ("Field visits",)),), 1): "Field visits doesn’t follow “Versions”",
        ((("Versions", ("A", "B")),), 1): "2 data products don’t follow “Versions”",
    },
    operating_model_headlines.roles: {
        ((),): "Every role is filled",
        (("Data steward",),): "1 role is open: Data steward",
        (("Data steward", "Domain owner"),): "2 roles are open: Data steward and Domain owner",
        (("A", "B", "C"),): "3 roles are open",
    },
    spotlight_headlines.thread: {
        ("Field visits", 0, 1, ()): "No use case needs Field visits yet",
        ("Field visits", 1, 1, ()): "Field visits serves 1 use case, and nothing is missing",
        ("Field visits", 2, 1, ("SLO",)): "Field visits serves 2 use cases; missing: SLO",
        (
            "Field visits",
            2,
            1,
            ("SLO", "Port", "Owner"),
        ): "Field visits serves 2 use cases; 3 parts are missing",
        ("Dashboard", None, 0, ()): "Dashboard has no data product yet",
        ("Dashboard", None, 2, ()): "Dashboard needs 2 data products, and nothing is missing",
        ("Dashboard", None, 1, ("SLO", "Port")): "Dashboard needs 1 data product; missing: SLO and Port",
    },
    operating_model_headlines.teams: {
        (0, 0, 0): "No team changes",
        (1, 1, 0): "1 team changes",
        (3, 0, 0): "3 teams change",
        (3, 3, 0): "3 teams change, 3 of them new",
        (3, 0, 1): "3 teams change, 1 of them ending",
        (5, 1, 1): "5 teams change, 1 of them new and 1 ending",
    },
    spotlight_headlines.use_case: {
        ("Dashboard", None): "Dashboard has no hypothesis yet",
        ("Dashboard", "Full shelves"): "Dashboard serves the goal “Full shelves”",
    },
    spotlight_headlines.today: {
        (0, 0, 0): "",
        (1, 0, 0): "Every source is in use today",
        (3, 1, 0): "Nothing reads 1 source today",
        (3, 0, 2): "Nothing reads 2 integration sources today",
        (4, 2, 1): "Nothing reads 2 sources and 1 integration source today",
    },
    spotlight_headlines.template: {
        ("Field visits", 0, 11): "0 of 11 parts of the template of Field visits are filled in",
        ("Field visits", 4, 11): "4 of 11 parts of the template of Field visits are filled in",
        ("Field visits", 11, 11): "Every part of the template of Field visits is filled in",
    },
    plan_headlines.delta: {
        (12, 0, ()): "All 12 scored dimensions have reached their target",
        (12, 3, ("Sharing",)): "“Sharing” is furthest below its target: 3 steps",
        (12, 1, ("Sharing", "Access")): "2 dimensions are one step below their targets",
        (12, 3, ("Sharing", "Access")): "2 dimensions are furthest below their targets: 3 steps each",
    },
    spotlight_headlines.decisions: {("One storage",): "Latest decision: One storage"},
    spotlight_headlines.checklists: {
        (0, ()): "Every checklist is complete",
        (1, ("Consent",)): "Only the checklist of Consent isn’t complete yet",
        (2, ("Consent", "Sales")): "2 checklists aren’t complete yet",
        (3, ("Consent",)): "3 checklists aren’t complete yet, and Consent lacks the most items",
    },
    spotlight_headlines.by_value: {
        ("", 0, "", "", True): "",
        ("Shelves fill.", 1, "28.0", "", True): "The hypothesis has a value of 28.0 points",
        ("Shelves fill.", 1, "28.0", "2.0", True): "“Shelves fill” leads by 2.0 points",
        ("Shelves fill.", 1, "28.0", "2.0", False): "Preliminary: “Shelves fill” leads by 2.0 points",
        ("Shelves fill.", 2, "28.0", "0.0", True): "2 hypotheses share the highest value",
    },
    appendix_headlines.capabilities: {
        (0, 1): "No capability needs to mature",
        (1, 1): "Every capability needs to mature",
        (1, 3): "1 of 3 capabilities needs to mature",
    },
    appendix_headlines.fitness: {
        (0, 1): "No data product passes all fitness checks",
        (1, 1): "Every data product passes all fitness checks",
        (2, 7): "2 of 7 data products pass all fitness checks",
    },
}


@pytest.mark.parametrize("title_of", SAID, ids=lambda each: each.__name__)
def test_a_title_is_natural_with_nothing_one_and_many(title_of: Callable[..., str]) -> None:
    parameters = signature(title_of).parameters.values()
    plain = sum(each.kind is not Parameter.KEYWORD_ONLY for each in parameters)
    names = [each.name for each in parameters][plain:]
    with translation.override("en"):
        for facts, words in SAID[title_of].items():
            assert title_of(*facts[:plain], **dict(zip(names, facts[plain:], strict=True))) == words


def test_a_title_of_governance_counts_only_members_that_are_known() -> None:
    def title(**members: int) -> str:
        return operating_model_headlines.governance(members=[*members.items()], domain="Sales")

    with translation.override("en"):
        assert title() == ""
        assert title(Council=1) == "Council has 1 member"
        assert title(Council=4) == "Council has 4 members"
        assert title(Council=4, Board=2) == "Both governance bodies of Sales have members"
        assert title(Council=4, Board=0) == "1 governance body has no members yet"


def test_a_long_title_of_a_goal_stands_alone() -> None:
    with translation.override("en"):
        assert spotlight_headlines.goal("Full shelves", hypotheses=0, bare=0) == "Full shelves"
        assert spotlight_headlines.goal("x" * 80, hypotheses=2, bare=1) == "x" * 80
        assert spotlight_headlines.goal("Full shelves", hypotheses=2, bare=1) == (
            "Full shelves: 1 hypothesis about data has no use case yet"
        )


def test_a_checklist_names_what_few_are_missing() -> None:
    with translation.override("en"):
        assert spotlight_headlines.checklist("Sales", missing=()) == "The checklist of Sales is complete"
        assert spotlight_headlines.checklist("Sales", missing=("SLO",)) == "Missing for Sales: SLO"
        assert spotlight_headlines.checklist("Sales", missing=("A", "B", "C")) == (
            "3 items are missing for Sales"
        )
