"""The answers of the people who sign the executive summary."""

from __future__ import annotations

import pytest

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
    assert [(name, str(words)) for name, words in review.signers] == [("Ana", answer)]
