"""What is live or today stands first on the home page and on the overview of its discovery."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.services import artifacts
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from tests import factories
from tests.factories import SYSTEM
from workshops.organization_page.selectors import next_workshop
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [DiscoveryRole.FACILITATOR, DiscoveryRole.VIEWER])
def test_every_workshop_that_is_live_or_today_comes_first(client_of, role):
    discovery = factories.three_streams()
    account = factories.access(discovery, role, name="Karl")
    soon, later = timezone.now() + timedelta(hours=1), timezone.now() + timedelta(days=3)
    factories.workshop(discovery, "Planned soon", starts_at=soon)
    factories.workshop(discovery, "Planned later", starts_at=later)
    factories.workshop(discovery, "Live one", state=WorkshopState.LIVE)
    factories.workshop(discovery, "Live two", state=WorkshopState.LIVE, lead=account)
    factories.workshop(name="Foreign", state=WorkshopState.LIVE)
    browser = client_of(account)

    for url in (reverse("discovery:home"), reverse("discovery:discovery_overview", args=[discovery.slug])):
        page = browser.get(url).content.decode()
        shown = [part.split(">")[1].split("<")[0] for part in page.split('<h2 id="happening-')[1:]]
        assert shown == ["Live two", "Live one", "Planned soon"], "first what Karl leads"
        assert page.count("You lead this workshop") == 1
        opened = page.count("Open the console")
        if role != DiscoveryRole.FACILITATOR:
            assert opened == 0
        else:
            assert opened == 3
            # On the overview, what is planned is invited to and rehearsed too.
            assert page.count('class="next-step-tools"') == (url != reverse("discovery:home"))
        assert "Foreign" not in page


def test_of_many_the_first_three_are_shown_and_the_others_counted(client_of):
    discovery = factories.three_streams()
    account = factories.access(discovery, DiscoveryRole.FACILITATOR, name="Karl")
    for number in range(12):
        factories.workshop(discovery, f"Live {number}", state=WorkshopState.LIVE)
    browser = client_of(account)

    home = browser.get(reverse("discovery:home")).content.decode()
    overview = browser.get(reverse("discovery:discovery_overview", args=[discovery.slug])).content.decode()
    for page in (home, overview):
        assert page.count('<h2 id="happening-') == 3
        assert "9 more are live or starting soon." in page
    assert reverse("discovery:workshop_list", args=[discovery.slug]) + '">All workshops</a>' in overview


def test_the_next_workshop_leads_the_overview_though_it_has_no_date(client_of):
    discovery = factories.three_streams()
    facilitator = client_of(factories.access(discovery, DiscoveryRole.FACILITATOR))
    viewer = client_of(factories.access(discovery, DiscoveryRole.VIEWER))
    workshop, second, *_others = discovery.workshops.order_by("pk")
    overview = reverse("discovery:discovery_overview", args=[discovery.slug])
    page = facilitator.get(overview).content.decode()
    assert "Next workshop · No date yet" in page
    assert page.count('<h2 id="happening-') == 1
    tools = page.partition('class="next-step-tools"')[2].partition("</div>")[0]
    own = reverse("discovery:workshop", args=[discovery.slug, workshop.uuid])
    places = (
        reverse("discovery:workshop_edit", args=[discovery.slug, workshop.uuid]) + "#id_starts_at",
        f"{own}#invite-title",
        reverse("discovery:rehearsal", args=[discovery.slug, workshop.uuid]),
        reverse("discovery:console", args=[workshop.code]),
    )
    assert re.findall(r'<a class="[^"]*" href="([^"]*)"', tools) == [*places]
    assert re.findall(r'primary"[^>]*>([^<]*)<', tools) == ["Set a date"]
    assert page.index('id="next-step"') > page.index('<h2 id="happening-')
    assert "next-step-tools" not in viewer.get(overview).content.decode()
    with operation(SYSTEM, "test.made"):
        artifacts.change(workshop, state=WorkshopState.ENDED)
    assert f"{second}</h2>" in facilitator.get(overview).content.decode()


@pytest.mark.parametrize(("hours", "is_overdue"), [(1, False), (11, False), (13, True)])
def test_a_workshop_is_overdue_twelve_hours_after_its_start(hours, is_overdue):
    discovery = factories.discovery()
    workshop = factories.workshop(discovery, starts_at=timezone.now() - timedelta(hours=hours))
    assert workshop.is_overdue == is_overdue
    workshop.state = WorkshopState.LIVE
    assert not workshop.is_overdue


def test_an_overdue_workshop_comes_after_those_to_come_and_needs_a_date(client_of):
    discovery = factories.discovery()
    facilitator = client_of(factories.access(discovery, DiscoveryRole.FACILITATOR))
    overview = reverse("discovery:discovery_overview", args=[discovery.slug])
    now = timezone.now()
    missed = factories.workshop(discovery, "Missed", starts_at=now - timedelta(days=2))
    undated = factories.workshop(discovery, "Undated")
    page = facilitator.get(overview).content.decode()
    assert "Missed</h2>" in page
    assert "Next workshop · Was planned for" in page
    assert "Set a date" in page
    own = facilitator.get(reverse("discovery:workshop", args=[discovery.slug, missed.uuid])).content.decode()
    assert "Was planned for" in own
    assert "was planned for" in facilitator.get(reverse("discovery:home")).content.decode()
    to_come = factories.workshop(discovery, "To come", starts_at=now + timedelta(days=9))
    assert next_workshop([missed, undated, to_come]) == to_come
    page = facilitator.get(overview).content.decode()
    assert "To come</h2>" in page
    assert "Set a date" not in page


def test_the_progress_of_a_new_discovery_counts_nothing(client_of):
    discovery = factories.three_streams()
    browser = client_of(factories.access(discovery, DiscoveryRole.FACILITATOR))
    page = browser.get(reverse("discovery:discovery_overview", args=[discovery.slug])).content.decode()
    phases = page.partition('class="process"')[2]
    assert phases.count('class="phase-head"') == 3
    assert "0 of" not in page
