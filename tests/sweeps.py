"""Sweeps and their samples: what `make test` leaves to `make verify` (`docs/testing.md`).

A sweep is a test over a closed list: addresses, roles, kinds, fields, phases, formats, widths. With SAMPLE=1
in the environment, as `make test` has it, a sweep runs for a fixed small part of its list, which it names:

    @pytest.mark.sweep(sample=("admin", "viewer"))   # cases by their ids
    @pytest.mark.sweep(sample=3)                     # three cases, spread over the list
    @pytest.mark.sweep(sample="tests/a/test_b.py")   # none: that module has tests of single cases

A test that goes through a list itself takes it through `cut`, and a property test as many `examples` as the
run has time for. Lists whose product is long are covered in pairs (`pairwise`), and as a whole with FULL=1.
What people do in browsers is one sweep; its sample are the `JOURNEYS`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from pathlib import Path
from typing import TypeVar

import pytest

from tests.databases import needs_database

SAMPLED = "SAMPLE" in os.environ
FULL = "FULL" in os.environ
# From so many cases on, a test that asks a database or a browser for each is a sweep.
MANY = 30

# The journey in a browser by which a sampled run sees each surface: the audiences of a live room
# (`live.regions`), the pages around it, both in longer texts than the English ones, and the pages on a phone.
# Each is a test, or the tests whose names begin so.
JOURNEYS = {
    "console": "tests/browser/test_workshop.py",
    "stage": "tests/browser/test_workshop.py",
    "room": "tests/browser/test_workshop.py",
    "remote": "tests/browser/test_pairing.py::test_a_phone_is_paired_steers_and_is_sent_away",
    "full screen": "tests/browser/test_stage_filled.py::test_the_stage_is_one_full_screen",
    "observer": "tests/browser/test_people.py::test_somebody_without_a_device_and_an_observer",
    "pages": "tests/browser/test_first_discovery.py::test_one_form_leads_to_a_live_workshop",
    "longer texts": "tests/browser/test_pseudo_language.py",
    "pages on a phone": "tests/browser/test_phone_pages.py",
}

Case = TypeVar("Case")


def cut(cases: Iterable[Case], sample: int) -> list[Case]:
    """All the cases; in a sampled run only `sample` of them, spread evenly, the first one included."""
    every = list(cases)
    if not SAMPLED or sample >= len(every):
        return every
    return [every[place * len(every) // sample] for place in range(sample)]


def examples(most: int) -> int:
    """How many examples a property test tries: `most`, in a sampled run a fifth of them, and at least one."""
    return max(most // 5, 1) if SAMPLED else most


def pairwise(*axes: Sequence[Case]) -> list[tuple[Case, ...]]:
    """Rows with a value of each axis, so that any two values of different axes meet in one of the rows; with
    FULL=1 every combination. The same axes give the same rows.

    Source: the greedy choice of Cohen et al., *The AETG System* (1997): each row takes the first pair that is
    left, then on each other axis the value that covers most of the pairs that are left.
    """
    if FULL or len(axes) < 2:
        return list(product(*axes))
    left = {
        (first, one, second, two)
        for first, second in combinations(range(len(axes)), 2)
        for one in range(len(axes[first]))
        for two in range(len(axes[second]))
    }
    rows = []
    for first, one, second, two in sorted(left):
        if (first, one, second, two) not in left:
            continue
        chosen = {first: one, second: two}
        for axis in (each for each in range(len(axes)) if each not in chosen):
            gains = [len(left & set(_pairs({**chosen, axis: value}))) for value in range(len(axes[axis]))]
            chosen[axis] = gains.index(max(gains))
        left -= set(_pairs(chosen))
        rows.append(tuple(axes[axis][chosen[axis]] for axis in range(len(axes))))
    return rows


def _pairs(chosen: dict[int, int]) -> Iterator[tuple[int, int, int, int]]:
    """The pairs of the values that are chosen, by axis."""
    for first, second in combinations(sorted(chosen), 2):
        yield first, chosen[first], second, chosen[second]


_SEEN = tuple(set(JOURNEYS.values()))


def divide(items: Iterable[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """The tests that a sampled run keeps, and those that it leaves out, each in the order in which they came.

    Raises:
        pytest.UsageError: if a sweep has no sample, its sample names no case, or a long list is no sweep.
    """
    every = list(items)
    cases_of: dict[str, list[pytest.Item]] = {}
    for item in every:
        cases_of.setdefault(item.nodeid.partition("[")[0], []).append(item)
    left_out: set[str] = set()
    wrong = []
    for name, cases in cases_of.items():
        if cases[0].get_closest_marker("browser") is not None and not name.startswith(_SEEN):
            left_out |= {case.nodeid for case in cases}
        marker = cases[0].get_closest_marker("sweep")
        sample = marker.kwargs.get("sample") if marker is not None else None
        if isinstance(sample, str):
            left_out |= {case.nodeid for case in cases}
            asked = any(other.startswith(f"{sample}::") and other != name for other in cases_of)
            if SAMPLED and not asked and (name.startswith(f"{sample}::") or not Path(sample).exists()):
                wrong.append(f"{name}: the sample of this sweep, {sample}, has no test")
        elif marker is not None and sample:
            chosen = {case.nodeid for case in _chosen(cases, sample)}
            left_out |= {case.nodeid for case in cases} - chosen
            if not chosen and SAMPLED:
                wrong.append(f"{name}: the sample of this sweep names none of its cases")
        elif marker is not None:
            wrong.append(f"{name}: this sweep has no sample")
        elif len(cases) >= MANY and _is_dear(cases[0]):
            wrong.append(f"{name}: {len(cases)} cases are a sweep, which names a sample")
    if wrong:
        raise pytest.UsageError("\n".join(wrong))
    kept = [item for item in every if item.nodeid not in left_out]
    return kept, [item for item in every if item.nodeid in left_out]


def _chosen(cases: Sequence[pytest.Item], sample: int | Sequence[str]) -> list[pytest.Item]:
    if isinstance(sample, int):
        return (
            [cases[place * len(cases) // sample] for place in range(sample)]
            if sample < len(cases)
            else [*cases]
        )
    return [case for case in cases if isinstance(case, pytest.Function) and case.callspec.id in sample]


def _is_dear(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and needs_database(item)
