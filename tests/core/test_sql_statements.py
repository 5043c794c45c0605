"""Statements that are written once, and deletion of rows by their keys."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from core.database_statements import PreparedQuery, delete_rows
from core.models import Operation
from discovery.models import Discovery
from organizations.models import Domain
from tests.factories import discovery, domain, organization

pytestmark = pytest.mark.django_db


def _by_slug(slug: str) -> QuerySet[Any, Any]:
    return Discovery.objects.select_related("domain__organization").filter(slug=slug).order_by()


def _names(domain: int) -> QuerySet[Any, Any]:
    return Discovery.objects.filter(domain=domain).order_by("name").values_list("uuid", "name", "created_at")


@pytest.fixture
def place() -> Domain:
    return domain(organization("Acme"))


def test_rows_are_those_of_the_queryset_for_each_value(place: Domain) -> None:
    prepared = PreparedQuery(_by_slug, "slug")
    for each in (discovery(place, name="First"), discovery(place, name="Second")):
        (row,) = prepared(each.slug)
        (plain,) = _by_slug(each.slug)
        assert {field: getattr(row, field) for field in vars(plain) if not field.startswith("_")} == {
            field: value for field, value in vars(plain).items() if not field.startswith("_")
        }
        with CaptureQueriesContext(connection) as queries:
            assert row.domain.organization.name == "Acme"
        assert len(queries) == 0
    assert prepared("unknown") == []


def test_tuples_have_the_types_of_their_columns(place: Domain) -> None:
    prepared = PreparedQuery(_names, -1)
    assert prepared.tuples(place.pk) == []
    discovery(place, name="First")
    discovery(place, name="Second")
    assert prepared.tuples(place.pk) == list(_names(place.pk))


def test_rows_are_deleted_by_their_keys_alone(place: Domain) -> None:
    kept, *others = (
        Operation.objects.create(verb="tests.made", actor_kind="system", actor_label="test")
        for _number in range(3)
    )
    delete_rows(Operation, [each.pk for each in others])
    assert Operation.objects.filter(verb="tests.made").get() == kept
    delete_rows(Operation, [])
    assert Operation.objects.filter(verb="tests.made").get() == kept
