"""Titles of spotlights, made from facts: natural with nothing, one and many."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from inspect import Parameter, signature
from typing import Any

import pytest
from django.utils import translation

from discovery import (
    appendix_headlines,
    operating_model_headlines,
    plan_headlines,
    product_headlines,
    spotlight_headlines,
)

LATEST = date(2026, 11, 29)
SAID: dict[Callable[..., str], dict[tuple[Any, ...], str]] = {
    spotlight_headlines.readiness: {
        (0, 12): "Every check before the handover passed",
        (1, 12): "1 of 12 handover checks is open",
        (5, 12): "5 of 12 handover checks are open",
    },
    spotlight_headlines.findings: {
        (1, 1): "The finding leads to no recommendation yet",
        (1, 0): "The finding leads to a recommendation",
        (2, 2): "Neither finding leads to a recommendation yet",
        (2, 0): "Both findings lead to a recommendation",
        (5, 5): "None of the 5 findings leads to a recommendation yet",
        (5, 4): "1 of 5 findings leads to a recommendation",
        (5, 1): "4 of 5 findings lead to a recommendation",
        (5, 0): "All 5 findings lead to a recommendation",
    },
    spotlight_headlines.recommendations: {
        ((), "", ()): "Every recommendation has a next step",
        ((), "", ("Share once.",)): "“Share once” has no next step yet",
        ((), "", ("A", "B")): "“A” and “B” have no next step yet",
        ((), "", ("A", "B", "C")): "3 recommendations have no next step yet",
        (("List systems",), "List systems", ("A",)): "“List systems” is overdue",
        (("A", "B"), "A", ()): "“A” and “B” are overdue",
        (("A", "B", "C"), "A", ()): "3 next steps are overdue, “A” the longest",
        (("A", "B", "C"), "", ()): "3 next steps are overdue",
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
        (1, 0, 0): "The cut line serves the same use cases as the current plan",
        (1, 1, 0): "The cut line serves 1 more use case",
        (2, 0, 2): "The cut line serves 2 fewer use cases",
        (2, 3, 1): "Use cases above the cut line: 3 added, 1 dropped",
    },
    operating_model_headlines.guardrails: {
        ((), (), ()): "Every guardrail is agreed",
        ((), (), ("Versions",)): "“Versions” isn’t agreed yet",
        ((), (), ("Versions", "Formats")): "“Versions” and “Formats” aren’t agreed yet",
        ((), (), ("A", "B", "C")): "3 guardrails aren’t agreed yet",
        ((), (("Versions", "Consent"),), ("A",)): "1 exception to “Versions”: Consent",
        ((), (("Versions", "Consent"), ("Formats", "Sales")), ()): (
            "2 exceptions to agreed guardrails are on record"
        ),
        ((("Versions", ("A",)), ("Formats", ("B",))), (), ("C",)): (
            "“Versions” and “Formats” aren’t followed by every data product"
        ),
        ((("A", ("S",)), ("B", ("S",)), ("C", ("S",))), (), ()): (
            "3 agreed guardrails aren’t followed by every data product"
        ),
        ((("Versions", ("Consent",)),), (("Versions", "Sales"),), ()): "Consent doesn’t follow “Versions”",
        ((("Versions", ("A", "B")),), (), ()): "A and B don’t follow “Versions”",
        ((("Versions", ("A", "B", "C")),), (), ()): "3 data products don’t follow “Versions”",
    },
    appendix_headlines.overload: {
        ((("Elif Demir", 110),),): "Elif Demir is planned for 110% of full time",
        ((("A", 110), ("B", 120)),): "A and B are planned for more than full time",
        ((("A", 110), ("B", 120), ("C", 130)),): "3 people are planned for more than full time",
    },
    operating_model_headlines.roles: {
        ((),): "Every role is filled",
        (("Data steward",),): "The role “Data steward” is open",
        (("Data steward", "Domain owner"),): "The roles “Data steward” and “Domain owner” are open",
        (("A", "B", "C"),): "3 roles are open",
    },
    operating_model_headlines.steps: {
        (6, 6): "Every step of the operating model is fully answered",
        (1, 6): "1 of 6 steps of the operating model is fully answered",
        (0, 6): "0 of 6 steps of the operating model are fully answered",
    },
    operating_model_headlines.responsibilities: {
        (0, 1): "The activity doesn’t have the roles it needs",
        (9, 9): "Every activity has the roles it needs",
        (1, 9): "1 of 9 activities has the roles it needs",
        (8, 9): "8 of 9 activities have the roles they need",
    },
    product_headlines.sharing: {
        (0, 1): "The output port has no sharing method yet",
        (1, 1): "The output port has a sharing method",
        (1, 7): "1 of 7 output ports has a sharing method",
    },
    product_headlines.products: {
        (0, 1): "The data product isn’t live yet",
        (1, 1): "The data product is live",
        (2, 7): "2 of 7 data products are live",
    },
    product_headlines.purposes: {
        (0, 1): "The data product serves no goal yet",
        (1, 1): "The data product serves a goal",
        (1, 7): "1 of 7 data products serves a goal",
    },
    product_headlines.needed_by_several: {
        (1, 1): "The data product is needed by several use cases",
        (1, 7): "1 of 7 data products is needed by several use cases",
    },
    appendix_headlines.strategy: {
        (0, 1): "The question about the data strategy isn’t answered yet",
        (1, 1): "The question about the data strategy is answered",
        (0, 2): "0 of 2 questions about the data strategy are answered",
    },
    appendix_headlines.findings: {
        (1, 0): "The finding has no evidence yet",
        (1, 1): "The finding has evidence",
        (2, 2): "Both findings have evidence",
        (3, 1): "1 of 3 findings has evidence",
    },
    appendix_headlines.key_questions: {
        (0, 1): "The key question isn’t decided yet",
        (1, 1): "The key question is decided",
        (1, 2): "1 of 2 key questions is decided",
    },
    appendix_headlines.decision_rights: {
        (0, 1): "The body has no decision rights yet",
        (1, 1): "The body has decision rights",
        (2, 3): "2 of 3 bodies have decision rights",
    },
    appendix_headlines.risks: {
        (0, 1): "The risk isn’t serious",
        (1, 1): "The risk is serious",
        (0, 3): "0 of 3 risks are serious",
    },
    product_headlines.access: {
        (0, 1): "The data product has no access rules yet",
        (1, 1): "The data product has access rules",
        (1, 7): "1 of 7 data products has access rules",
        (2, 7): "2 of 7 data products have access rules",
    },
    operating_model_headlines.processes: {
        (3, ()): "Every business process has a decision maker",
        (1, ("Ask for consent",)): "“Ask for consent” has no decision maker",
        (3, ("A", "B")): "“A” and “B” have no decision maker",
        (4, ("A", "B", "C")): "3 of 4 business processes have no decision maker",
        (3, ("A", "B", "C")): "None of the 3 business processes has a decision maker",
    },
    spotlight_headlines.thread: {
        ("Field visits", 0, 1, ()): "No use case needs Field visits yet",
        ("Field visits", 1, 1, ()): "1 use case needs Field visits, and nothing is missing",
        ("Field visits", 2, 1, ("Promise",)): "2 use cases need Field visits, which lacks “Promise”",
        (
            "Field visits",
            2,
            1,
            ("SLO", "Port", "Owner"),
        ): "2 use cases need Field visits, which lacks 3 parts",
        ("Dashboard", None, 0, ()): "Dashboard has no data product yet",
        ("Dashboard", None, 2, ()): "Dashboard needs 2 data products, and nothing is missing",
        ("Dashboard", None, 1, ("SLO",)): "Dashboard needs 1 data product; missing: “SLO”",
        ("Dashboard", None, 1, ("SLO", "Port")): "Dashboard needs 1 data product; 2 parts are missing",
    },
    operating_model_headlines.teams: {
        ((), (), ()): "No team changes",
        (("Sales",), (), ()): "Sales changes",
        (("A", "B"), (), ()): "A and B change",
        (("A", "B", "C"), (), ()): "3 teams change",
        (("A",), ("A",), ()): "A is a new team",
        (("A", "B"), ("A", "B"), ()): "A and B are new teams",
        (("A",), (), ("A",)): "A ends",
        (("A", "B"), (), ("A", "B")): "A and B end",
        (("A", "B"), ("A",), ("B",)): "A is a new team, and B ends",
        (("A", "B", "C"), ("A",), ()): "3 teams change, and A is new",
        (("A", "B", "C"), ("A", "B"), ()): "3 teams change, and A and B are new",
        (("A", "B", "C"), (), ("B",)): "3 teams change, and B ends",
        (("A", "B", "C"), (), ("B", "C")): "3 teams change, and B and C end",
        (("A", "B", "C"), ("A",), ("B",)): "3 teams change: A is new, and B ends",
        (("A", "B", "C"), ("A", "B", "C"), ()): "3 teams change, 3 of them new",
        (("A", "B", "C"), (), ("A", "B", "C")): "3 teams change, 3 of them ending",
        (("A", "B", "C"), ("A", "B"), ("C",)): "3 teams change, 2 of them new and 1 ending",
    },
    spotlight_headlines.use_case: {
        ("Dashboard", None, "", "", ""): "Dashboard serves no goal yet",
        ("Dashboard", "Full shelves", "", "", ""): "Dashboard should help achieve “Full shelves”",
        ("Dashboard", "Full shelves", "Sales", "31%", "40%"): (
            "Dashboard should help bring “Sales” from 31% to 40%"
        ),
        ("Dashboard", "Full shelves", "s" * 80, "31%", "40%"): "Dashboard should help achieve “Full shelves”",
        ("x" * 70, "Full shelves", "Sales", "31%", "40%"): "x" * 70,
    },
    spotlight_headlines.cards: {
        (2, ("Dashboard",), (("Full shelves", 1),)): "Dashboard serves no goal yet",
        (2, ("A", "B"), ()): "A and B serve no goal yet",
        (4, ("A", "B", "C"), (("Full shelves", 1),)): "3 of 4 use cases serve no goal yet",
        (3, ("A", "B", "C"), ()): "None of the 3 use cases serves a goal yet",
        (1, (), (("Full shelves", 1),)): "The use case serves “Full shelves”",
        (2, (), (("Full shelves", 2),)): "Both use cases serve “Full shelves”",
        (3, (), (("Full shelves", 3),)): "All 3 use cases serve “Full shelves”",
        (3, (), (("Full shelves", 2), ("Less waste", 1))): "2 of 3 use cases serve “Full shelves”",
        (2, (), (("Full shelves", 1), ("Less waste", 1))): "2 use cases serve 2 goals",
        (3, (), (("x" * 70, 2), ("Less waste", 1))): "3 use cases serve 2 goals",
    },
    spotlight_headlines.measure: {
        ("Sales", "Target reached", "", "", ""): "Sales: Target reached",
        ("Sales", "63% of the way", "31%", "40%", "63"): "Sales: 31%, 63% of the way to 40%",
    },
    spotlight_headlines.tree: {
        (0, ()): "",
        (2, ()): "Every hypothesis about data has a use case",
        (2, ("Shelves fill.",)): "“Shelves fill” has no use case yet",
        (2, ("x" * 70,)): "1 of 2 hypotheses about data has no use case yet",
        (2, ("A", "B")): "2 of 2 hypotheses about data have no use case yet",
    },
    spotlight_headlines.today: {
        (0, (), 0, 0): "",
        (1, (), 0, 0): "Every source is in use today",
        (3, ("CRM",), 0, 0): "CRM has no reader today",
        (3, ("CRM", "Hub"), 1, 1): "CRM and Hub have no reader today",
        (4, ("CRM", "ERP", "Hub"), 0, 0): "3 of 4 sources have no reader today",
        (5, ("CRM", "ERP", "Hub"), 1, 0): "3 of 4 sources have no reader today",
        (5, ("CRM", "ERP", "Hub"), 2, 1): "2 of 3 sources and 1 integration source have no reader today",
        (9, ("CRM", "ERP", "Hub"), 5, 2): "1 of 4 sources and 2 integration sources have no reader today",
        (5, ("CRM", "ERP", "Hub"), 4, 3): "3 of 4 integration sources have no reader today",
    },
    spotlight_headlines.template: {
        ("Field visits", ()): "No question about Field visits is open",
        ("Field visits", ("Who uses it?",)): "Still open for Field visits: Who uses it?",
        ("Field visits", ("A?", "B?")): "2 questions in the template of Field visits are open",
    },
    plan_headlines.delta: {
        (12, 0, ()): "All 12 scored dimensions have reached their target",
        (12, 3, ("Sharing",)): "“Sharing” is furthest below its target: 3 levels",
        (12, 1, ("Sharing", "Access")): "“Sharing” and “Access” are one level below target",
        (12, 3, ("Sharing", "Access")): "“Sharing” and “Access” are furthest below target",
        (12, 1, ("A", "B", "C")): "3 dimensions are one level below their targets",
        (12, 3, ("A", "B", "C")): "3 dimensions are furthest below their targets: 3 levels each",
    },
    spotlight_headlines.decisions: {
        (1, 1, LATEST): "1 decision was made, on November\xa029,\xa02026",
        (12, 0, LATEST): "12 decisions were made, the latest on November\xa029,\xa02026",
        (12, 12, LATEST): "12 decisions were made, the latest on November\xa029,\xa02026",
        (12, 1, LATEST): "No decision maker is recorded for 1 of 12 decisions",
        (12, 8, LATEST): "No decision maker is recorded for 8 of 12 decisions",
    },
    spotlight_headlines.checklists: {
        (0, (), 0, 14): "Every data product has everything on its checklist",
        (1, ("Consent",), 5, 14): "Only Consent lacks checklist items: 5 of 14",
        (2, ("Consent", "Sales"), 1, 14): "Consent and Sales lack the most checklist items: 1 each",
        (3, ("Consent",), 5, 14): "Consent lacks the most: 5 of 14 items",
        (3, ("A", "B", "C"), 5, 14): "3 data products lack items on their checklists",
    },
    spotlight_headlines.by_value: {
        ("", 0, "", "", True): "",
        ("Shelves fill.", 1, "28.0", "", True): "The hypothesis has a value of 28.0 points",
        ("Shelves fill.", 1, "28.0", "2.0", True): "“Shelves fill” leads by 2.0 points",
        ("Shelves fill.", 1, "28.0", "2.0", False): "“Shelves fill” leads by 2.0 points so far",
        ("x" * 49, 1, "28.0", "2.0", True): "The top hypothesis leads by 2.0 points",
        ("x" * 49, 1, "28.0", "2.0", False): "The top hypothesis leads by 2.0 points so far",
        ("Shelves fill.", 2, "28.0", "0.0", True): "2 hypotheses share the highest value",
    },
    appendix_headlines.capabilities: {
        ((), 1, "", 0): "No capability needs to mature",
        (("Storage",), 1, "Storage", 1): "“Storage” needs to mature",
        (("Storage", "Access"), 2, "Storage", 2): "“Storage” and “Access” need to mature",
        (("A", "B", "C"), 3, "", 0): "Every capability needs to mature",
        (("A", "B", "C"), 3, "A", 3): "“A” needs 3 more levels",
        (("A", "B", "C"), 7, "", 0): "3 of 7 capabilities need to mature",
        (("A", "B", "C"), 7, "A", 2): "“A” needs 2 more levels",
    },
    appendix_headlines.similar: {
        ((("A", "B"),), False, ""): "A and B could be one data product",
        ((("A", "B"), ("C", "D")), True, ""): "2 pairs of data products could be merged, above all A and B",
        ((("A" * 40, "B" * 40), ("C", "D")), True, ""): "2 pairs of data products could be merged",
        ((("A", "B"), ("C", "D")), False, ""): "2 pairs of data products could be merged",
        ((("A", "B"),), False, "55"): "A and B are 55% alike: check whether both are needed",
        ((("A", "B"), ("C", "D")), True, "80"): "A and B are 80% alike: check whether both are needed",
    },
    appendix_headlines.approvals: {
        (3, 3, 0): "Everyone who was asked has approved",
        (1, 3, 0): "1 of 3 approvals so far",
        (1, 3, 1): "1 of 3 approvals, 1 request for changes",
        (0, 3, 2): "0 of 3 approvals, 2 requests for changes",
    },
    appendix_headlines.ends: {
        (0, 0): "",
        (1, 0): "The source isn’t used yet",
        (1, 1): "The source is used",
        (2, 2): "Both sources are used",
        (3, 3): "All 3 sources are used",
        (3, 1): "1 of 3 sources is used",
        (3, 0): "0 of 3 sources are used",
    },
    appendix_headlines.people: {
        (0, 0): "",
        (1, 1): "Business and IT took part",
        (1, 0): "Business and IT didn’t both take part",
        (2, 2): "Business and IT took part in both workshops",
        (3, 3): "Business and IT took part in all 3 workshops",
        (3, 2): "Business and IT both took part in 2 of 3 workshops",
    },
    plan_headlines.architecture: {
        ((), 0): "",
        ((), 1): "Data products serve 1 of 1 use case",
        (("Next best action",), 3): "Next best action has no data product yet",
        (("A", "B"), 3): "A and B have no data product yet",
        (("A", "B", "C"), 4): "Data products serve 1 of 4 use cases",
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
    def title(*bodies: tuple[str, int, str]) -> str:
        return operating_model_headlines.governance(bodies=bodies, domain="Sales")

    with translation.override("en"):
        assert title() == ""
        assert title(("Council", 1, "")) == "Council has 1 member"
        assert title(("Council", 4, "x" * 70)) == "Council has 4 members"
        assert title(("Council", 4, "Next use cases. Ownership.")) == "Council decides on “Next use cases”"
        assert title(("Council", 4, "Budgets, e.g. of teams\nOwners")) == (
            "Council decides on “Budgets, e.g. of teams”"
        )
        assert title(("Council", 4, "Budgets"), ("Board", 2, "")) == (
            "Both governance bodies of Sales have members"
        )
        assert title(("Council", 4, "Budgets"), ("Board", 0, "")) == "Board has no members yet"
        assert title(*((name, 0, "") for name in "ABC")) == "3 governance bodies have no members yet"


def test_a_long_title_of_a_goal_stands_alone() -> None:
    with translation.override("en"):
        assert spotlight_headlines.goal("Full shelves") == "Full shelves"
        assert spotlight_headlines.goal("x" * 80, bare=1, value="31%", target="40%") == "x" * 80
        assert spotlight_headlines.goal("Full shelves", bare=1, value="31%") == (
            "Full shelves: 1 hypothesis about data has no use case yet"
        )
        assert spotlight_headlines.goal("Full shelves", bare=1, value="31%", target="40%") == (
            "Full shelves: 31% now, 40% is the target"
        )


def test_a_checklist_names_what_few_are_missing() -> None:
    with translation.override("en"):
        assert spotlight_headlines.checklist("Sales", missing=(), of=14) == (
            "Sales has all 14 items on its checklist"
        )
        assert spotlight_headlines.checklist("Sales", missing=("SLO",), of=14) == "Missing for Sales: SLO"
        assert spotlight_headlines.checklist("Sales", missing=("A", "B", "C"), of=14) == (
            "3 items are missing for Sales"
        )
