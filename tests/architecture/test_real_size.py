"""Bytes and queries of the pages of a discovery of real size (bench/pages.py measures their time)."""

from __future__ import annotations

import math
import threading

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import TimeMachineFixture

from bench.large_report import large_discovery
from bench.pages import KILOBYTES, QUERIES, addresses, build, write
from core.database_statements import write_state
from core.selectors import cache_until_write
from organizations.models import User
from products.models import DataProduct
from tests.demo import put_demo
from tests.sweeps import cut

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]

# Pages about all steps of a stream or of the whole discovery: queries right after a write.
SUMMARIES = {
    # Of these, nine for the points that need attention.
    "discovery:discovery_overview": 105,
    "handover:handover_readiness": 94,
    "operating_model:frame": 74,
    # What blocks its products is read from the gap analysis.
    "products:roadmap": 32,
    "technology:architecture": 31,
    "technology:overview": 49,
}


def test_pages_stay_small_and_ask_little(
    time_machine: TimeMachineFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic():  # its rows refer to each other, in any order
        put_demo()
    discovery, client = build(), Client()
    client.force_login(User.objects.get(email="frida@example.org"))
    # A session is written every ten minutes, also when a busy computer takes as long for these pages.
    time_machine.move_to(timezone.now(), tick=False)
    # Answers are cached for a minute, and a busy computer takes longer for the two pages that are compared.
    monkeypatch.setattr(cache_until_write, "LONGEST", math.inf)

    def queries_and_bytes(address: str) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        assert answer.status_code == 200, address
        return len(asked), len(answer.content)

    for name, address in cut(addresses(discovery).items(), 10):
        before = write_state()
        client.get(address)
        queries, _size = queries_and_bytes(address)
        # If neither page wrote, it was another connection of this process: a thread that is still alive.
        threads = ", ".join(thread.name for thread in threading.enumerate())
        assert write_state() == before, f"{name}: someone wrote; threads: {threads}"
        assert queries <= QUERIES, f"{name}, while nothing is written: {queries}; threads: {threads}"
        write(discovery)
        queries, size = queries_and_bytes(address)
        assert queries <= SUMMARIES.get(name, QUERIES), f"{name}, after a write: {queries}"
        assert size <= KILOBYTES * 1000, f"{name}: {size}"


def test_parts_of_the_benchmark_add_to_one_database() -> None:
    with transaction.atomic():
        put_demo()
    build()
    assert DataProduct.objects.filter(discovery=large_discovery()).exists()
