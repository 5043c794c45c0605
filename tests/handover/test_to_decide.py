"""The board's slide of recommendations, objections, risks and questions: its title agrees with its rows."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from core.services import kinds
from discovery.models import Discovery
from handover.models import Finding, Recommendation
from handover.report import to_decide
from tests.factories import SYSTEM, make
from workshops.models import Question, Risk

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


def test_light_risks_alone_make_no_slide(discovery: Discovery) -> None:
    make(Risk, discovery=discovery, title="Light", likelihood=1, impact=1)
    assert to_decide(discovery) is None
    make(Question, discovery=discovery, title="Who owns it?")
    slide = to_decide(discovery)
    assert slide is not None
    assert slide["headline"] == "1 open question needs an answer"


def test_risks_and_questions_without_room_are_counted(discovery: Discovery) -> None:
    for number in range(5):
        make(Risk, discovery=discovery, title=f"Risk {number}", likelihood=3, impact=3)
        make(Question, discovery=discovery, title=f"Question {number}?")
    slide = to_decide(discovery)
    html = " ".join(render_to_string("handover/board/to_decide.html", slide).split())
    assert "<p>and 2 more</p>" in html
    assert "Question 2? and 2 more</p>" in html
