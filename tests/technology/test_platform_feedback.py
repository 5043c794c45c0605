"""What teams say of a platform, and what its owner announces."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from core.exceptions import Invalid
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from organizations.models import Team
from technology.models import Platform, PlatformChange, PlatformFeedback
from tests import factories
from tests.factories import SYSTEM, make

pytestmark = pytest.mark.django_db


def test_feedback_and_announced_changes_stand_in_the_card_of_their_platform(client_of):
    discovery = factories.discovery()
    editor = factories.access(discovery, DiscoveryRole.EDITOR)
    platform = make(Platform, discovery=discovery, name="Lake")
    team = make(Team, organization=discovery.domain.organization, name="Brand")
    client = client_of(editor)
    add = reverse("technology:platform_feedback_add", args=[discovery.slug, platform.uuid])
    assert client.post(add, {"text": "Storage takes a week.", "team": team.pk}).status_code == 303
    add = reverse("technology:platform_change_add", args=[discovery.slug, platform.uuid])
    assert client.post(add, {"name": "Tables get versions", "comes_on": "2027-01-10"}).status_code == 303
    shown = client.get(reverse("technology:capability_list", args=[discovery.slug])).content.decode()
    for words in (
        "Storage takes a week.",
        "No answer yet.",
        "Tables get versions",
        "not announced",
    ):
        assert words in shown


def test_a_change_is_announced_before_it_comes():
    platform = make(Platform, discovery=factories.discovery(), name="Lake")
    late = PlatformChange(platform=platform, name="New storage", comes_on=date(2027, 1, 1))
    late.told_on = date(2027, 1, 2)
    with pytest.raises(Invalid, match="later than the change"):
        kinds.add(actor=SYSTEM, draft=late)


def test_what_is_said_goes_with_its_platform():
    platform = make(Platform, discovery=factories.discovery(), name="Lake")
    kinds.add(actor=SYSTEM, draft=PlatformFeedback(platform=platform, text="It is slow."))
    kinds.delete(actor=SYSTEM, artifact=platform)
    assert not PlatformFeedback.objects.exists()
