"""A request whose connection to PostgreSQL dies is asked again where it only reads; while the database is
away requests wait, and not for ever. `tests/live/test_restarts.py` starts it again under many people."""

from __future__ import annotations

import time

import pytest
from django.db import OperationalError, connection, connections
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from config import read_retry

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


class Pages:
    """Answers; the connection of the first request is cut off meanwhile."""

    def __init__(self) -> None:
        self.asked: list[HttpRequest] = []

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.asked.append(request)
        if len(self.asked) == 1:
            cut_off()
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except OperationalError:
            return HttpResponse(status=503)
        return HttpResponse(request.GET.get("q", ""))


def cut_off() -> None:
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    other.close()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_only_reads_is_asked_again(method: str, rf: RequestFactory) -> None:
    pages = Pages()

    response = read_retry.ReadRetry(pages)(rf.generic(method, "/", QUERY_STRING="q=1"))

    assert isinstance(response, HttpResponse)
    assert (response.status_code, response.content) == (200, b"1")
    assert len(pages.asked) == 2
    assert pages.asked[0] is not pages.asked[1]


def test_what_writes_is_not(rf: RequestFactory) -> None:
    pages = Pages()

    assert read_retry.ReadRetry(pages)(rf.post("/")).status_code == 503
    assert len(pages.asked) == 1
    connection.close()


def test_an_error_of_our_own_is_not_asked_for_twice(rf: RequestFactory) -> None:
    asked = []

    def broken(request: HttpRequest) -> HttpResponse:
        asked.append(request)
        return HttpResponse(status=500)

    assert read_retry.ReadRetry(broken)(rf.get("/")).status_code == 500
    assert len(asked) == 1


def test_nobody_waits_for_ever(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[float] = []

    def away() -> None:
        tries.append(time.monotonic())
        raise OperationalError("connection refused")

    monkeypatch.setattr(read_retry, "PATIENCE", 0.3)
    pages = read_retry.ReadRetry(lambda request: HttpResponse(status=503))
    monkeypatch.setattr(connection, "ensure_connection", away)

    began = time.monotonic()
    assert pages(rf.get("/")).status_code == 503
    assert time.monotonic() - began >= 0.3
    tries.clear()
    assert pages(rf.get("/")).status_code == 503
    assert len(tries) == 1, "it waited again"
