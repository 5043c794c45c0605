"""The spreadsheet of a discovery that has something of everything: what its sheets have in common."""

from __future__ import annotations

from collections import Counter

import pytest

from core.services import kinds
from discovery.document_parts import report_sheets
from discovery.models import Discovery
from discovery.reports.kind_sheets import all_sheets
from operating_model.models import Body
from tests.architecture.world import World
from tests.factories import SYSTEM, make

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_the_columns_of_a_sheet_have_heads_of_their_own(world: World) -> None:
    discovery = world.own.discovery
    tables = {sheet.key: sheet.table(discovery) for sheet in all_sheets()}
    shared = {
        # "Maturity needed" and "Maturity needed, 0 to 5" are one head to who reads them.
        key: [
            head
            for head, count in Counter(str(each).split(", ")[0] for each in table.columns).items()
            if count > 1
        ]
        for key, table in tables.items()
        if table is not None
    }
    assert len(shared) > 20
    assert {key: heads for key, heads in shared.items() if heads} == {}


def test_a_sheet_says_of_what_was_deleted_that_it_was(discovery: Discovery) -> None:
    council = make(Body, discovery=discovery, name="Council", kind="portfolio")
    make(Body, discovery=discovery, name="Guild", kind="domain", escalates_to=council)
    kinds.delete(actor=SYSTEM, artifact=council)
    table = report_sheets.get("bodies").table(discovery)
    assert table is not None
    (row,) = table.rows
    assert "Council (deleted)" in row
