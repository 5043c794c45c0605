"""The contents of the report: parts with titles, in two columns."""

from __future__ import annotations

from dataclasses import dataclass

from handover.reports.contents import FEWEST, contents_of


@dataclass(frozen=True)
class Section:
    order: int


def titles(*orders: int) -> list[str]:
    return [part.title for part in contents_of([Section(order) for order in orders])]


def test_a_long_report_has_parts_whose_columns_are_about_as_high_as_each_other() -> None:
    orders = (10, 15, 20, 30, 40, 90, 91, 92, 93, 94, 130, 131, 132, 138, 140, 170, 180)
    parts = contents_of([Section(order) for order in orders])

    names = ("Overview", "Prioritization", "Data products", "Operating model", "Technology", "Results")
    assert [part.title for part in parts] == [*names]
    assert [each.order for part in parts for each in part.sections] == [*orders]
    assert [part.title for part in parts if part.is_second] == ["Operating model"]


def test_a_short_report_or_one_in_an_order_of_its_own_has_no_parts() -> None:
    assert contents_of([]) == []
    assert titles(10) == [""]
    assert titles(10, 20, 90) == ["", ""]
    assert titles(*range(200, 200 + FEWEST)) == ["Results"]
    assert titles(*range(200, 200 - FEWEST, -1)) == ["", ""]
