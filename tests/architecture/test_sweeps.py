"""Sweeps and their samples (`tests/sweeps.py`), asked of small modules that pytest collects."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from live.regions import AUDIENCES
from tests import sweeps
from tests.sweeps import JOURNEYS, MANY, cut, divide, examples, pairwise

ROOT = Path(__file__).parents[2]


def cases(
    name: str,
    number: int,
    sample: object = None,
    *,
    is_marked: bool = True,
    module: str = "tests/a/test_a.py",
    is_browser: bool = False,
) -> list[pytest.Item]:
    """Cases of one test, as far as `divide` looks at them."""
    markers = {}
    if is_marked:
        markers["sweep"] = SimpleNamespace(kwargs={} if sample is None else {"sample": sample})
    if is_browser:
        markers["browser"] = SimpleNamespace()
    made = [
        SimpleNamespace(nodeid=f"{module}::{name}[{each}]", get_closest_marker=markers.get)
        for each in range(number)
    ]
    return cast("list[pytest.Item]", made)


@pytest.fixture(autouse=True)
def _sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "SAMPLED", True)


def test_a_sample_is_spread_over_the_list() -> None:
    assert cut(range(10), 3) == [0, 3, 6]
    assert cut("ab", 3) == ["a", "b"]


def test_without_a_sample_every_case_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "SAMPLED", False)
    assert cut(range(10), 3) == [*range(10)]


def test_a_sweep_keeps_its_sample_and_other_tests_are_kept_whole() -> None:
    sweep, plain = cases("test_sweep", 9, 3), cases("test_plain", 5, is_marked=False)
    kept, left_out = divide([*sweep, *plain])
    assert kept == [sweep[0], sweep[3], sweep[6], *plain]
    assert len(left_out) == 6


def test_another_module_may_be_the_sample() -> None:
    sweep = cases("test_sweep", 1, "tests/a/test_a.py")
    kept, left_out = divide([*sweep, *cases("test_plain", 1, is_marked=False)])
    assert (len(kept), left_out) == (1, sweep)


@pytest.mark.parametrize("sample", [None, "tests/a/test_none.py"])
def test_a_sweep_without_a_sample_fails(sample: str | None) -> None:
    with pytest.raises(pytest.UsageError, match="test_sweep"):
        divide(cases("test_sweep", 3, sample))


def test_a_long_list_that_asks_the_database_is_a_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "_is_dear", lambda _item: True)
    with pytest.raises(pytest.UsageError, match=f"{MANY} cases are a sweep"):
        divide(cases("test_plain", MANY, is_marked=False))


def test_browsers_take_one_journey_for_each_surface() -> None:
    journey = cases("test_it", 1, is_marked=False, module=JOURNEYS["stage"], is_browser=True)
    other = cases("test_it", 2, is_marked=False, module="tests/browser/test_other.py", is_browser=True)
    assert divide([*journey, *other]) == (journey, other)
    assert JOURNEYS.keys() == AUDIENCES | {"pages", "full screen", "longer texts", "pages on a phone"}
    for path, _, name in (journey.partition("::") for journey in JOURNEYS.values()):
        assert f"def {name or 'test_'}" in (ROOT / path).read_text()


def test_a_property_is_tried_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [examples(most) for most in (100, 6, 2)] == [20, 1, 1]
    monkeypatch.setattr(sweeps, "SAMPLED", False)
    assert examples(100) == 100


def test_any_two_values_of_different_lists_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    axes: list[list[Any]] = [[*range(7)], [*"abcd"], [True, False], ["en", "de"], [1.5]]
    rows = pairwise(*axes)
    for first, second in combinations(range(len(axes)), 2):
        met = {(row[first], row[second]) for row in rows}
        assert met == {(one, two) for one in axes[first] for two in axes[second]}
    assert len(rows) < 40
    assert rows == pairwise(*axes)
    monkeypatch.setattr(sweeps, "FULL", True)
    assert len(pairwise(*axes)) == 7 * 4 * 2 * 2
