"""A demo that is put back is the one that was made, to the last row."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from discovery.models import Discovery
from tests import factories
from tests.demo import put_demo, run_demo
from tests.rows import counts

pytestmark = pytest.mark.django_db


def _everything() -> dict[str, list[str]]:
    """All rows, by table."""
    rows: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in (table for table, count in counts().items() if count):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  no name but ours
            rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


def _put() -> tuple[dict[str, str], dict[str, list[str]]]:
    with transaction.atomic():
        printed, rows = put_demo(), _everything()
        connection.check_constraints()
        transaction.set_rollback(True)
    return printed, rows


def test_the_rows_are_those_of_the_demo_that_was_made() -> None:
    first, second = _put(), _put()
    assert first == second
    assert len(second[1]) > 60


def test_what_is_added_to_it_gets_keys_of_its_own() -> None:
    _put()
    put_demo()
    before = set(Discovery.everything.values_list("pk", flat=True))
    assert factories.discovery().pk not in before
    assert run_demo()["discovery"] == "commercial-discovery"
    assert Discovery.everything.count() == len(before) + 1


def test_beside_something_else_it_is_made_anew() -> None:
    factories.organization()
    put_demo()
    assert Discovery.objects.filter(slug="commercial-discovery").exists()
