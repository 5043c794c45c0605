"""The health check, asked by several at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Collection

import pytest

from discovery import health_check as module
from discovery.health_check import Health, HealthPart


def test_a_caller_after_the_end_of_a_probe_begins_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    goes_on = [threading.Event(), threading.Event()]
    probes = iter(goes_on)

    def probe(_others: Collection[HealthPart]) -> dict[str, str]:
        assert next(probes).wait(0.5)
        return {}

    monkeypatch.setattr(module, "_wrong_parts_anew", probe)

    async def ask() -> tuple[dict[str, str], dict[str, str]]:
        first = asyncio.create_task(health.problems())
        await asyncio.sleep(0)
        begun = health._probe
        assert begun is not None
        goes_on[0].set()
        while not begun.done():
            await asyncio.sleep(0)
        # The first caller has no answer yet.
        second = asyncio.create_task(health.problems())
        answer = await first
        goes_on[1].set()
        return answer, await second

    health = Health()
    try:
        assert asyncio.run(ask()) == ({}, {})
    finally:
        health.close()
