"""The navigation of a discovery: what belongs together stands together."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from discovery.registries import NAVIGATION_GROUPS, navigation
from tests import factories

pytestmark = pytest.mark.django_db


def test_entries_stand_below_the_heading_of_their_group(client: Client) -> None:
    discovery = factories.discovery()
    client.force_login(factories.access(discovery))
    html = client.get(reverse("handover:handover", args=[discovery.slug])).content.decode()
    nav = html.partition('<nav class="side-nav"')[2].partition("</nav>")[0]
    drawn = re.findall(r'<p class="kicker">(.*?)</p>|</svg><span>(.*?)</span>', nav)
    expected: dict[str, list[str]] = {}
    for item in sorted(navigation, key=lambda item: item.order):
        expected.setdefault(str(NAVIGATION_GROUPS[item.group]), []).append(str(item.label))
    assert list(expected) == [str(words) for words in NAVIGATION_GROUPS.values()]
    flat = [words for heading, labels in expected.items() for words in (heading, *labels)]
    assert [heading or label for heading, label in drawn] == flat[1:]
    # On a phone, the button that opens it says where one is.
    button = html.partition('popovertarget="side-nav"')[2].partition("</button>")[0]
    assert "<span>Handover</span>" in button
