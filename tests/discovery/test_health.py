"""Anybody may ask whether a row can be saved; why not is for the log."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from core.registry import Registry
from discovery import health_check
from discovery.health_check import HealthPart, answer_of, wrong_parts
from organizations.delivery_queue.selectors import mail_that_waits
from organizations.models import Mail
from organizations.services.mailing import NOT_ASKED

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
    assert answer.json() == {"status": "failing", "parts": {"database": "data can't be saved"}}
    assert said in caplog.text


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> Registry[HealthPart]:
    """What apps registered, for this test."""
    registered: Registry[HealthPart] = Registry("parts")
    monkeypatch.setattr(health_check, "parts", registered)
    return registered


def test_all_parts_are_told_and_only_vital_ones_fail_a_plain_look(parts: Registry[HealthPart]) -> None:
    pages = HealthPart("pages", lambda: "", is_vital=True)
    parts.register(HealthPart("mail", lambda: "mail is waiting"))
    said = wrong_parts([pages])
    assert said == {"database": "", "pages": "", "mail": "mail is waiting"}
    status, document = answer_of(said, [pages], whole=False)
    assert (status, document) == (
        200,
        '{"status": "degraded", "parts": {"database": "ok", "pages": "ok", "mail": "mail is waiting"}}\n',
    )
    assert answer_of(said, [pages], whole=True)[0] == 503
    assert answer_of(said | {"pages": "no page was answered for 12 s"}, [pages], whole=False)[0] == 503
    plain, asked = Client().get("/healthz"), Client().get("/healthz?parts")
    assert (plain.status_code, asked.status_code) == (200, 503)


def test_a_part_that_cannot_be_asked_says_so_and_no_more(
    parts: Registry[HealthPart], caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> str:
        raise OSError("connection to 10.1.2.3 refused")

    parts.register(HealthPart("mail", fails))
    answer = Client().get("/healthz")
    assert answer.json()["parts"]["mail"] == "no answer"
    assert "10.1.2.3" in caplog.text


def test_mail_that_no_server_answers_is_told_after_a_while() -> None:
    def waits(minutes: int, *, attempts: int = 1, status: int = 0) -> None:
        made_at = timezone.now() - timedelta(minutes=minutes)
        tried_at = made_at if attempts else None
        Mail.objects.create(
            kind="account", made_at=made_at, attempts=attempts, status=status, tried_at=tried_at
        )

    waits(14)
    waits(90, attempts=0)
    waits(90, status=451)
    waits(90, status=NOT_ASKED)
    assert mail_that_waits() == ""
    waits(16)
    assert mail_that_waits() == "mail is waiting"
    assert Client().get("/healthz").json()["parts"]["mail"] == "mail is waiting"
