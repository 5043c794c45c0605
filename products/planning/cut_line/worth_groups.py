"""New products that are worth the same for the same reason, as one row."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.grouping import grouped
from products.planning.cut_line.selectors import Worth


@dataclass(frozen=True, slots=True)
class WorthGroup:
    """Products of the same `value` each, which the same use cases need: without any one of them, `touched` of
    the scores stay out of reach."""

    members: tuple[Worth, ...]

    @property
    def value(self) -> Fraction:
        return self.members[0].value

    @property
    def touched(self) -> Decimal:
        return self.members[0].touched

    @property
    def percent(self) -> int:
        return self.members[0].percent

    @property
    def names(self) -> str:
        return ", ".join(str(each.serving) for each in self.members)


def worth_groups(worth: Iterable[Worth]) -> tuple[WorthGroup, ...]:
    """The groups in the order of their first members."""
    groups = grouped(
        worth, lambda each: (each.value, each.touched, tuple(case.key for case in each.use_cases))
    )
    return tuple(WorthGroup(tuple(members)) for members in groups.values())
