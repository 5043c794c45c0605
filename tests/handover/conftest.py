"""A report that takes no time."""

from __future__ import annotations

import pytest

from handover.models import HandoverVersion
from handover.reports.document import FrozenReport
from handover.versions import services as versions


@pytest.fixture
def plain_report(monkeypatch: pytest.MonkeyPatch) -> list[HandoverVersion]:
    """A report that is made in no time; the versions that it was made for."""
    made: list[HandoverVersion] = []

    def make_frozen(version: HandoverVersion) -> FrozenReport:
        made.append(version)
        return FrozenReport(
            "<!doctype html><html><head><title>T</title><style>p{color:red}</style></head>"
            f"<body><header></header>Report {len(made)}</body></html>",
            f"<html lang='en'><head><title>T</title></head><body>Paper {len(made)}</body></html>",
        )

    monkeypatch.setattr(versions, "make_frozen", make_frozen)
    return made
