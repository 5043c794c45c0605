"""Rows come in one order, whatever plan the database chooses for a query: PostgreSQL returns rows without an
order as it reads them, and reads them otherwise once it has counted them. A page, a spreadsheet or a catalog
that differs by that would look changed to people and programs, though nothing was."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from core.selectors.operations import tracked_models
from exchange.services.discovery_text import export_text
from organizations.models import User
from specifications.exports import catalogs
from tests.browser.main_pages import FACILITATOR_PAGES
from tests.demo import demo_discovery, put_demo
from tests.factories import SYSTEM
from tests.sweeps import cut
from tests.workbooks import workbook

# What makes PostgreSQL plan otherwise, one after the other. Without loops, too, all this takes three minutes.
PLANS = {
    "no indexes": ("SET LOCAL enable_indexscan = off", "SET LOCAL enable_bitmapscan = off"),
    "no scans": ("SET LOCAL enable_indexscan = on", "SET LOCAL enable_seqscan = off"),
    "counted": ("SET LOCAL enable_seqscan = on", "SET LOCAL enable_bitmapscan = on", "ANALYZE"),
}
ADDRESSES = sorted({way[0] for name, way in FACILITATOR_PAGES.items() if name != "not_found"})
# Tokens and keys, which each answer has of its own.
OWN = re.compile(r'[A-Za-z0-9]{64}|editing-token="[^"]+"|(?<=value=")[0-9a-f-]{36}')


def test_rows_of_an_artifact_have_one_order() -> None:
    loose = [
        model._meta.label
        for model in tracked_models()
        if (model._meta.ordering or ("",))[-1] not in ("pk", "-pk")
    ]
    assert loose == [], "two rows may be equal: end the ordering of its Meta with pk"


def _plan(*ways: str) -> None:
    """Let PostgreSQL plan in these ways from now on, what it planned before too."""
    with connection.cursor() as cursor:
        for way in ways:
            cursor.execute(way)
        cursor.execute("DISCARD PLANS")


def _read(client: Client) -> dict[str, object]:
    """What people and programs read of the demo, by page, sheet and file."""
    discovery = demo_discovery()
    pages = {address: OWN.sub("", client.get(address).content.decode()) for address in ADDRESSES}
    sheets = dict(workbook(discovery))
    text = {"text": export_text(actor=SYSTEM, discovery=discovery)}
    return pages | sheets | text | dict(catalogs(discovery))


@pytest.mark.services
@pytest.mark.django_db
@pytest.mark.usefixtures("no_paper")
def test_the_demo_reads_the_same_by_every_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    put_demo()
    # Budgets of promises change as time passes.
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    client = Client()
    client.force_login(User.objects.earliest("pk"))  # once: people see their sessions
    before = _read(client)
    differing = []
    for name, ways in cut(PLANS.items(), 1):
        _plan(*ways)
        now = _read(client)
        differing += [f"{name}: {each}" for each in before if now[each] != before[each]]
    assert differing == []
