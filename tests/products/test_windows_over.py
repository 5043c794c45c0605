"""Windows of promises that are over: what is measured of them afterwards opens no action."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from organizations.actors import Actor
from products.models import DataProduct, Slo, SloWindow
from products.promises.measurements.services import record
from tests.factories import make
from tests.products.promising import FIRST, day, freshness

pytestmark = pytest.mark.django_db


@pytest.fixture
def slo(editor: Actor, product: DataProduct) -> Slo:
    return freshness(editor, product)


@pytest.mark.parametrize(
    ("days", "windows"),
    [
        (1, ["day", "month"]),
        (7, ["day", "month"]),
        (9, ["month"]),  # the day was over more than a week ago
        (28, []),  # April: the month is over, too
    ],
)
def test_what_is_measured_of_windows_that_are_over_opens_no_action(
    editor: Actor, slo: Slo, time_machine: Any, days: int, windows: list[str]
) -> None:
    time_machine.move_to(FIRST + timedelta(days=days, hours=12), tick=False)
    record(actor=editor, slo=slo, measurements=[day(0, 900)])
    assert list(slo.windows.exclude(action=None).values_list("unit", flat=True)) == windows


@pytest.mark.parametrize(("days", "opened"), [(29, 1), (32, 0)])
def test_a_rolling_window_opens_an_action_for_what_is_missed_now(
    editor: Actor, slo: Slo, time_machine: Any, days: int, opened: int
) -> None:
    slo.windows.update(deleted_at=timezone.now())
    make(SloWindow, slo=slo, target=Decimal(99), length=30, unit="day", is_rolling=True)
    time_machine.move_to(FIRST + timedelta(days=days, hours=12), tick=False)
    assert len(record(actor=editor, slo=slo, measurements=[day(0, 900)]).actions) == opened
