"""What is live or today stands first on the home page and on the overview of its discovery."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from discovery.models.discovery import DiscoveryRole
from tests import factories
from workshops.models.workshop import WorkshopState

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
        assert page.count("Open the console") == (3 if role == DiscoveryRole.FACILITATOR else 0)
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
