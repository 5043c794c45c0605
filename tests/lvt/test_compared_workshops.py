"""Two workshops side by side that both scored: their rounds are compared where the method is the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from core.services import artifacts
from core.services.operations import operation
from lvt.rounds.services import open_round, reveal
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db


def second_room(first: Room) -> Room:
    workshop = factories.workshop(first.discovery, "Second sitting", state=WorkshopState.LIVE)
    activity = factories.activity(workshop, kind="scoring", title="Score the use cases")
    with operation(SYSTEM, "test.moved"):
        activity.track = artifacts.change(activity.track, current=activity)
    opened = open_round(actor=SYSTEM, activity=activity, use_cases=first.use_cases, method=first.method)
    return replace(first, workshop=workshop, activity=activity, round=opened)


def test_totals_of_both_stand_beside_each_other_once_both_are_revealed(
    client_of: Callable[..., Client],
) -> None:
    first = scoring_room()
    second = second_room(first)
    first.give_all(first.join("Ann"), 2, *[3] * 6)
    second.give_all(second.join("Ben"), 5, *[3] * 6)
    reveal(actor=SYSTEM, round=first.round)
    browser = client_of(factories.access(first.discovery))
    address = reverse("discovery:workshop_results", args=[first.discovery.slug, first.workshop.uuid])

    def text() -> str:
        answer = browser.get(f"{address}?with={second.workshop.uuid}")
        assert answer.status_code == 200
        return answer.content.decode()

    assert "Rounds compared" not in text()  # nothing of an open round
    reveal(actor=SYSTEM, round=second.round)
    page = text()
    assert "Rounds compared" in page
    assert "+3" in page
