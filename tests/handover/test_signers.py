"""The answers of the people who sign the executive summary."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string

from handover.models import ReviewState, SectionReview
from handover.section_reviews.selectors import Review, SectionLine

ASKED, APPROVED, OBJECTED = ReviewState.ASKED, ReviewState.APPROVED, ReviewState.OBJECTED


@pytest.mark.parametrize(
    ("states", "answer"),
    [
        ([APPROVED, APPROVED], "Approved"),
        ([APPROVED, ASKED], "No answer yet"),
        ([ASKED], "No answer yet"),
        ([APPROVED, OBJECTED, ASKED], "Changes requested"),
    ],
)
def test_a_signer_has_one_answer_for_all_sections(states: list[str], answer: str) -> None:
    reviews = tuple(SectionReview(reviewer="Ana", state=state) for state in states)
    review = Review(1, (SectionLine("report", "The whole report", reviews),))
    assert [(each.name, str(each.answer)) for each in review.signers] == [("Ana", answer)]


def test_an_approval_has_the_day_of_the_last_answer() -> None:
    answered = [datetime(2026, 11, day, 12, tzinfo=UTC) for day in (30, 28)]
    reviews = tuple(SectionReview(reviewer="Ana", state=APPROVED, answered_at=at) for at in answered)
    (signer,) = Review(1, (SectionLine("report", "The whole report", reviews),)).signers
    assert (signer.answer, signer.tone) == ("Approved on Nov 30, 2026", "good")


def test_an_executive_summary_has_room_for_six_signers() -> None:
    reviews = tuple(SectionReview(reviewer=f"Ana {number}", state=ASKED) for number in range(8))
    review = Review(1, (SectionLine("report", "The whole report", reviews),))
    context = {"review": review, "sections": [{"title": "Request", "anchor": "request"}]}
    html = render_to_string("handover/reports/executive.html", context)
    assert html.count("signer-name") == 6
    assert "and 2 more" in html


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ([], "Draft of version 2"),
        ([ASKED, APPROVED, OBJECTED], "Version 2 · In review · 1 of 3 approved"),
        ([APPROVED, APPROVED], "Version 2, approved"),
    ],
)
def test_the_state_of_a_version_is_beside_its_number(states: list[str], words: str) -> None:
    reviews = tuple(SectionReview(reviewer=f"Ana {n}", state=state) for n, state in enumerate(states))
    assert Review(2, (SectionLine("report", "The whole report", reviews),)).state_words == words
