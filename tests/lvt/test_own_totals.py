"""One's own scores beside the room's: by the arithmetic of the method, once revealed, for oneself alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client

from core.exceptions import Conflict
from live import Snapshot, regions_for
from lvt.rounds.selectors import round_results
from lvt.rounds.services import reveal
from lvt.scores.selectors import own_scores
from lvt.selectors.own_totals import own_totals
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room
from workshops.models import Participant
from workshops.web.cookies import remember

pytestmark = pytest.mark.django_db


def scored() -> tuple[Room, Participant, Participant]:
    """Ana gives every criterion 5 and 1, Bo 3 and 3."""
    room = scoring_room("Early warning", "Shared stock")
    ana, bo = room.join("Ana"), room.join("Bo", "it")
    count = room.method.criteria.count()
    for use_case, values in enumerate([(5, 3), (1, 3)]):
        room.give_all(ana, *[values[0]] * count, use_case=use_case)
        room.give_all(bo, *[values[1]] * count, use_case=use_case)
    return room, ana, bo


def mine(room: Room, person: Participant) -> str:
    client = Client()
    client.cookies.update(remember(HttpResponse(), person).cookies)
    return client.get(f"/w/{room.workshop.code}/activities/{room.activity.uuid}/mine/").content.decode()


def test_own_totals_stand_beside_those_of_the_room() -> None:
    room, ana, _bo = scored()
    reveal(actor=SYSTEM, round=room.round)
    room.round.refresh_from_db()
    totals = own_totals(round_results(room.round), own_scores(room.round, ana))
    count = room.method.criteria.count()
    assert [(each.use_case.name, each.own, each.room) for each in totals] == [
        ("Early warning", Decimal(5 * count), Decimal(4 * count)),
        ("Shared stock", Decimal(count), Decimal(2 * count)),
    ]


def test_before_the_reveal_there_is_nothing_to_compare_with() -> None:
    room, ana, _bo = scored()
    with pytest.raises(Conflict):
        own_totals(round_results(room.round), own_scores(room.round, ana))
    assert "compared with the room" not in mine(room, ana)


def test_nobody_else_sees_them() -> None:
    room, ana, bo = scored()
    reveal(actor=SYSTEM, round=room.round)
    own = f"you <b>{5 * room.method.criteria.count()}"
    assert own in mine(room, ana)
    assert own not in mine(room, bo)
    for audience in ("console", "room", "stage", "observer"):
        shot = Snapshot(room.workshop.pk, 1, audience, frozenset())
        assert not [
            region.key for region in regions_for(audience) if region.render and own in region.render(shot)
        ]


def test_a_person_without_scores_has_no_total() -> None:
    room, _ana, _bo = scored()
    late = room.join("Chidi")
    reveal(actor=SYSTEM, round=room.round)
    room.round.refresh_from_db()
    totals = own_totals(round_results(room.round), own_scores(room.round, late))
    assert [each.own for each in totals] == [None, None]
    assert "you: no total" in mine(room, late)
