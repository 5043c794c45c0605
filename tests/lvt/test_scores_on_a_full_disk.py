"""A score on a server whose disk is full is answered "not saved yet", and saved once there is room again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from lvt.models import Score
from tests.lvt.rooms import Room, scoring_room
from workshops.models import Participant

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]


@pytest.fixture
def room() -> Room:
    return scoring_room()


@contextmanager
def full_disk(room: Room, others: list[Participant]) -> Iterator[None]:
    """The database may not grow by a page, and what room was left in its pages others have filled. Pages
    that tests before this one left free are given back first."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    with pytest.raises(OperationalError, match="full"):
        _score_everything(room, others)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")


def _score_everything(room: Room, people: list[Participant]) -> None:
    for person in people:
        for use_case in range(2):
            for criterion in range(7):
                room.give(person, 3, use_case, criterion)


def test_a_tap_on_a_full_disk_is_not_acknowledged_and_is_saved_later(room, client_of):
    others = [room.join(f"Person {number}") for number in range(100)]
    ann = room.join("Ann")
    address = reverse("lvt:score", args=[room.workshop.code])
    client, json = client_of(ann), {"accept": "application/json"}

    with full_disk(room, others):
        refused = client.post(address, room.fields(5), headers=json)
        kept = Score.objects.count()

    assert refused.status_code == 503
    assert refused.json()["error"].startswith("Not saved yet")
    assert int(refused["Retry-After"]) > 0
    assert not Score.objects.filter(participant=ann).exists()
    again = client.post(address, room.fields(5), headers=json)
    assert (again.status_code, again.json()["saved"]) == (200, True)
    assert Score.objects.count() == kept + 1
