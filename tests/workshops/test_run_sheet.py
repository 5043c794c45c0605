"""The run sheet: what happens when, by whom and with what, on a page and on paper."""

import io
from datetime import UTC, datetime

import pdfplumber
import pytest
from django.urls import reverse
from lxml import html

from discovery.discoveries.models import DiscoveryRole
from tests import factories
from tests.factories import make
from workshops.agenda.timeline.selectors import plan_of
from workshops.models import Activity, Track
from workshops.workshop.selectors import track_of

pytestmark = pytest.mark.django_db

NOTES = "Write <first> in silence"


@pytest.fixture
def workshop():
    made = factories.workshop(starts_at=datetime(2026, 7, 1, 7, 30, tzinfo=UTC))
    said = {"instructions": "Three words", "facilitation_notes": NOTES}
    factories.activity(made, "check_in", "How do you feel?", minutes=10, **said)
    factories.activity(made, "break", "Coffee", minutes=15)
    breakout = factories.activity(made, "breakout", "In groups", minutes=30, is_anonymous=False)
    room = make(
        Track,
        workshop=made,
        name="River",
        breakout=breakout,
        facilitator=factories.access(made.discovery, name="Gil Guide"),
    )
    make(Activity, track=room, kind="talk", title="What hurts", minutes=20)
    return made


def address(workshop, name="run_sheet"):
    return reverse(f"discovery:{name}", args=[workshop.discovery.slug, workshop.uuid])


def test_each_activity_has_its_time_who_takes_part_and_the_material(workshop):
    sheet = plan_of(workshop)
    assert [row.item.activity.title for row in sheet.rows] == ["How do you feel?", "Coffee", "In groups"]
    starts = [datetime(2026, 7, 1, 7, minute, tzinfo=UTC) for minute in (30, 40, 55)]
    assert [row.item.slot.starts_at for row in sheet.rows] == starts
    assert [str(row.material) for row in sheet.rows] == [
        "Stage, phones",
        "Stage with the clock",
        "A place and a screen for each room, phones",
    ]
    assert [row.who for row in sheet.rows] == ["Everyone", "Everyone", "Groups, each in its room"]
    ((room,),) = [row.rooms for row in sheet.rows if row.rooms]
    assert (room.name, room.who) == ("River", "Gil Guide")
    assert [row.item.activity.title for row in room.rows] == ["What hurts"]
    assert room.rows[0].item.slot.starts_at == sheet.rows[2].item.slot.starts_at


def test_the_page_holds_the_notes_for_facilitators_alone(client_of, facilitator, workshop):
    page = client_of(facilitator).get(address(workshop)).content.decode()
    assert "Write &lt;first&gt; in silence" in page
    assert "What hurts" in page
    private = html.fromstring(page).cssselect(".plan-private")
    assert [each.text_content() for each in private] == [f"For you: {NOTES}"], "apart from the room's words"
    assert "Shown on: Stage, phones" in page
    meta = html.fromstring(page).cssselect(".plan-row .plan-meta")
    lines = [" ".join(each.text_content().split()) for each in meta]
    assert len(lines) == 4, "one for each activity, also of the room"
    assert lines[2].endswith("Shown on: A place and a screen for each room, phones Groups, each in its room")
    editor = factories.access(workshop.discovery, DiscoveryRole.EDITOR, name="Ed Editor")
    for name in ("run_sheet", "run_sheet_pdf"):
        assert client_of(editor).get(address(workshop, name)).status_code == 403


def test_paper_has_the_same_in_the_time_zone_of_who_prints(client_of, facilitator, workshop):
    url = address(workshop, "run_sheet_pdf")
    answer = client_of(facilitator).get(f"{url}?time_zone=Europe/Berlin")
    assert answer.headers["Content-Type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(answer.content)) as paper:
        text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
        shapes = [page.objects.get(kind, []) for page in paper.pages for kind in ("rect", "curve")]
    # Colors that the PDF engine doesn't know turn black.
    assert [
        each for some in shapes for each in some if each["fill"] and not any(each["non_stroking_color"])
    ] == []
    for words in ("09:30", "How do you feel?", NOTES, "River", "Gil Guide", "What hurts"):
        assert words in text
    assert "55 minutes, until 10:25" in text


def test_the_name_of_a_room_stays_with_its_agenda(client_of, facilitator, workshop):
    breakout = Activity.objects.get(kind="breakout")
    for number in range(30):
        room = make(Track, workshop=workshop, name=f"Room {number}", breakout=breakout)
        make(Activity, track=room, kind="talk", title="What hurts", minutes=20 + number)
    answer = client_of(facilitator).get(address(workshop, "run_sheet_pdf"))
    with pdfplumber.open(io.BytesIO(answer.content)) as paper:
        pages = [page.extract_text().splitlines() for page in paper.pages]
    assert len(pages) > 4
    last = [[line for line in lines if not line.startswith("Page ")][-1] for lines in pages]
    assert not [line for line in last if line == "No facilitator yet" or line.startswith("In groups: ")]


def test_without_a_start_times_are_minutes_and_an_empty_agenda_says_so(client_of, facilitator, workshop):
    type(workshop).objects.filter(pk=workshop.pk).update(starts_at=None)
    page = client_of(facilitator).get(address(workshop)).content.decode()
    assert "+10" in page
    empty = factories.workshop(workshop.discovery)
    assert not track_of(empty).activities.exists()
    page = client_of(facilitator).get(address(empty)).content.decode()
    assert "No activities yet" in page
    assert f'href="{address(empty, "workshop")}">Open the agenda</a>' in page


def test_an_unknown_time_zone_is_none(client_of, facilitator, workshop, monkeypatch):
    monkeypatch.setattr("workshops.agenda.run_sheet.views.render_in_subprocess", lambda html: html.encode())
    url = address(workshop, "run_sheet_pdf")
    paper = client_of(facilitator).get(f"{url}?time_zone=../etc/passwd").content.decode()
    assert "07:30" in paper
    assert "Write &lt;first&gt; in silence" in paper


def test_long_notes_are_whole_on_paper(client_of, facilitator, workshop):
    notes = " ".join(f"Word{number}" for number in range(550))
    said = {"instructions": "\n".join(f"Line {number}" for number in range(150)), "facilitation_notes": notes}
    factories.activity(workshop, "talk", "At length", **said)
    answer = client_of(facilitator).get(address(workshop, "run_sheet_pdf"))
    with pdfplumber.open(io.BytesIO(answer.content)) as paper:
        text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert [word for word in notes.split() if word not in text] == []
    assert "Line 149" in text


def test_rooms_are_beside_each_other_on_paper(client_of, facilitator, workshop):
    breakout = Activity.objects.get(kind="breakout")
    room = make(Track, workshop=workshop, name="Lake", breakout=breakout)
    make(Activity, track=room, kind="talk", title="Wishes", minutes=45)
    answer = client_of(facilitator).get(address(workshop, "run_sheet_pdf"))
    with pdfplumber.open(io.BytesIO(answer.content)) as paper:
        words = [word for page in paper.pages[:1] for word in page.extract_words()]
    rooms = {word["text"]: word for word in reversed(words) if word["text"] in ("River", "Lake")}
    assert rooms["River"]["top"] == rooms["Lake"]["top"]
    assert rooms["River"]["x1"] < rooms["Lake"]["x0"]
    text = client_of(facilitator).get(address(workshop)).content.decode()
    assert "45 of 30 min planned, 15 min over" in text
    assert "20 of 30 min planned, 10 min free" in text


def test_a_short_agenda_fills_its_sheet_and_heights_follow_minutes(client_of):
    made = factories.workshop(starts_at=datetime(2026, 7, 1, 7, 30, tzinfo=UTC))
    for title, minutes in (("Hello", 5), ("Ideas", 15), ("Scores", 35), ("Choice", 5)):
        factories.activity(made, "talk", title, minutes=minutes)
    answer = client_of(factories.access(made.discovery)).get(address(made, "run_sheet_pdf"))
    with pdfplumber.open(io.BytesIO(answer.content)) as paper:
        (page,) = paper.pages
        tops = {word["text"]: word["top"] for word in page.extract_words()}
    assert tops["Choice"] > 0.6 * page.height
    assert tops["Choice"] - tops["Scores"] > 1.3 * (tops["Scores"] - tops["Ideas"])
