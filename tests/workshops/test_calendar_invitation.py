"""A workshop as an event for calendars, read as calendars read it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from core.services import artifacts
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from tests import factories
from workshops.joining import invitation
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db
START = datetime(2027, 3, 28, 7, 30, tzinfo=UTC)


@pytest.fixture
def workshop(discovery):
    made = factories.workshop(
        discovery, "Kick-off; all, please", starts_at=START, purpose="One line\nEND:VEVENT"
    )
    factories.activity(made, minutes=30)
    factories.activity(made, "talk", "Talk", minutes=45)
    return made


@pytest.fixture
def viewer(client_of, discovery):
    return client_of(factories.access(discovery, DiscoveryRole.VIEWER))


def address(workshop):
    return reverse("discovery:workshop_ics", args=[workshop.discovery.slug, workshop.uuid])


def event_of(viewer, workshop):
    answer = viewer.get(address(workshop))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    assert b"\n" not in answer.content.replace(b"\r\n", b"")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    return event


def test_the_event_has_start_length_and_the_link_to_join(viewer, workshop):
    event = event_of(viewer, workshop)
    assert event["SUMMARY"] == "Kick-off; all, please"
    assert event.decoded("DTSTART") == START
    assert event["DTSTART"].to_ical() == b"20270328T073000Z"
    assert event.decoded("DURATION") == timedelta(minutes=75)
    url = invitation.of(workshop).url
    assert event["URL"] == url
    description = event["DESCRIPTION"]
    assert description.startswith("One line\nEND:VEVENT\n\n")
    assert url in description
    assert workshop.spoken_code in description


def test_a_calendar_takes_the_newer_one(viewer, workshop):
    first = event_of(viewer, workshop)
    activity = workshop.tracks.get().activities.last()
    with operation(factories.SYSTEM, "test.changed"):
        artifacts.change(activity, minutes=60)
    second = event_of(viewer, workshop)
    with operation(factories.SYSTEM, "test.deleted"):
        artifacts.trash(activity)
    third = event_of(viewer, workshop)
    assert first["UID"] == second["UID"] == third["UID"]
    assert first["SEQUENCE"] < second["SEQUENCE"] < third["SEQUENCE"]
    assert third.decoded("DURATION") == timedelta(minutes=30)


@pytest.mark.parametrize(("language", "words"), [("de", "Nehmen Sie"), ("fr", "Rejoignez"), ("es", "Únase")])
def test_it_is_in_the_language_of_the_workshop(viewer, workshop, language, words):
    type(workshop).objects.filter(pk=workshop.pk).update(language=language)
    assert words in event_of(viewer, workshop)["DESCRIPTION"]


def test_it_is_offered_while_there_is_a_start_and_a_way_in(viewer, workshop, discovery):
    def page(of):
        return viewer.get(reverse("discovery:workshop", args=[discovery.slug, of.uuid])).content.decode()

    assert address(workshop) in page(workshop)
    no_start = factories.workshop(discovery)
    over = factories.workshop(discovery, starts_at=START, state=WorkshopState.ENDED)
    for each in (no_start, over):
        assert address(each) not in page(each)
        assert viewer.get(address(each)).status_code == 409
