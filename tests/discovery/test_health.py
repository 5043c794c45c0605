"""Anybody may ask whether a row can be saved; why not is for the log."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.test import Client

pytestmark = pytest.mark.django_db


def test_where_the_database_is_stays_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    said = 'connection to server at "10.1.2.3", port 5432 failed for user "headwaters"'

    def cursor() -> None:
        raise OperationalError(said)

    monkeypatch.setattr(connection, "cursor", cursor)
    answer = Client().get("/healthz")
    assert answer.status_code == 503
    assert answer.content == b"nothing can be saved\n"
    assert said in caplog.text
