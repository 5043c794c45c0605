"""Hints for people who facilitate their first workshops, each dismissed for good."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from core.services import artifacts
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from tests import factories
from tests.factories import SYSTEM
from workshops.onboarding_hints.selectors import HINTS
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db


def pages_of(discovery: Discovery) -> dict[str, str]:
    """The page of each hint, by its key."""
    workshop = discovery.workshops.first() or factories.workshop(discovery)
    args = {"workshop": [discovery.slug, workshop.uuid]}
    return {each.key: reverse(each.url_name, args=args.get(each.key, [discovery.slug])) for each in HINTS}


def is_shown(client: Client, url: str) -> bool:
    count = client.get(url).content.decode().count('class="note hint"')
    assert count <= 1
    return bool(count)


def test_there_are_four_and_each_is_dismissed_for_good(client: Client) -> None:
    discovery = factories.discovery()
    account = factories.access(discovery, DiscoveryRole.FACILITATOR)
    client.force_login(account)
    pages = pages_of(discovery)
    assert len(pages) == 4
    for key, url in pages.items():
        assert is_shown(client, url), key
        answer = client.post(f"{reverse('discovery:hint_dismiss', args=[key])}?back={url}")
        assert answer.status_code == 303
        assert answer["Location"] == url
        assert not is_shown(client, url), key
    client.post(reverse("discovery:hint_dismiss", args=["agenda"]))
    account.refresh_from_db()
    assert account.dismissed_hints == [*pages]

    other = Client()
    other.force_login(account)
    assert not is_shown(other, pages["agenda"]), "in every browser of the account"
    settings = reverse("discovery:account_name")
    assert "Show hints again" in client.get(settings).content.decode()
    assert client.post(reverse("discovery:hints_again")).status_code == 303
    assert all(is_shown(client, url) for url in pages.values())
    assert "Show hints again" not in client.get(settings).content.decode()


def test_who_cannot_facilitate_reads_none(client: Client) -> None:
    discovery = factories.discovery()
    client.force_login(factories.access(discovery, DiscoveryRole.EDITOR))
    assert not is_shown(client, pages_of(discovery)["overview"])


@pytest.mark.parametrize("state", [WorkshopState.LIVE, WorkshopState.PAUSED])
def test_the_overview_has_none_while_a_workshop_is_live(client: Client, state: WorkshopState) -> None:
    discovery = factories.discovery()
    client.force_login(factories.access(discovery, DiscoveryRole.FACILITATOR))
    url = pages_of(discovery)["overview"]
    with operation(SYSTEM, "test.made"):
        artifacts.change(discovery.workshops.get(), state=state)
    assert not is_shown(client, url)


def test_who_led_a_workshop_to_its_end_reads_none_and_others_still_do(client: Client) -> None:
    discovery = factories.discovery()
    account, colleague = (factories.access(discovery, DiscoveryRole.FACILITATOR) for _each in range(2))
    url = pages_of(discovery)["overview"]
    with operation(SYSTEM, "test.made"):
        artifacts.change(discovery.workshops.get(), state=WorkshopState.ENDED, lead=colleague)
    client.force_login(account)
    assert is_shown(client, url)
    client.force_login(colleague)
    assert not is_shown(client, url)


def test_an_unknown_hint_is_not_found(client: Client) -> None:
    client.force_login(factories.access(factories.discovery()))
    assert client.post(reverse("discovery:hint_dismiss", args=["other"])).status_code == 404
