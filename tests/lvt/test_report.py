"""The report of a discovery holds what the room found, in words that a machine can read and a board can look
at."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any

import pdfplumber
import pikepdf
import pytest
from django.utils.formats import date_format

from discovery.models import Discovery
from documents import diagrams
from handover.reports.document import assemble, make_pdf
from lvt.models import Criterion, Goal, Hypothesis, UseCase
from lvt.report import MOST_DISAGREEMENTS, matrix_parts, sides_section, tree_section
from lvt.rounds.selectors import current_results
from lvt.rounds.services import reveal
from lvt.shortlist.services import decide
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import scoring_room
from tests.lvt.worked_example import MEANS, open_round, worked_example
from tests.sending import HOSTILE
from workshops.results.workshop_report.reports import markdown_of, paper_of

pytestmark = pytest.mark.django_db

MADE_AT = datetime(2026, 3, 5, 14, 32, tzinfo=UTC)
LONG = "Unbroken" * 500  # as long as the longest field lets through


def text_of(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return "\n".join(page.extract_text() for page in document.pages)


def html_of(discovery: Discovery) -> str:
    return assemble(discovery, made_at=MADE_AT, progress=lambda percent, words: None)


def elements(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    tagged = []

    def look(element: Any) -> None:
        if isinstance(element, pikepdf.Array):
            for child in element:
                look(child)
        elif isinstance(element, pikepdf.Dictionary):
            if element.get("/S") == f"/{kind}":
                tagged.append(element)
            if "/K" in element:
                look(element.K)

    look(pdf.Root.StructTreeRoot)
    return tagged


@pytest.fixture(scope="module")
def example(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The worked example and its PDF, made once for all that only look at it."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        discovery = worked_example(name="Commercial discovery")
        yield discovery, make_pdf(discovery, made_at=MADE_AT)
        transaction.set_rollback(True)


def test_the_report_holds_the_worked_example(example: Any) -> None:
    text = text_of(example[1])

    title = re.search(r"is first or joint first on 6 of\s7\scriteria\sThe mean", text)
    assert title is not None
    matrix = text[title.start() :]
    assert re.search(r"Total\s+34\.0 30\.0 27\.0", matrix)
    assert re.search(r"Business value\s+5\.0 5\.0 4\.0", matrix)
    assert re.search(r"Reach\s+5\.0 3\.0 4\.0", matrix)
    assert re.search(r"Effort\s+4\.0 5\.0 3\.0", matrix)
    for words in (*MEANS, "We believe that", "giving a PJP the whole picture", "Business 35", "IT 33"):
        assert words in text
    assert "They share most of their data, and both sides rank them first." in text
    assert "The data engineer fears for the date." in text
    assert "Head of Marketing" in text
    assert date_format(MADE_AT, "F j, Y") in text


def test_sides_that_are_as_far_apart_as_the_last_pair_are_named(example: Any) -> None:
    discovery, _pdf = example
    context = sides_section(discovery)
    assert context is not None
    results = context["results"]
    drawn, named = context["disagreements"], context["as_large"]
    assert len(drawn) == MOST_DISAGREEMENTS
    assert named
    assert named == [each for each in results.disagreements[len(drawn) :] if each.gap == drawn[-1].gap]
    # Business gives two of them the same total, and IT does not.
    assert context["headline"] == "Business and IT rank the use cases differently"
    for cell in named:
        assert f"{cell.criterion.name_with_best} of {cell.use_case}" in html_of(discovery)


def test_a_cost_names_the_score_that_is_the_least_of_it() -> None:
    cost = Criterion(name="Effort", part="cost", low_label="Most effort", high_label="Least effort")
    assert cost.name_with_best == "Effort (5 = Least effort)"
    for others in ({"part": "benefit"}, {"direction": "lower"}, {"high_label": ""}):
        values = {"name": "Effort", "part": "cost", "high_label": "Most", **others}
        assert Criterion(**values).name_with_best == "Effort"


def test_a_person_is_as_high_in_each_cell_of_the_matrix(example: Any) -> None:
    results = current_results(example[0])
    assert results is not None
    heights = {
        column.height / column.count
        for part in matrix_parts(results, 3)
        for _criterion, cells in part.rows
        for _cell, strip in cells
        for lane in strip.lanes
        for column in lane.columns
        if column.height > 4
    }
    assert max(heights) - min(heights) < 0.01


def test_what_is_open_is_said(example: Any) -> None:
    text = text_of(example[1])

    assert "1 goal has no measure of success: Better brand and customer interaction" in text
    assert "1 use case isn’t linked to a hypothesis: Next best action" in text


def test_the_pdf_can_be_read_aloud_and_walked_through(example: Any) -> None:
    with pikepdf.open(io.BytesIO(example[1])) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Commercial discovery: report"
        assert str(pdf.Root.Lang).startswith("en")
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert titles[:3] == ["Contents", "Summary", "Value tree"]
        figures = elements(pdf, "Figure")
        assert figures
        assert all(str(figure.get("/Alt", "")) for figure in figures)
        assert any("Value tree of Commercial discovery" in str(figure.Alt) for figure in figures)
        scopes = {str(header.A.Scope) for header in elements(pdf, "TH")}
        assert scopes == {"/Column", "/Row"}
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_the_contents_name_the_page_of_each_section(example: Any) -> None:
    with pdfplumber.open(io.BytesIO(example[1])) as document:
        contents = document.pages[1].extract_text()
        for line in ("Ranking", "Shortlist", "Participants"):
            number = int(re.search(rf"\b{line} (\d+)\b", contents)[1])  # type: ignore[index]  # None fails the test
            assert line in document.pages[number - 1].extract_text()
        assert f"Page 2 of {len(document.pages)}" in contents


def test_the_same_state_gives_the_same_file(example: Any) -> None:
    discovery, pdf = example

    assert html_of(discovery) == html_of(discovery)
    assert b"%PDF" in pdf[:10]


def test_scores_that_are_not_revealed_are_not_in_the_report() -> None:
    discovery = worked_example()
    before = html_of(discovery)

    open_round(discovery, value=0)

    # The new workshop has people in it, and that is all that may show.
    def ranking(html: str) -> str:
        return html[html.index('id="section-lvt-ranking"') : html.index('id="section-decisions"')]

    assert ranking(html_of(discovery)) == ranking(before)


def test_without_a_reveal_the_report_says_so() -> None:
    discovery = factories.discovery()
    factories.make(UseCase, discovery=discovery, name="HCP 360 dashboard")
    open_round(discovery, value=4)

    html = html_of(discovery)

    assert "No ranking yet. Reveal the scores first." in html
    assert 'id="section-lvt-matrix"' not in html


@pytest.mark.sqlite  # layout alone
def test_an_empty_discovery_has_a_report_that_says_what_is_missing() -> None:
    text = text_of(make_pdf(factories.discovery()))

    assert "No vision yet" in text
    assert "No use cases yet." in text
    assert "No one has joined a workshop yet." in text


def test_a_card_leaves_out_what_is_empty() -> None:
    discovery = factories.discovery()
    factories.make(UseCase, discovery=discovery, name="From a list")
    factories.make(UseCase, discovery=discovery, name="Half written", will_help="orders in time")

    first, second = html_of(discovery).split('<article class="card">')[1:]

    assert "From a list" in first
    assert "We believe that" not in first
    assert "Will help achieve" not in first
    assert "Not set yet" not in first + second
    assert "orders in time" in second
    assert "We believe that" not in second


@pytest.mark.sqlite  # layout alone
def test_hostile_text_is_inert_and_long_text_breaks() -> None:
    organization = factories.organization(name=f"{HOSTILE[:100]}")
    discovery = worked_example(
        domain_=factories.domain(organization, name=HOSTILE[:110], description=HOSTILE), name=HOSTILE[:110]
    )
    for model, fields in ((Goal, ("title", "description")), (Hypothesis, ("statement",))):
        model.objects.update(**dict.fromkeys(fields, HOSTILE))
    words = ("name", "we_believe", "will_help", "known_by", "example_role", "example_want", "example_by")
    UseCase.objects.update(**dict.fromkeys(words, HOSTILE))
    UseCase.objects.filter(position=0).update(name="Plain", known_by=LONG[:1000])
    discovery.decisions.update(title=HOSTILE, reason=HOSTILE, decided_by=HOSTILE, dissent=LONG)
    sitting = discovery.workshops.get()
    sitting.participants.update(display_name=HOSTILE[:60], role_title=HOSTILE[:80])

    html = html_of(discovery)
    pdf = make_pdf(discovery)

    assert "<script" not in html
    assert "<b>bold" not in html
    assert "onerror=alert(1)>" not in html
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert "/JavaScript" not in document.Root.get("/Names", {})
        assert "/OpenAction" not in document.Root
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        text = "".join(page.extract_text() for page in document.pages).replace("\n", "")
        assert all(char["x1"] <= page.width for page in document.pages for char in page.chars)
    assert "<script>alert(1)</script>" in text
    assert "{{ 7|add:7 }} =1+1" in text.replace("  ", " ")


def test_many_use_cases_stand_in_tables_that_fit() -> None:
    discovery = worked_example()
    results = current_results(discovery)
    assert results is not None

    parts = list(matrix_parts(results, 2))

    assert [len(part.columns) for part in matrix_parts(results, 4)] == [3]
    assert [[ranked.use_case.name for ranked in part.columns] for part in parts] == [
        ["Digital customer engagement dashboard", "HCP 360 dashboard"],
        ["Next best action"],
    ]
    assert [(part.first, part.last) for part in parts] == [(1, 2), (3, 3)]
    assert all(len(cells) == len(part.columns) for part in parts for _criterion, cells in part.rows)


def test_a_tree_that_is_too_large_for_a_page_is_drawn_goal_by_goal() -> None:
    discovery = worked_example()
    whole = tree_section(discovery)
    assert whole is not None
    assert len(whole["pictures"]) == 1
    for goal in Goal.objects.filter(discovery=discovery):
        for number in range(8):
            factories.make(Hypothesis, goal=goal, statement=f"Bet {number} " * 12, position=number + 2)

    large = tree_section(discovery)

    assert large is not None
    assert [tiles[0].picture.alternative.split(".")[0] for tiles in large["pictures"]] == [
        f"Value tree of {each.title}" for each in Goal.objects.filter(discovery=discovery)
    ]


@pytest.mark.sqlite  # layout alone
def test_a_drawing_that_fails_becomes_a_sentence_in_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    discovery = worked_example()

    def missing(*_args: Any, **_options: Any) -> Any:
        raise FileNotFoundError

    monkeypatch.setattr("documents.diagrams.subprocess.run", missing)
    diagrams._dot.cache_clear()

    text = text_of(make_pdf(discovery))

    assert "Graphviz isn’t installed on the server" in text
    assert "Higher success in engaging HCPs" in text


@pytest.mark.django_db
def test_the_report_of_a_workshop_has_the_ranking_with_names_and_totals() -> None:
    room = scoring_room("Fresh orders", "Price advice")
    for number, side in enumerate(("business", "business", "it", "it")):
        person = room.join(f"Person {number}", side)
        room.give_all(person, 4, 3, 5, 2, 4, 3, 4)
        room.give_all(person, 2, 2, 3, 2, 2, 3, 2, use_case=1)
    reveal(actor=SYSTEM, round=room.round)

    paper = paper_of(room.workshop, datetime(2026, 11, 27, 9, tzinfo=UTC))

    ranked = re.findall(r'class="ranked-body">\s*<h3>([^<]+)</h3>', paper)
    totals = re.findall(r'<div class="total"><b>([\d.]+)</b>', paper)
    assert ranked == ["Fresh orders", "Price advice"]
    assert len(totals) == 2
    # The bar has no words of its own: its row has the name and the total.
    (first,) = (line for line in markdown_of(room.workshop).splitlines() if line.startswith("- 1 ·"))
    assert (first.count("Fresh orders"), first.count("of 35.0")) == (1, 1)


def test_the_file_of_a_workshop_tells_a_decision_once() -> None:
    room = scoring_room("Fresh orders", "Price advice")
    for side in ("business", "it"):
        room.give_all(room.join(side, side), 4, 3, 5, 2, 4, 3, 4)
    reveal(actor=SYSTEM, round=room.round)
    deciding = factories.activity(room.workshop, "decide", "Decide the shortlist")
    decide(actor=SYSTEM, activity=deciding, use_cases=room.use_cases[:1], reason="Shops ask for it.")

    written = markdown_of(room.workshop)

    assert written.count("Shops ask for it.") == 1
    # What was chosen is among the results, too.
    assert "Fresh orders" in written[written.index("Shortlist") :]
