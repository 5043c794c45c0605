"""A statement written by hand reads the same objects as Django would."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Model

from core.selectors.raw_sql import RowPart, WrittenOut
from tests import factories
from workshops.models import Activity, Participant, Track, Workshop

pytestmark = pytest.mark.django_db

PEOPLE = WrittenOut(
    """
    SELECT {participant}, {workshop} FROM workshops_participant participant
    JOIN workshops_workshop workshop ON workshop.id = participant.workshop_id
    WHERE workshop.code = %s ORDER BY participant.id
    """,
    participant=RowPart(Participant),
    workshop=RowPart(Workshop),
)
PLACES = WrittenOut(
    """
    SELECT {track}, {activity} FROM workshops_activity activity
    JOIN workshops_track track ON track.id = activity.track_id WHERE activity.id = %s
    """,
    track=RowPart(Track, ("workshop", "id")),
    activity=RowPart(Activity),
)


def values(row: Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_row_holds_the_objects_as_they_are_stored() -> None:
    workshop = factories.workshop()
    people = [factories.participant(workshop, name) for name in ("Ann", "Ben")]
    factories.participant(factories.workshop(), "Cal")
    rows = list(PEOPLE.rows(workshop.code))
    for (read, room), stored in zip(rows, people, strict=True):
        assert values(read) == values(Participant.objects.get(pk=stored.pk))
        assert values(room) == values(Workshop.objects.get(pk=workshop.pk))
        assert not read._state.adding


def test_fields_that_were_not_selected_are_read_when_they_are_used(django_assert_num_queries: Any) -> None:
    activity = factories.activity(factories.workshop(), "brainstorm", settings={"dots": 3, "prompt": "Why?"})
    with django_assert_num_queries(1):
        row = PLACES.first(activity.pk)
        assert row is not None
        track, read = row
        assert track.workshop_id == activity.track.workshop_id
        assert read.settings == {"dots": 3, "prompt": "Why?"}
        assert values(read) == values(activity)
    with django_assert_num_queries(1):
        assert track.current_id is None


def test_a_statement_without_a_row_gives_none() -> None:
    assert PLACES.first(0) is None
    assert list(PEOPLE.rows("NOBODY")) == []
