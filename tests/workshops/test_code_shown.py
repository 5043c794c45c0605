"""The join code, shown on all stages of a room by one key."""

from __future__ import annotations

import pytest
from django.urls import reverse

from discovery.discoveries.models import DiscoveryRole
from live import regions_for
from tests import factories
from tests.workshops.rooms import post, region, verbs, workshop_with_talks
from workshops.room.steering import services as steering

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    return workshop_with_talks("One", "Two")


def test_the_join_code_is_on_every_stage_until_it_is_hidden(actor, running_room, facilitator, client_of):
    client = client_of(facilitator)
    assert region("code", running_room, "stage") == ""

    assert post(client, "workshop_code", running_room, {"on": "1"}).status_code == 204
    steering.pause_workshop(actor=actor, workshop=running_room)
    assert "data-code-shown" in region("code", running_room, "stage")
    for key, audience in (("steering", "console"), ("remote", "remote")):
        assert "Hide the join code" in region(key, running_room, audience)
    assert post(client, "workshop_code", running_room).status_code == 204
    assert region("code", running_room, "stage") == ""
    for key, audience in (("steering", "console"), ("remote", "remote")):
        assert "Show the join code" in region(key, running_room, audience)
    assert verbs(running_room)[-3:] == ["workshop.code_shown", "workshop.paused", "workshop.code_hidden"]
    for audience in ("room", "observer"):
        assert not any("code" in each.topics for each in regions_for(audience)), "phones are not told"


def test_only_the_key_of_a_facilitator_shows_the_code_on_every_stage(
    running_room, facilitator, anna, client_of
):
    editor = factories.access(running_room.discovery, DiscoveryRole.EDITOR)
    sends = f'hx-post="{reverse("discovery:workshop_code", args=[running_room.code])}"'
    stage = reverse("discovery:stage", args=[running_room.code])
    for person, is_room in ((facilitator, True), (editor, False), (anna, False)):
        page = client_of(person).get(stage).content.decode()
        assert "data-show-code" in page
        assert (sends in page) is is_room, person
