"""The two pages for executives are whole: no sentence is cut, and each language has what is asked for."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pdfplumber
import pytest
from django.db import transaction
from django.utils import translation
from lxml import html

from core.services import kinds
from discovery.models import Discovery
from discovery.registries import executive_parts
from handover.reports.document import make_pdf, render_part
from handover.reports.options import EXECUTIVE
from tests import factories
from tests.demo import demo_discovery, loaded
from tests.factories import SYSTEM
from tests.pages import laid_out_here, look_at
from tests.products import large_world

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

LANGUAGES = ("en", "de")
# What executives are asked to pay for, and when they get it.
ASKED_FOR = ("platform", "products.roadmap")


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Discovery]:
    with loaded(django_db_blocker):
        yield demo_discovery()


def lines_of(discovery: Discovery) -> list[str]:
    with pdfplumber.open(io.BytesIO(make_pdf(discovery, options=EXECUTIVE))) as pdf:
        assert len(pdf.pages) == 2
        return [line for page in pdf.pages for line in page.extract_text().splitlines()]


def parts_in(lines: list[str]) -> set[str]:
    """The keys of the parts whose titles stand on the pages, alone or beside another."""
    text = "\n".join(lines).split(translation.gettext("More in the full report:"))[0]
    return {part.key for part in executive_parts if str(part.title) in text}


def test_no_sentence_is_cut_and_each_language_has_every_part(demo: Discovery) -> None:
    for language in LANGUAGES:
        with translation.override(language):
            lines = lines_of(demo)
            assert [line for line in lines if "…" in line] == []
            # German words are longer, and its board reads the same parts. The ranking tells who scored, so
            # that is a part of its own only while nothing has a place.
            assert {part.key for part in executive_parts} - {"heard"} == parts_in(lines)


@pytest.mark.parametrize("language", ["fr", "es"])
def test_languages_of_rooms_have_two_pages_too(demo: Discovery, language: str) -> None:
    with translation.override(language):
        lines = lines_of(demo)
        assert [line for line in lines if "…" in line] == []
        assert {*ASKED_FOR} <= parts_in(lines)


def test_the_pages_hold_together_and_no_year_is_broken(
    demo: Discovery, monkeypatch: pytest.MonkeyPatch
) -> None:
    complaints = {}
    for language in LANGUAGES:
        with translation.override(language), laid_out_here(monkeypatch) as documents:
            make_pdf(demo, options=EXECUTIVE)
        complaints[language] = [each for document in documents for each in look_at(document).all()]

    assert complaints == {language: [] for language in LANGUAGES}


def test_little_room_takes_rows_and_parts_that_explain_and_never_what_is_asked_for(db: None) -> None:
    discovery = factories.three_streams()
    large_world.build(discovery)

    for language in LANGUAGES:
        with translation.override(language):
            lines = lines_of(discovery)
            assert [line for line in lines if "…" in line] == []
            assert {*ASKED_FOR} <= parts_in(lines)


def test_who_has_not_approved_and_what_should_change_is_beside_the_ask(demo: Discovery) -> None:
    text = " ".join(lines_of(demo))

    asked = (
        "Approvals: 1 of 3. Changes to “Findings and recommendations” requested by Yuki Sato, Enterprise "
        "Architect: “The finding about access needs evidence: name two systems.” No answer yet from Amara"
    )
    assert text.index("Decisions needed") < text.index(asked) < text.index("Decisions and reasons")


def test_what_no_one_has_time_for_and_what_has_no_date_stands_above_the_rows(demo: Discovery) -> None:
    text = " ".join(lines_of(demo))

    time = text.index("person-weeks for platform gaps before they are due.")
    assert time < text.index("No delivery date yet for 3 of 6 new data products.") < text.index("Measure due")
    assert text.index("Measure due") < text.index("Recommendations")


def test_those_who_were_heard_have_their_numbers(demo: Discovery) -> None:
    text = " ".join(lines_of(demo))

    assert "Business 6 IT 4 Other 0 of 1" in text


def test_a_choice_on_due_dates_has_a_box_for_each_answer(demo: Discovery) -> None:
    asked = html.fromstring(render_part(executive_parts.get("asked_for"), demo) or "")
    choices = [" ".join(each.text_content().split()) for each in asked.cssselect(".tick-box")]
    assert len(choices) == 2
    assert re.fullmatch(
        r"A Move the due dates of 2 measures past \w+ \d{1,2}, \d{4}", choices[0].replace("\xa0", " ")
    )
    assert choices[1] == "B Add people to close the gaps earlier"
    total = asked.cssselect(".asked-total")[0]
    assert [each.text_content().strip() for each in total][:2] == ["Total", "54"]


def test_a_choice_without_a_shortlist_keeps_its_boxes(demo: Discovery) -> None:
    """Above the signatures are only the boxes of use cases then."""
    asked = render_part(executive_parts.get("asked_for"), demo) or ""
    assert "asked-choices signed-below" in asked
    with transaction.atomic():
        for decision in demo.decisions.all():
            kinds.delete(actor=SYSTEM, artifact=decision)
        open_choice = render_part(executive_parts.get("asked_for"), demo) or ""
        transaction.set_rollback(True)
    assert "asked-choices" in open_choice
    assert "signed-below" not in open_choice


def test_what_is_signed_and_each_answer_so_far_are_above_the_signatures(demo: Discovery) -> None:
    text = " ".join(lines_of(demo))

    assert "Version 2 · In review · 1 of 3 approved" in text
    signed = text[text.index("We approve 54 person-weeks and option A or B.") :]
    answers = [signed.index(words) for words in ("Approved on", "Changes requested", "No answer yet")]
    assert max(answers) < signed.index("Amara Osei")


def test_recommendations_are_numbered_with_owner_and_due_date_beside_them(demo: Discovery) -> None:
    asked = html.fromstring(render_part(executive_parts.get("asked_for"), demo) or "")
    rows = asked.cssselect(".asked-for tbody tr")

    assert [row[0].text for row in rows] == ["1", "2", "3"]
    assert "Tomás Rivera" in rows[0][2].text_content()
    assert [row.cssselect("td .late")[0].text for row in rows if row.cssselect("td .late")] == ["overdue"]
    assert "No evidence yet" in rows[2].cssselect("th .late")[0].text_content()
