"""A plan that is longer than the stage has room for says how much more there is, and until when."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from live import Snapshot
from tests import factories
from tests.factories import SYSTEM
from workshops.activities.regions import draw_main
from workshops.models import Workshop
from workshops.room.running.services import end_workshop, start_workshop
from workshops.room.steering.services import pause_workshop

pytestmark = pytest.mark.django_db


def planned(count: int, starts_at: datetime | None) -> Workshop:
    workshop = factories.workshop(starts_at=starts_at)
    for number in range(count):
        factories.activity(workshop, "talk", f"Number {number + 1}", minutes=10)
    return workshop


def stage(workshop: Workshop) -> str:
    return str(draw_main(Snapshot(workshop.pk, 1, "stage", frozenset())))


def test_the_stage_counts_what_it_has_no_room_for() -> None:
    workshop = planned(45, datetime(2026, 11, 26, 8, 0, tzinfo=UTC))
    drawn = stage(workshop)
    assert "Number 39<" in drawn
    assert "Number 40<" not in drawn
    assert 'and 6 more, until <time datetime="2026-11-26T15:30:00+00:00"' in drawn


def test_forty_are_all_there() -> None:
    drawn = stage(planned(40, None))
    assert "Number 40<" in drawn
    assert "more<" not in drawn


def test_no_time_is_promised_that_nobody_knows() -> None:
    workshop = planned(43, None)
    assert "and 4 more</span>" in stage(workshop)
    start_workshop(actor=SYSTEM, workshop=workshop)
    workshop.refresh_from_db()
    pause_workshop(actor=SYSTEM, workshop=workshop)
    assert "and 4 more</span>" in stage(workshop)


def test_what_was_done_is_counted_too() -> None:
    workshop = planned(9, None)
    start_workshop(actor=SYSTEM, workshop=workshop)
    for activity in workshop.tracks.get().activities.all():
        type(activity).objects.filter(pk=activity.pk).update(
            started_at=datetime(2026, 11, 26, 8, activity.position, tzinfo=UTC),
            ended_at=datetime(2026, 11, 26, 8, activity.position + 1, tzinfo=UTC),
        )
    workshop.refresh_from_db()
    end_workshop(actor=SYSTEM, workshop=workshop)
    drawn = stage(workshop)
    assert "Number 7<" in drawn
    assert "and 2 more, until" in drawn
