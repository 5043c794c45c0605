"""The contents of the report: its sections in parts, in two columns of about the same height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Protocol

from django.utils.translation import gettext as _

# A short report has no parts.
FEWEST = 12


class ReportEntry(Protocol):
    """A section that the contents list, by its `order` in the report."""

    @property
    def order(self) -> int: ...


@dataclass(frozen=True, slots=True)
class ContentsPart:
    """Sections that follow each other under a `title`, "" for none. `is_second` begins the second column."""

    title: str
    sections: tuple[ReportEntry, ...]
    is_second: bool = False


def contents_of(sections: Sequence[ReportEntry]) -> list[ContentsPart]:
    """The parts of the contents; without titles where there are few sections, or in an order of their own."""
    orders = [each.order for each in sections]
    if len(sections) < FEWEST or any(before > after for before, after in pairwise(orders)):
        half = (len(sections) + 1) // 2
        halves = (tuple(sections[:half]), tuple(sections[half:]))
        return [ContentsPart("", part, is_second=number > 0) for number, part in enumerate(halves) if part]
    parts = [(title, tuple(inside)) for title, inside in groupby(sections, _part_of)]
    # A title is about as high as a section.
    heights = [len(inside) + 1 for _title, inside in parts]
    second = min(range(1, len(parts) + 1), key=lambda place: max(sum(heights[:place]), sum(heights[place:])))
    return [
        ContentsPart(title, inside, is_second=number == second)
        for number, (title, inside) in enumerate(parts)
    ]


def _part_of(section: ReportEntry) -> str:
    ends = (
        (20, _("Overview")),
        (90, _("Prioritization")),
        (129, _("Data products")),
        (137, _("Operating model")),
        (160, _("Technology")),
    )
    return next((title for end, title in ends if section.order < end), _("Results"))
