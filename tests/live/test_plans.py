"""What two hundred people give at once PostgreSQL plans once for each connection."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, close_old_connections, connection

from core.query_plan_cache import execution
from core.selectors.raw_sql import RowPart, WrittenOut
from discovery.discoveries.models import DiscoveryRole
from discovery.permissions import discovery_role
from organizations.actors import Actor
from tests import factories
from tests.workshops.boards import Board, board
from workshops.models import Note, Participant

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

NAMED = WrittenOut(
    """
    SELECT {participant} FROM workshops_participant participant
    WHERE display_name = %s AND role_title NOT LIKE '%%nobody%%'
    """,
    participant=RowPart(Participant),
)


def _kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        return int(cursor.fetchone()[0])


def _give(room: Board, dots: int) -> int:
    note = Note.objects.filter(activity=room.activity).values_list("uuid", flat=True)[0]
    return room.vote(room.actor("Ann"), note, dots)


def test_a_connection_plans_a_dot_once_and_a_new_one_again() -> None:
    room = board("One", dots=3)
    room.go("vote")
    connection.close()

    first = _give(room, 1)
    assert [_give(room, dots) for dots in (2, 0)] == [first + 1, first + 2]
    assert _kept() == 1

    connection.close()
    assert _kept() == 0
    assert _give(room, 1) == first + 3
    assert _kept() == 1


def test_a_connection_plans_a_statement_written_by_hand_once() -> None:
    room = board("One", dots=3)
    ann = room.actor("Ann").participant
    connection.close()

    assert [NAMED.first(name) for name in ("Ann", "Nobody", "Ann")] == [(ann,), None, (ann,)]
    assert _kept() == 1


def test_a_connection_plans_a_statement_that_django_wrote_once() -> None:
    discovery = factories.discovery()
    account = factories.access(discovery)
    connection.close()

    roles = [discovery_role(Actor.of_account(account), discovery) for _each in range(2)]
    assert roles == [DiscoveryRole.FACILITATOR] * 2
    assert _kept() == 1


def _restarted() -> None:
    """What PostgreSQL does to a connection when it is started again, and Django before the next request."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
    other.close()
    close_old_connections()


@pytest.mark.parametrize("is_planned", [True, False], ids=["planned before", "not yet"])
def test_who_looks_after_postgresql_was_started_again_sees_no_error(is_planned: bool) -> None:
    room = board("One", dots=3)
    ann = room.actor("Ann").participant
    assert ann is not None
    connection.close()
    if is_planned:
        assert NAMED.first("Ann") == (ann,)

    _restarted()
    assert NAMED.first("Ann") == (ann,)
    _restarted()
    assert Participant.objects.get(pk=ann.pk) == ann
    assert _kept() == 0


def test_what_the_driver_raises_while_a_plan_is_kept_is_an_error_of_the_database() -> None:
    connection.ensure_connection()
    connection.connection.close()
    with pytest.raises(DatabaseError):
        execution(connection, "SELECT %s")
    connection.close()
