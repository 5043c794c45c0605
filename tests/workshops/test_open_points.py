"""What earlier workshops left open is on the page and the console of the next one."""

from __future__ import annotations

import pytest
from django.urls import reverse

from discovery.discoveries.models import DiscoveryRole
from tests import factories
from tests.workshops.test_workshop_results import held
from workshops.models import ActionItem, ParkingLotItem, Question
from workshops.selectors.open_points import open_points_before
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier(discovery):
    return held(discovery)


@pytest.fixture
def coming(discovery, earlier):
    return factories.workshop(discovery, "Next sitting")


def titles(points):
    return [each.title for each in (*points.questions, *points.actions, *points.parking_lot)]


def test_open_ones_of_ended_workshops_are_carried_on(coming, discovery):
    held(factories.discovery(discovery.domain, "Another"), "Elsewhere")
    live = factories.workshop(discovery, state=WorkshopState.LIVE)
    factories.make(Question, discovery=discovery, workshop=live, title="Asked just now")
    factories.make(Question, discovery=discovery, title="Asked on a page")
    points = open_points_before(coming)
    assert titles(points) == [
        "Question of First sitting",
        "Action of First sitting",
        "Parked in First sitting",
    ]
    assert points.count == 3


def test_what_is_settled_is_not(coming, earlier):
    Question.objects.update(answer="Yes")
    ActionItem.objects.update(state="done")
    ParkingLotItem.objects.update(is_settled=True)
    assert open_points_before(coming).count == 0
    Question.objects.update(answer="")
    assert open_points_before(earlier).count == 0


def test_page_and_console_show_them_before_the_start(client_of, coming, earlier, discovery):
    facilitator = client_of(factories.access(discovery))
    viewer = client_of(factories.access(discovery, DiscoveryRole.VIEWER))
    page = reverse("discovery:workshop", args=[discovery.slug, coming.uuid])
    console = reverse("discovery:console", args=[coming.code])
    for client, url in ((viewer, page), (facilitator, page), (facilitator, console)):
        text = client.get(url).content.decode()
        assert "from earlier workshops" in text
        assert "Action of First sitting" in text
    past = reverse("discovery:workshop", args=[discovery.slug, earlier.uuid])
    assert "from earlier workshops" not in viewer.get(past).content.decode()
    stage = viewer.get(reverse("discovery:stage", args=[coming.code])).content.decode()
    assert "Action of First sitting" not in stage
