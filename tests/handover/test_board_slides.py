"""The slides for a board: a cover and ten that are drawn, each with a title that states its answer, and their
words in the notes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from PIL import Image
from pptx import Presentation

from core.selectors.request_cache import one_reading
from discovery.models import Discovery
from discovery.registries import ReportSection, board_slides, report_sections
from discovery.templatetags.components import on_paper
from documents.pdf_page_pictures import PIXELS
from documents.slide_layout import TITLE_LINES, TITLE_SIZES, lines_of_title
from documents.slide_packing import BOTTOM
from handover.reports.board_slides import MOST
from handover.reports.options import EXECUTIVE, ReportOptions
from handover.reports.part_rendering import drawn_slide_of
from handover.reports.report_files import make_report_file
from tests import factories
from tests.demo import demo_discovery, loaded
from tests.factories import make
from tests.products import large_world
from tests.slides import FOOT, ends_on, titles_on
from workshops.models import ActionItem

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Discovery]:
    with loaded(django_db_blocker):
        yield demo_discovery()


def deck(discovery: Discovery, options: ReportOptions) -> list[Any]:
    made = make_report_file(discovery, "pptx", options)
    return list(Presentation(io.BytesIO(made)).slides)


@pytest.fixture(scope="module")
def for_executives(demo: Discovery, django_db_blocker: Any) -> list[Any]:
    with django_db_blocker.unblock():
        return deck(demo, EXECUTIVE)


def headline_of(entry: ReportSection, discovery: Discovery) -> str:
    with one_reading(), on_paper():
        written = drawn_slide_of(entry, discovery)
    assert written is not None
    return written.headline


def is_drawn(slide: Any) -> bool:
    """Return True for the slides of the board; the appendix may begin with others that are drawn."""
    is_picture = any(shape.shape_type == 13 and shape.width == 12191695 for shape in slide.shapes)
    return is_picture and not any(
        shape.has_text_frame and shape.text_frame.text.startswith("Appendix: ") for shape in slide.shapes
    )


def test_what_is_drawn_comes_first_and_is_no_more_than_a_board_looks_at(
    demo: Discovery, for_executives: list[Any]
) -> None:
    slides = for_executives
    drawn = [slide for slide in slides if is_drawn(slide)]

    assert slides[: len(drawn)] == drawn
    assert len(drawn) == MOST + 1 == 11
    titles = [slide.shapes.title.text_frame.text for slide in drawn]
    order = sorted(board_slides, key=lambda each: each.order)[:MOST]
    assert "lvt.sides" not in {each.key for each in order}, "the ranking says who scored"
    assert titles == [demo.name, *(headline_of(each, demo) for each in order)]
    assert not {str(each.title) for each in order} & {*titles}, "a topic is no answer"
    assert any(shape.has_table for slide in slides[len(drawn) :] for shape in slide.shapes)
    for slide in drawn:
        (picture,) = (shape for shape in slide.shapes if shape.shape_type == 13)
        image = Image.open(io.BytesIO(picture.image.blob))
        assert image.width == PIXELS
        assert len(image.convert("RGB").getcolors(PIXELS * PIXELS) or ()) > 20, "an empty page"
        assert picture._element.xpath(".//p:cNvPr")[0].get("descr")


def test_titles_and_tables_of_drawn_slides_are_edited_and_charts_are_pictures(
    for_executives: list[Any],
) -> None:
    _cover, *drawn = (slide for slide in for_executives if is_drawn(slide))
    tables = {}
    for slide in drawn:
        behind, *others = slide.shapes
        assert behind.shape_type == 13, "the picture is behind what is edited"
        assert slide.shapes.title.top > 0
        texts = [each.text_frame.text for each in others if each.has_text_frame]
        assert any(text.startswith("Source: ") for text in texts)
        topic = texts[1]
        for shape in others:
            if shape.has_table:
                tables[topic] = [[cell.text for cell in row.cells] for row in shape.table.rows]
                assert shape.left + shape.width <= 12191695
                assert shape.top + shape.height < BOTTOM * 914400
    assert set(tables) == {
        "Decisions needed",
        "Recommendations and objections",
        "The cut line",
        "Platform gaps",
        "Data Mesh delta",
        "Next steps",
    }
    assert tables["The cut line"][1] == ["4", "30.0", "HCP 360 dashboard"]
    asked = tables["Decisions needed"]
    assert asked[0] == ["Item", "Person-weeks", "Measure of success", "Owner", "Measure due"]
    assert [tuple(row[:2]) for row in asked[1:]] == [
        ("HCP 360 dashboard", "14"),
        ("Digital customer engagement dashboard", "+9"),
        ("Platform gaps", "+31"),
        ("Total", "54"),
    ]
    assert "All 7 close after a product needs them\nToo little time to close 6 gaps" in asked[3][2]
    assert asked[1][2] == "Time to prepare a visit\n45\u00a0min → now 24\u00a0min → 15\u00a0min"
    # The scale and its marks stay in the picture.
    assert tables["Platform gaps"][0][:2] == ["Gap", "Today to target"]
    assert tables["Platform gaps"][1][1] == ""
    assert sum("short" in row[-1] for row in tables["Platform gaps"]) == 6, "the due dates that can't hold"
    assert len(tables["Platform gaps"]) == 1 + 7, "all gaps"
    assert len(tables["Next steps"]) == 1 + 7
    assert len(tables["Data Mesh delta"]) == 1 + 12


def test_the_appendix_has_one_part_on_a_slide_and_only_what_others_leave_out(
    for_executives: list[Any],
) -> None:
    drawn = [slide for slide in for_executives if is_drawn(slide)]
    appendix = [slide for slide in for_executives if not is_drawn(slide)]

    assert len(appendix) <= 10
    texts = [[shape.text_frame.text for shape in slide.shapes if shape.has_text_frame] for slide in appendix]
    assert all(any(text.startswith("Appendix: ") for text in each) for each in texts)
    assert "Appendix: Participation" in texts[0], "who was heard, as a chart"
    risks = "2 of 3 risks are serious"
    assert any(risks in titles_on(slide) for slide in appendix), "all risks, also the others"
    # Who objected in a room isn't named for a board.
    words = " ".join(
        cell.text
        for slide in appendix
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    )
    assert "The platform loses its most experienced engineer." in words
    assert "Elif Demir: " not in words
    assert len({title for slide in appendix for title in titles_on(slide)}) >= len(appendix)
    # These say all of it.
    late = "“List the systems that hold contact data, with their owners” (Tomás Rivera)"
    said = {"6 new data products enable 2 use cases", f"1 of 7 open actions is overdue: {late}"}
    assert said <= {slide.shapes.title.text_frame.text for slide in drawn}
    assert not said & {title for slide in appendix for title in titles_on(slide)}


def test_no_text_runs_into_the_foot_and_titles_have_one_size(for_executives: list[Any]) -> None:
    assert_above_the_foot(for_executives)


def assert_above_the_foot(slides: list[Any]) -> None:
    """Texts and tables end above the foot, also with rows that grow; titles are of one size and place."""
    late = [(words[:60], round(end, 2)) for slide in slides for words, end in ends_on(slide) if end > FOOT]
    assert late == []
    titles = [slide.shapes.title for slide in slides[1:]]
    assert len({title.top for title in titles}) == 1
    for title in titles:
        (size,) = {run.font.size.pt for run in title.text_frame.paragraphs[0].runs}
        assert size == TITLE_SIZES[0] or lines_of_title(title.text_frame.text, TITLE_SIZES[0]) > TITLE_LINES


def test_a_list_without_room_says_how_many_more_and_the_last_day(demo: Discovery) -> None:
    for number in range(20):
        day = timezone.localdate() + timedelta(days=30 + number)
        make(ActionItem, discovery=demo, title=f"Step {number}", owner_name="Ana", due=day)
    chosen = deck(demo, ReportOptions(sections=("outcomes",)))

    drawn, *appendix = chosen[1:]
    rows = next([row.cells[0].text for row in shape.table.rows] for shape in drawn.shapes if shape.has_table)
    last = date_format(timezone.localdate() + timedelta(days=49), "SHORT_DATE_FORMAT")
    more = 27 - len(rows[1:-1])
    assert " ".join(rows[-1].split()) == f"and {more} more: {more - 1} by {last}, 1 without a date"
    assert_above_the_foot(chosen)
    # The appendix has them all.
    listed = [
        row.cells[0].text
        for slide in appendix
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
    ]
    assert {f"Step {number}" for number in range(20)} <= {*listed}


def test_what_a_picture_says_stands_in_its_notes(for_executives: list[Any]) -> None:
    notes = {
        slide.shapes.title.text_frame.text: slide.notes_slide.notes_text_frame.text
        for slide in for_executives
        if slide.has_notes_slide
    }
    asked, ranking, *_others = (words for title, words in notes.items() if "dashboard" in title)
    # What it costs, how success is measured, and who is responsible.
    for words in ("27", "48%", "75%", "Marta Keller"):
        assert words in asked
    decided = notes["3 recommendations need a decision, 1 of them without evidence"]
    for words in (
        "Build the shared source-oriented products first",
        "Lucía Ferrer would have started with Next best action",
        "Contact data of two acquired brands cannot be matched",
        "(no evidence yet)",
    ):
        assert words in decided
    assert "34.0" in ranking
    assert any("Elif Demir" in words for words in notes.values())
    assert any("Landscape of Commercial discovery" in words for words in notes.values())


def test_what_must_be_decided_is_shown_before_risks_in_every_language(demo: Discovery) -> None:
    options = ReportOptions(sections=("decisions",), language="de")
    slide = next(each for each in deck(demo, options)[1:] if is_drawn(each))

    tables = [shape.table for shape in slide.shapes if shape.has_table]
    recommended = [row.cells[0].text for row in list(tables[0].rows)[1:]]
    assert len(recommended) == 3
    assert "weitere" not in " ".join(recommended)
    assert any("(noch kein Beleg)" in row.cells[1].text for row in tables[0].rows)
    assert [cell.text for cell in tables[0].rows[0].cells][-1] == "Nächste Maßnahme"
    words = slide.notes_slide.notes_text_frame.text
    assert "The field force sees the dashboard as surveillance (Noch keine Gegenmaßnahme)" in words


def test_the_slide_of_the_ask_has_the_approvals_that_are_open(for_executives: list[Any]) -> None:
    words = " ".join(shape.text_frame.text for shape in for_executives[1].shapes if shape.has_text_frame)
    assert "Approvals: 1 of 3. Changes to “Findings and recommendations” requested by Yuki Sato" in words


def test_a_choice_of_sections_is_one_of_slides(demo: Discovery) -> None:
    assert {each.key for each in board_slides} <= {each.key for each in report_sections}
    for each in board_slides:
        assert each.stream == report_sections.get(each.key).stream, each.key
    chosen = [slide for slide in deck(demo, ReportOptions(sections=("lvt.ranking",))) if is_drawn(slide)]
    assert [slide.shapes.title.text_frame.text for slide in chosen] == [
        demo.name,
        headline_of(board_slides.get("lvt.ranking"), demo),
    ]


def test_thirty_products_and_many_shared_places_take_one_slide_each(db: None) -> None:
    """Long sentences below the ranking take the room of bars: a slide that went on had no page of its own."""
    discovery = factories.three_streams()
    large_world.build(discovery)

    slides = deck(discovery, EXECUTIVE)
    titles = [slide.shapes.title.text_frame.text for slide in slides if is_drawn(slide)]

    assert_above_the_foot(slides)
    assert len(titles) == len(set(titles)) > 4
    assert "All 30 data products are shared by several use cases" in titles


def test_a_discovery_without_anything_has_its_cover(db: None) -> None:
    slides = deck(factories.discovery(name="Empty"), EXECUTIVE)
    assert [is_drawn(slide) for slide in slides] == [True, False]
    assert "Nothing has been recorded yet" in slides[1].shapes.title.text_frame.text
