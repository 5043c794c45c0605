"""The people of both sides, where they are the same behind all totals of a long ranking."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from lvt.evidence.selectors import shared_sides


@pytest.mark.parametrize(("count", "other", "is_shared"), [(9, 3, True), (8, 3, False), (9, 2, False)])
def test_people_of_both_sides_are_shown_once_for_a_long_ranking(
    count: int, other: int, is_shared: bool
) -> None:
    rows = [SimpleNamespace(business_people="3 people", it_people="2 people") for _row in range(count - 1)]
    rows.append(SimpleNamespace(business_people=f"{other} people", it_people="2 people"))
    shared = [("business", "Business (3 people)"), ("it", "IT (2 people)")]
    assert shared_sides(cast("Any", rows)) == (shared if is_shared else [])
