"""That nobody sees scores before the reveal is said while that is true, on every screen, and not after it."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from core.services import artifacts
from core.services.operations import operation
from live import Snapshot, regions_for
from lvt.models import ScoringRound
from lvt.rounds.services import open_round, reveal, show_next
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room
from workshops.agenda import workshop_templates
from workshops.models import Participant
from workshops.web.cookies import remember

pytestmark = pytest.mark.django_db
PROMISE = "before the reveal"
SCREENS = {"stage", "observer", "room"}


@pytest.fixture
def room() -> Room:
    """Two use cases that one person scored, with what the shipped agenda tells people to do."""
    made = scoring_room()
    (told,) = {
        str(activity.instructions)
        for each in workshop_templates.TEMPLATES.values()
        for activity in each.activities
        if activity.kind == "scoring" and "Skip" in (words := str(activity.instructions)) and PROMISE in words
    }
    with operation(SYSTEM, "test.told"):
        made.activity = artifacts.change(made.activity, instructions=told)
    made.give_total(made.join("Ana"), 3)
    return made


def says(room: Room) -> set[str]:
    """The screens that say it: what is pushed to them, and what a page says that is opened now."""
    ana = Participant.objects.get(workshop=room.workshop)
    phone = Client()
    phone.cookies.update(remember(HttpResponse(), ana).cookies)
    pushed, opened = set(), set()
    for audience in ("console", *SCREENS):
        shot = Snapshot(room.workshop.pk, 1, audience, frozenset())
        drawn = [region.render(shot) for region in regions_for(audience) if region.render]
        pushed |= {audience} if PROMISE in " ".join(drawn) else set()
    for audience, path in (("room", ""), ("stage", "stage/")):
        page = phone.get(f"/w/{room.workshop.code}/{path}")
        assert page.status_code == 200
        opened |= {audience} if PROMISE in page.content.decode() else set()
    assert opened == pushed & {"room", "stage"}
    return pushed


def test_it_is_said_until_the_reveal_of_each_round(room: Room) -> None:
    assert says(room) == SCREENS
    show_next(actor=SYSTEM, round=room.round, steps=0)
    assert says(room) == set()
    reveal(actor=SYSTEM, round=ScoringRound.objects.get(pk=room.round.pk))
    assert says(room) == set()
    again = open_round(actor=SYSTEM, activity=room.activity, use_cases=room.use_cases[:1], method=room.method)
    assert says(room) == SCREENS
    room.round = again
    room.give(Participant.objects.get(workshop=room.workshop), 4)
    reveal(actor=SYSTEM, round=again)
    assert says(room) == set()
