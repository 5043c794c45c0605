"""Every address of Headwaters, who may go there, and how to fill it from a world.

A new address gets its line in the table of its app; test_access.py fails until it has one.
"""

from __future__ import annotations

from tests.architecture.entries import Entry
from tests.architecture.tables import (
    accounts,
    api,
    discovery,
    handover,
    lvt,
    operating_model,
    products,
    room,
    specifications,
    strategy,
    technology,
)

TABLE: list[Entry] = [
    *discovery.ENTRIES,
    *strategy.ENTRIES,
    *handover.ENTRIES,
    *lvt.ENTRIES,
    *products.ENTRIES,
    *specifications.ENTRIES,
    *technology.ENTRIES,
    *operating_model.ENTRIES,
    *room.ENTRIES,
    *accounts.ENTRIES,
    *api.ENTRIES,
]
