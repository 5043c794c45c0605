"""Every file takes a turn, one a person: whoever asks for many leaves page threads to others."""

from __future__ import annotations

import pytest

from discovery.reports import in_turn
from tests.architecture.table import TABLE
from tests.architecture.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

# They are as they lie on the disk, or a few rows, or of one product.
CHEAP = {
    "discovery:report_download",
    "discovery:version_pdf_file",
    "discovery:shared_handover_pdf",
    "discovery:actions_csv",
    "discovery:actions_ics",
    "operating_model:governance_ics",
    "products:measurement_template",
    "products:specification_file",
}
# No file, but it reads the whole discovery.
DEAR_PAGES = frozenset({"discovery:handover_readiness"})


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
    monkeypatch.setattr(in_turn, "PATIENCE", 0.0)
    in_turn._made.clear()
    account = int(client.session["_auth_user_id"])
    monkeypatch.setitem(in_turn._under_way, account, "another file")
    free = set()
    for entry, url in dear:
        answer = client.get(url)
        answer.close()
        if answer.status_code != 503:
            free.add(entry.name)
    assert free == CHEAP
