"""How many rows of a backup are in memory at once: by how long they are."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db.models import QuerySet

from config.backups import restoring, writing
from handover.models import HandoverVersion
from lvt.models import Score
from tests import factories
from tests.factories import make
from workshops.models import Activity, AgendaTemplate


def test_rows_are_held_by_their_size_as_well(monkeypatch):
    monkeypatch.setattr(restoring, "BYTES_AT_ONCE", 20)
    lines = [b"1\n", b"2\n", b"3" * 17 + b"\n", b"4" * 30 + b"\n", b"5\n", *[b"6\n"] * 9]

    held = [[len(line) for line in some] for some in restoring.portions(BytesIO(b"".join(lines)))]
    assert held == [[2, 2], [18], [31], [2] * 10]


@pytest.mark.django_db
def test_fewer_rows_are_read_at_once_where_one_is_long():
    organization = factories.organization()
    make(AgendaTemplate, organization=organization, name="Short", content={"activities": []})
    models = (Score, AgendaTemplate, Activity, HandoverVersion)
    assert [writing.rows_at_once(each, "default") for each in models] == [writing.AT_ONCE] * 4

    content = {"activities": ["x" * (writing.BYTES_AT_ONCE // 16)]}
    make(AgendaTemplate, organization=organization, name="Long", content=content)
    assert writing.rows_at_once(AgendaTemplate, "default") == 3


def test_the_rows_are_read_by_as_many(monkeypatch):
    asked = []

    def read(_rows, count):
        asked.append(count)
        return iter(())

    monkeypatch.setattr(writing, "rows_at_once", lambda _model, _alias: 7)
    monkeypatch.setattr(QuerySet, "iterator", read)
    writing.write_table(ZipFile(BytesIO(), "w"), Score._meta.label, Score, "default")
    assert asked == [7]
