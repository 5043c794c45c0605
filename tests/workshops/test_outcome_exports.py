"""The actions as a calendar and as a spreadsheet, read back as other programs read them."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from icalendar import Calendar

from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from organizations.actors import Actor
from tests import factories
from workshops.models import ActionItem
from workshops.results.quick_captures import services as captures

pytestmark = pytest.mark.django_db

LONG = "Überprüfen, ob alle; Kommas, Semikolons: und \\ Striche bleiben 🚀 שלום " * 4


@pytest.fixture
def viewer(discovery):
    return factories.access(discovery, DiscoveryRole.VIEWER)


@pytest.fixture
def add(discovery):
    def make(title, **fields):
        return captures.add(
            actor=Actor.system("test"), draft=ActionItem(discovery=discovery, title=title, **fields)
        )

    return make


def fetched(client_of, viewer, discovery, name, query=""):
    answer = client_of(viewer).get(reverse(f"discovery:{name}", args=[discovery.slug]) + query)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    return answer.content


def test_a_calendar_shows_each_action_on_its_day(client_of, discovery, viewer, add):
    workshop = factories.workshop(discovery, "Kick-off")
    action = add(LONG[:300], due=date(2027, 3, 31), owner_name="Bo, Berg", workshop=workshop)
    add("No date, no day")
    kinds.change(actor=factories.SYSTEM, artifact=action, detail="Line one\nLine; two\r\nEND:VEVENT")

    content = fetched(client_of, viewer, discovery, "actions_ics")

    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    [event] = Calendar.from_ical(content).events
    assert event["SUMMARY"] == f"{LONG[:300]} (Bo, Berg)"
    assert event.decoded("DTSTART") == date(2027, 3, 31)
    assert event.decoded("DTEND") == date(2027, 4, 1)
    assert event["UID"] == f"{action.uuid}@headwaters"
    assert event["SEQUENCE"] == 1  # it was changed once
    assert event["TRANSP"] == "TRANSPARENT"
    description = str(event["DESCRIPTION"]).replace("\r\n", "\n")
    assert "Line one\nLine; two\nEND:VEVENT" in description
    assert "From the workshop “Kick-off”" in description
    assert str(event["URL"]).endswith(f"/d/{discovery.slug}/outcomes/")


def test_what_is_done_or_dropped_says_so(client_of, discovery, viewer, add):
    done, dropped = add("Done thing", due=date(2027, 1, 1)), add("Dropped thing", due=date(2027, 1, 2))
    captures.set_action_state(actor=factories.SYSTEM, action=done, state="done")
    captures.set_action_state(actor=factories.SYSTEM, action=dropped, state="dropped")

    assert Calendar.from_ical(fetched(client_of, viewer, discovery, "actions_ics")).events == []
    every = fetched(client_of, viewer, discovery, "actions_ics", "?state=")
    told = {str(event["SUMMARY"]): event.get("STATUS") for event in Calendar.from_ical(every).events}
    assert told == {"Done: Done thing": None, "Dropped thing": "CANCELLED"}


@pytest.mark.parametrize(
    "title",
    [
        "=1+1",
        "+49 30 1234",
        "-5 people",
        "@SUM(A1)",
        " =cmd|' /C calc'!A0",
        "＝1+1",
        "＠SUM(1)",
        '"quoted", and; more',
        "two\nlines",
    ],
)
def test_a_spreadsheet_keeps_every_text_and_computes_none(client_of, discovery, viewer, add, title):
    add(title, detail=title, owner_name="=Bo", due=date(2027, 3, 31), stream="tech", captured_by="@Cy")

    content = fetched(client_of, viewer, discovery, "actions_csv")

    assert content.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    shown = dict(zip(head, row, strict=True))
    assert shown["Action"].removeprefix("'") == title
    assert shown["Due"] == "2027-03-31"
    assert shown["Stream"] == "Technology"
    assert shown["Owner"] == "'=Bo"
    for cell in row:
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＠"))
        assert not cell.startswith(("\t", "\r", "\n"))


@pytest.mark.parametrize(
    "title",
    [
        "Costs;=cmd|' /C calc'!A0;fine",
        "Costs; @SUM(A1)",
        "Costs;\t+HYPERLINK(A1)",
        "Costs;＝1+1",
        "He said \"so\";-2+cmd|' /C calc'!A0",
        "Costs\n=cmd|' /C calc'!A0",
    ],
)
def test_where_semicolons_part_cells_nothing_is_computed_either(client_of, discovery, viewer, add, title):
    """Where the comma is the decimal sign, Excel parts the lines of this file at semicolons."""
    add("First", detail=title, owner_name=title)
    add(title, owner_name="Bo")

    content = fetched(client_of, viewer, discovery, "actions_csv").decode("utf-8-sig")

    for line in content.splitlines():
        for cell in line.split(";"):
            assert not cell.lstrip(' \t"').startswith(("=", "+", "-", "@", "＝", "＠")), line
    titles = {row["Action"] for row in csv.DictReader(io.StringIO(content, newline=""))}
    assert {"".join(each.split("'")) for each in titles} == {"First", "".join(title.split("'"))}


def test_lists_in_a_text_stay_as_they_are(client_of, discovery, viewer, add):
    said = "Ask them:\n- Jane; - Joe\n+ one more"
    add("First", detail=said)
    content = fetched(client_of, viewer, discovery, "actions_csv").decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(content, newline="")))["Details"] == said


def test_both_hold_what_the_page_shows(client_of, discovery, viewer, add):
    add("Of Bo", owner_name="Bo", due=date(2027, 1, 1))
    add("Of nobody", due=date(2027, 1, 2))

    for name in ("actions_csv", "actions_ics"):
        content = fetched(client_of, viewer, discovery, name, "?owner=Bo").decode()
        assert "Of Bo" in content
        assert "Of nobody" not in content


def test_without_actions_the_files_are_empty_but_whole(client_of, discovery, viewer):
    assert fetched(client_of, viewer, discovery, "actions_csv").count(b"\r\n") == 1
    assert Calendar.from_ical(fetched(client_of, viewer, discovery, "actions_ics")).events == []


def test_the_calendar_holds_whatever_names_and_days_there_are(client_of):
    discovery = factories.discovery(name="Two\nATTENDEE:mailto:somebody@else.example")
    account = factories.access(discovery, DiscoveryRole.VIEWER)
    factories.make(ActionItem, discovery=discovery, title="At the end of time", due=date.max)

    answer = client_of(account).get(reverse("discovery:actions_ics", args=[discovery.slug]))

    read = Calendar.from_ical(answer.content)
    (event,) = read.walk("VEVENT")
    assert event.decoded("dtstart") == date.max
    assert "ATTENDEE" in str(read["x-wr-calname"])
    assert not any(line.startswith(b"ATTENDEE") for line in answer.content.splitlines())
