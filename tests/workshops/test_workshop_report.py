"""The report of one workshop: on a page to copy, as PDF and as spreadsheet."""

from __future__ import annotations

import io
import re

import openpyxl
import pypdfium2
import pytest
from django.urls import reverse

from discovery.discoveries.models import DiscoveryRole
from tests import factories
from tests.workshops.boards import board
from tests.workshops.reported import MADE_AT, report_of
from tests.workshops.test_workshop_results import held
from workshops.contributions.notes.selectors import GROUP
from workshops.models import Activity, Answer, Track
from workshops.registries import activity_kinds
from workshops.results.quick_captures.selectors import outcomes_of
from workshops.room.running.services import end_workshop
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db

SAID = (
    "Decision of First sitting",
    "Dee Decider",
    "Yuki",
    "Action of First sitting",
    "Otto Owner",
    "Question of First sitting",
    "Risk of First sitting",
    "Parked in First sitting",
    "Answer of First sitting",
    "Left out",
    "Gil Guest",
)


@pytest.fixture
def workshop(discovery):
    return held(discovery, purpose="Find *one* start")


@pytest.fixture
def viewer(client_of, discovery):
    return client_of(factories.access(discovery, DiscoveryRole.VIEWER))


def url(name, workshop):
    return reverse(f"discovery:{name}", args=[workshop.discovery.slug, workshop.uuid])


def test_every_format_has_everything_of_this_workshop_alone(workshop, discovery):
    held(discovery, "Second sitting")
    for name, text in report_of(workshop).items():
        assert [each for each in SAID if each not in text] == [], name
        assert "Second sitting" not in text, name


def test_the_page_offers_the_files_and_the_text_to_copy(viewer, workshop):
    page = viewer.get(url("workshop_report", workshop)).content.decode()
    for name in ("workshop_report_pdf", "workshop_report_xlsx"):
        assert url(name, workshop) in page
    assert reverse("handover:report", args=[workshop.discovery.slug]) in page
    assert "# First sitting\n" in page
    assert "Find \\*one\\* start" in page
    assert 'data-copy-from="markdown"' in page


def test_the_page_begins_with_the_last_activity_that_concludes(viewer, workshop, monkeypatch):
    monkeypatch.setattr(type(activity_kinds.get("poll")), "concludes", True)
    later = factories.activity(
        workshop, "poll", "Where next?", settings={"form": "words"}, phase="revealed", started_at=MADE_AT
    )
    Answer.objects.create(activity=later, author="someone", text="North")
    page = viewer.get(url("workshop_report", workshop)).content.decode()
    in_short = re.sub(r"(?s)<pre.*?</pre>", "", page)
    assert "Where next?" in in_short
    assert "Where do we stand?" not in in_short


def test_the_report_is_one_click_away(viewer, workshop, discovery):
    for name in ("workshop", "workshop_results"):
        assert url("workshop_report", workshop) in viewer.get(url(name, workshop)).content.decode()
    overview = viewer.get(reverse("discovery:discovery_overview", args=[discovery.slug])).content.decode()
    assert f'href="{reverse("handover:report", args=[discovery.slug])}"' in overview.partition("<main")[2]


def test_a_workshop_that_was_not_held_leads_to_the_report_of_the_discovery(viewer, discovery):
    planned = factories.workshop(discovery)
    page = viewer.get(url("workshop_report", planned)).content.decode()
    assert reverse("handover:report", args=[discovery.slug]) in page.partition("<main")[2]
    assert url("workshop_report_pdf", planned) not in page


def test_the_pdf_reads_as_the_results(viewer, workshop):
    answer = viewer.get(url("workshop_report_pdf", workshop))
    assert answer.headers["Content-Type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(answer.content)
    assert len(pages) == 2
    text = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())
    assert [each for each in SAID if each not in text] == []
    assert "planned 25 minutes, took 20" in text


def test_the_spreadsheet_has_a_sheet_for_each_kind(viewer, workshop):
    answer = viewer.get(url("workshop_report_xlsx", workshop))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[:9] == [
        "Overview",
        "Agenda",
        "Decisions",
        "Actions",
        "Questions",
        "Risks",
        "Parking lot",
        "Results by activity",
        "Participants",
    ]
    rows = [tuple(row)[1:5] for row in book["Agenda"].iter_rows(min_row=2, values_only=True)]
    assert rows[:2] == [("Hello", "Welcome", 5, 8), ("Where do we stand?", "Poll", 10, 12)]
    assert rows[2][0] == "Left out"
    assert rows[2][3] is None


def test_what_was_never_revealed_is_counted_and_not_told():
    room = board()
    room.write(room.actor("Ana"), "Nobody reads this")
    end_workshop(actor=factories.SYSTEM, workshop=room.workshop)
    for name, text in report_of(room.workshop).items():
        assert "Nobody reads this" not in text, name
        assert "1 note" in text, name


def test_anonymous_notes_have_no_name():
    room = board(is_anonymous=True)
    room.write(room.actor("Zora Quill"), "Without a name")
    room.go(GROUP)
    for name, text in report_of(room.workshop).items():
        assert "Without a name" in text, name
        assert "Zora Quill" not in text, name


def test_rooms_of_a_breakout_are_named(workshop):
    breakout = factories.activity(workshop, "breakout", "In groups", started_at=MADE_AT)
    room = factories.make(Track, workshop=workshop, breakout=breakout, name="River")
    factories.make(Activity, track=room, kind="talk", title="What hurts", minutes=20)
    for name, text in report_of(workshop).items():
        assert [each for each in ("River", "What hurts") if each not in text] == [], name


def test_it_is_in_the_language_of_the_workshop_if_reports_have_it(workshop):
    for language, words in (("de", "Entscheidungen"), ("fr", "Decisions"), ("en", "Decisions")):
        workshop.language = language
        for name, text in report_of(workshop).items():
            assert words in text, (language, name)


def test_the_page_shows_the_results_in_short(viewer, workshop):
    page = viewer.get(url("workshop_report", workshop)).content.decode().partition("<main")[2]
    counted = re.findall(r"<dt>([^<]+)</dt><dd class=\"num\">(?:<a [^>]+>)?(\d+)<", page)
    outcomes = outcomes_of(workshop.discovery, workshop)
    assert counted == [
        ("People", str(workshop.participants.count())),
        ("Decisions", str(len(outcomes.decisions))),
        ("Actions", str(len(outcomes.actions))),
        ("Questions", str(len(outcomes.questions))),
        ("Risks", str(len(outcomes.risks))),
        ("Parking lot", str(len(outcomes.parking_lot))),
    ]
    assert "Decision of First sitting" in page.partition("<pre")[0] + page.partition("</pre>")[2]


def test_a_workshop_without_results_still_has_its_files(viewer, discovery):
    ended = factories.workshop(discovery, "Quiet sitting", state=WorkshopState.ENDED)
    factories.activity(ended, title="Hello")
    page = viewer.get(url("workshop_report", ended)).content.decode()
    assert "This workshop has no results" in page
    assert url("workshop_report_pdf", ended) in page
    assert "Decisions</h2>" not in page
