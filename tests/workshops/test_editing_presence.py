"""Two people who edit one artifact see each other, and nobody else does."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from core.models import Editing
from discovery.discoveries.models import DiscoveryRole
from tests import factories
from workshops.actors import RoomActor
from workshops.editing_presence.web import token_for
from workshops.models import Risk
from workshops.results.quick_captures import services as captures

pytestmark = pytest.mark.django_db


@pytest.fixture
def risk(discovery):
    return captures.add(actor=factories.SYSTEM, draft=Risk(discovery=discovery, title="A risk"))


@pytest.fixture
def ann(discovery):
    return factories.access(discovery, DiscoveryRole.EDITOR, name="Ann <b>")


@pytest.fixture
def bo(discovery):
    return factories.access(discovery, DiscoveryRole.EDITOR, name="Bo")


def token_in(browser, discovery, risk):
    """What the form that the person is shown carries."""
    page = browser.get(reverse("discovery:capture_edit", args=[discovery.slug, "risks", risk.uuid]))
    match = re.search(r'data-editing-token="([^"]+)"', page.content.decode())
    assert match
    return match[1]


def report(browser, risk, token, **more):
    return browser.post(reverse("discovery:editing", args=[risk.uuid]), {"token": token, **more})


def test_two_who_have_it_open_see_each_other_until_one_closes(client_of, discovery, risk, ann, bo):
    of_ann, of_bo = client_of(ann), client_of(bo)
    tokens = {of: token_in(of, discovery, risk) for of in (of_ann, of_bo)}

    assert report(of_ann, risk, tokens[of_ann]).json() == {"message": ""}
    assert report(of_bo, risk, tokens[of_bo]).json()["message"].startswith("Ann <b> is editing this too.")
    assert report(of_ann, risk, tokens[of_ann]).json()["message"].startswith("Bo is editing this too.")
    report(of_bo, risk, tokens[of_bo], closed="yes")
    assert report(of_ann, risk, tokens[of_ann]).json() == {"message": ""}
    assert Editing.objects.count() == 1


def test_an_editor_who_fell_silent_is_gone_and_deleted(client_of, discovery, risk, ann, bo):
    of_ann, of_bo = client_of(ann), client_of(bo)
    token = token_in(of_bo, discovery, risk)

    with time_machine.travel(timezone.now(), tick=False) as clock:
        report(of_ann, risk, token_in(of_ann, discovery, risk))
        clock.shift(19)
        assert report(of_bo, risk, token).json()["message"]
        clock.shift(6)
        assert report(of_bo, risk, token).json() == {"message": ""}
    assert [row.label for row in Editing.objects.all()] == ["Bo"]


def test_a_token_is_good_for_its_artifact_and_its_person_only(client_of, discovery, risk, ann, bo):
    token = token_in(client_of(ann), discovery, risk)
    other = captures.add(actor=factories.SYSTEM, draft=Risk(discovery=discovery, title="Another"))
    guest = factories.participant(factories.workshop(discovery))

    for person, about, sent in (
        (bo, risk, token),
        (None, risk, token),
        (guest, risk, token),
        (ann, other, token),
        (ann, risk, token[:-1]),
        (ann, risk, ""),
        (ann, risk, "x" * 10_000),
    ):
        assert report(client_of(person), about, sent).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(hours=13), tick=False):
        assert report(client_of(ann), risk, token).status_code == 404
    assert not Editing.objects.exists()
    assert client_of(ann).get(reverse("discovery:editing", args=[uuid.uuid4()])).status_code == 405


def test_a_new_artifact_has_nobody_else(client_of, discovery, ann):
    page = client_of(ann).get(reverse("discovery:decision_add", args=[discovery.slug])).content.decode()

    assert "data-editing" not in page


def test_people_in_a_room_are_seen_too(client_of, risk, discovery, ann):
    guest = factories.participant(factories.workshop(discovery), "Gil Guest")
    token = token_for(RoomActor.of_participant(guest), risk.uuid)

    assert report(client_of(guest), risk, token).status_code == 200
    assert report(client_of(None), risk, token).status_code == 404
    told = report(client_of(ann), risk, token_in(client_of(ann), discovery, risk)).json()["message"]
    assert told.startswith("Gil Guest is editing this too.")
