"""The sentence above the signatures states what is asked for, in every state of a discovery."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from lxml import html

from discovery.headlines import Ask
from discovery.reports.approval_sentences import MOST_BOXES, agreement, approval, of_goals

ONE, TWO = ("Order proposal",), ("Order proposal", "Shelf alarm")


@pytest.mark.parametrize(
    ("facts", "options", "sentence"),
    [
        (Ask(names=TWO, weeks="23", gap_weeks="31", total="54"), "AB", "54 person-weeks and option A or B."),
        (Ask(names=TWO, weeks="23", gap_weeks="31", total="54"), "", "54 person-weeks."),
        (Ask(names=ONE, weeks="1"), "", "1 person-week."),
        (Ask(names=ONE, weeks="7", is_least=True), "", "at least 7 person-weeks."),
        (Ask(names=ONE, weeks="7", is_least=True), "AB", "at least 7 person-weeks and option A or B."),
        (Ask(names=TWO), "", "the 2 shortlisted use cases."),
        (Ask(names=ONE, weeks="0", is_there=True), "", "the shortlisted use case."),
        (Ask(names=TWO), "AB", "the 2 shortlisted use cases and option A or B."),
        (Ask(recommendations=1, questions=2), "", "the recommendation."),
        (Ask(recommendations=3), "", "the 3 recommendations."),
    ],
)
def test_what_is_approved_is_in_the_sentence(facts: Ask, options: str, sentence: str) -> None:
    written = html.fragment_fromstring(approval(facts, options=options), create_parent="p")

    assert written.text_content() == f"We approve {sentence}"
    assert [each.text for each in written.cssselect(".tick-box")] == list(options)


def test_use_cases_to_choose_from_have_a_box_each_and_many_have_a_line() -> None:
    names = [f"Case <{number}>" for number in range(MOST_BOXES + 1)]
    few = html.fragment_fromstring(approval(Ask(candidates=2), candidates=names[:2]), create_parent="p")
    assert [each.text for each in few.cssselect(".tick-box")] == names[:2]
    many = approval(Ask(candidates=len(names)), candidates=names)
    assert many == 'We pursue these use cases: <span class="signed-line"></span>'


def test_without_a_decision_the_summary_is_agreed_on() -> None:
    assert approval(Ask(questions=2)) == agreement() == "We agree with this summary."
    assert of_goals(1) == "We confirm the goal."
    assert of_goals(2) == "We confirm the 2 goals."


def test_the_sentence_is_in_the_language_of_the_summary() -> None:
    facts = Ask(names=TWO, weeks="23", gap_weeks="31", total="54")
    with override("de"):
        assert approval(facts).startswith("Wir geben 54 Personenwochen frei")
