"""The board's slide of recommendations, objections, risks and questions: its title agrees with its rows."""

from __future__ import annotations

import pytest

from core.services import kinds
from discovery.models import Discovery
from handover.models import Finding, Recommendation
from handover.report import to_decide
from tests.factories import SYSTEM

pytestmark = pytest.mark.django_db


def _recommended(discovery: Discovery, *evidence: str) -> None:
    findings = [
        kinds.add(actor=SYSTEM, draft=Finding(discovery=discovery, title=f"Finding {each}", evidence=each))
        for each in evidence
    ]
    draft = Recommendation(discovery=discovery, title="Build once")
    kinds.add(actor=SYSTEM, draft=draft, findings=findings)


@pytest.mark.parametrize(
    ("evidence", "title"),
    [
        (("Survey",), "1 recommendation needs a decision"),
        (("Survey", ""), "1 recommendation needs a decision"),
        (("",), "1 recommendation needs a decision, and has no evidence yet"),
        ((), "1 recommendation needs a decision, and has no evidence yet"),
    ],
)
def test_a_recommendation_without_evidence_rests_on_no_finding_that_has_some(
    discovery: Discovery, evidence: tuple[str, ...], title: str
) -> None:
    _recommended(discovery, *evidence)
    slide = to_decide(discovery)
    assert slide is not None
    assert slide["headline"] == title
