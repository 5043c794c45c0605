"""The numbers of the printed report are those of the screens: both come from the same selectors."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pdfplumber
import pikepdf
import pytest
from django.template.loader import render_to_string
from django.utils.formats import date_format

from discovery.models import Discovery
from discovery.registries import summary_parts
from documents.paper import SMALLEST_WORDS
from handover.findings.selectors import handover_of
from handover.reports.document import make_pdf, render_part
from handover.reports.options import EXECUTIVE, ReportOptions, chosen_sections
from handover.section_reviews.selectors import review_of
from lvt.rounds.selectors import current_results
from lvt.tree.selectors import value_tree
from operating_model.ownership.selectors import ownership_of
from process.delta.selectors import delta_of
from products.selectors.goal_coverage import coverage_of
from technology.gaps.selectors import gap_analysis
from technology.report import architecture_section, gaps_section
from technology.selectors.fitness import fitness_of
from tests import factories
from tests.demo import demo_discovery, loaded
from workshops.results.outcomes.models import ActionState, Risk
from workshops.results.quick_captures.selectors import tone_of

pytestmark = pytest.mark.django_db

# What stands nearer to the edge of a page than this, in points, is outside of the margin.
MARGIN = 45
SECTIONS = ("technology.gaps", "technology.fitness", "delta", "operating_model.ownership")


def words_of(made: bytes) -> str:
    with pdfplumber.open(io.BytesIO(made)) as pdf:
        return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Discovery]:
    with loaded(django_db_blocker):
        yield demo_discovery()


def test_the_numbers_on_paper_are_those_of_the_screens(demo: Discovery) -> None:
    made = make_pdf(demo, options=ReportOptions(sections=SECTIONS))
    text = words_of(made)

    analysis, delta = gap_analysis(demo), delta_of(demo)
    assert len(analysis.blocked) == len(analysis.rows)
    assert f"{len(analysis.lines)} platform gaps block all {len(analysis.rows)}" in text
    for line in analysis.lines:
        assert f"{line.gap.today} → {line.gap.needed}" in text
        assert str(line.weeks_until_done) in text
    fitness = fitness_of(demo)
    green = sum(each.is_green for each in fitness)
    verb = "passes" if green == 1 else "pass"
    assert f"{green} of {len(fitness)} data products {verb} all fitness checks" in text
    assert f"Levels remaining: {delta.gap}." in text
    owned = ownership_of(demo)
    lacking = sum(bool(each.gaps) for each in owned)
    assert all(each.product.owner and each.product.team for each in owned)
    assert f"The owners of {lacking} data products don’t have the owner’s role" in text
    assert all(each.product.name.split()[0] in text for each in owned)
    with pikepdf.open(io.BytesIO(made)) as pdf, pdf.open_outline() as outline:
        titles = [str(item.title) for item in outline.root]
        assert titles[1:5] == [str(each.title) for each in chosen_sections(ReportOptions(sections=SECTIONS))]
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("en")


def test_a_gap_that_is_due_too_late_names_the_delivery_that_waits_for_it(demo: Discovery) -> None:
    analysis = gap_analysis(demo)
    words = render_to_string("technology/report/gaps.html", gaps_section(demo))
    assert analysis.after_delivery
    assert f"{len(analysis.after_delivery)} gaps are due after the planned delivery" in words
    coming = {each.product.pk: each.next for each in coverage_of(demo).products if each.next}
    for line in analysis.lines:
        iterations = [coming[each.product.pk] for each in line.blocks if each.product.pk in coming]
        dated = [(each.ends_on, each.product.name) for each in iterations if each.ends_on]
        day, name = min(dated, default=(None, ""))
        until = line.line.capability.gap_until
        is_late = bool(day and until and day < until)
        assert line.is_after_delivery is is_late
        if day and is_late:
            assert f"{name} is planned for {date_format(day, 'SHORT_DATE_FORMAT')}." in words


def test_the_summary_counts_open_questions_of_every_kind_and_names_serious_risks(demo: Discovery) -> None:
    words = " ".join((render_part(summary_parts.get("outcomes"), demo) or "").split())
    assert "<b>1</b> open question" in words
    assert "Also open: 3 key questions, 1 question of the data strategy." in words
    assert "<b>2</b> serious risks" in words
    for risk in Risk.objects.filter(discovery=demo):
        is_grave = tone_of(risk.weight) == "bad"
        assert (f"<li><b>{risk.title}</b>" in words) is is_grave
        assert not is_grave or f": {risk.mitigation or 'No mitigation yet'}</span>" in words


def test_executives_read_what_they_have_to_decide_on_two_pages(demo: Discovery) -> None:
    made = make_pdf(demo, options=EXECUTIVE)

    text = words_of(made)
    with pdfplumber.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == 2
        for page in pdf.pages:
            assert min(char["size"] for char in page.chars) >= SMALLEST_WORDS
            assert max(char["x1"] for char in page.chars) <= page.width - MARGIN
    vision = value_tree(demo).vision
    results = current_results(demo)
    assert vision is not None
    assert results is not None
    parts = (
        "Decisions needed",
        "Decisions and reasons",
        "Ranking",
        "Objections and risks",
        "Next steps",
        "New data products and their value",
        "Progress with Data Mesh",
        "Platform gaps",
        "Roadmap",
    )
    at = 0
    for part in parts:  # in this order; words of a heading may stand in the text before it
        at = text.index(part, at) + 1
    assert vision.statement[:40] in text
    assert f"Score (out of {results.maximum})" in text
    for ranked in results.ranking:
        assert f"{ranked.total} Business {ranked.business_total} IT {ranked.it_total}" in text
        assert ranked.stability_words in text
    assert results.has_same_sides
    # The people behind all numbers, once, with those who weren't heard, and who objected.
    assert "based on scores from 10 of 11 people" in text
    assert "Business 6 IT 4 Other 0 of 1" in text
    assert "Lucía Ferrer would have started with Next best action" in text
    handover = handover_of(demo)
    for line in handover.recommendations:
        assert line.recommendation.title.split()[0] in text
    open_actions = [row.action for row in handover.actions if row.action.state == ActionState.OPEN]
    assert open_actions
    for action in open_actions:
        assert (action.responsible or "No owner") in text
    for review in review_of(demo).reviews:
        assert text.rindex(str(review.reviewer)) > text.index("Roadmap"), "a line to sign"
    assert "More in the full report" not in text


@pytest.mark.sqlite  # layout alone
def test_executives_of_a_discovery_without_anything_are_told_so() -> None:
    discovery = factories.discovery(name="Empty")

    text = words_of(make_pdf(discovery, options=EXECUTIVE))

    assert "Nothing has been recorded yet." in text
    assert "Agreed" not in text


def test_the_logical_architecture_is_in_one_piece(demo: Discovery) -> None:
    section = architecture_section(demo)

    assert section is not None
    (tile,) = section["drawn"]
    assert tile.words == ""
