"""Every file takes a turn, one a person, and before anything is read for it: who asks for many leaves page
threads to others."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents import concurrency_limit
from tests.architecture.table import TABLE
from tests.architecture.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

# They are as they lie on the disk, or a few rows, or of one product.
CHEAP = {
    "handover:check_in_days",
    "handover:own_check_in_days",
    "handover:report_download",
    "handover:version_pdf_file",
    "handover:shared_handover_pdf",
    "discovery:actions_csv",
    "discovery:actions_ics",
    "operating_model:governance_ics",
    "products:measurement_template",
    "products:specification_file",
}
# No files, but they read a whole discovery, one that is here or that somebody sends, or prove a choice.
DEAR_PAGES = frozenset(
    {
        "handover:handover_readiness",
        "discovery:bring_in",
        "discovery:bring_in_columns",
        "discovery:bring_in_check",
        "discovery:import_check",
        "discovery:import_upload",
        "handover:review_read",
        "handover:version_freeze",
    }
)
# Who asks, and whether they may see the discovery.
READ_BEFORE = 12


@pytest.mark.sweep(sample="tests/documents/test_concurrency_limit.py")
def test_files_take_turns(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = world.client("admin")
    dear = []
    for entry in TABLE:
        if "GET" not in entry.methods or entry.access == "stream":  # which goes on for hours
            continue
        url = entry.url(world.own)
        answer = client.get(url)
        if "attachment" in answer.headers.get("Content-Disposition", "") or entry.name in DEAR_PAGES:
            answer.close()
            dear.append((entry, url))
    assert len(dear) > 10
    monkeypatch.setattr(concurrency_limit, "PATIENCE", 0.0)
    concurrency_limit._files.clear()
    account = int(client.session["_auth_user_id"])
    monkeypatch.setitem(concurrency_limit._under_way, account, "another file")
    free = set()
    for entry, url in dear:
        with CaptureQueriesContext(connection) as read:
            answer = client.get(url)
        answer.close()
        if answer.status_code != 503 or len(read) > READ_BEFORE:
            free.add(entry.name)
    assert free == CHEAP
