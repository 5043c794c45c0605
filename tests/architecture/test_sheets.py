"""The spreadsheet of a discovery that has something of everything: what its sheets have in common."""

from __future__ import annotations

from collections import Counter

import pytest

from discovery.reports.kind_sheets import all_sheets
from tests.architecture.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_the_columns_of_a_sheet_have_heads_of_their_own(world: World) -> None:
    discovery = world.own.discovery
    tables = {sheet.key: sheet.table(discovery) for sheet in all_sheets()}
    shared = {
        key: [head for head, count in Counter(table.columns).items() if count > 1]
        for key, table in tables.items()
        if table is not None
    }
    assert len(shared) > 20
    assert {key: heads for key, heads in shared.items() if heads} == {}
