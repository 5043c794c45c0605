"""The gaps of the platform in a changed world."""

from dataclasses import dataclass

from discovery.models import Discovery
from documents.localized_numbers import number
from products.selectors.goal_coverage import Coverage
from technology.gaps.selectors import GapAnalysis, GapLine, gap_analysis


@dataclass(frozen=True, slots=True)
class ChangedGaps:
    """The gaps that block products, in both worlds."""

    before: GapAnalysis
    after: GapAnalysis

    @property
    def blocking_before(self) -> tuple[GapLine, ...]:
        return _blocking(self.before)

    @property
    def blocking_after(self) -> tuple[GapLine, ...]:
        return _blocking(self.after)

    @property
    def is_same(self) -> bool:
        """Return True if the same gaps block products in both worlds, in the same order."""
        return [_key(each) for each in self.blocking_before] == [_key(each) for each in self.blocking_after]

    @property
    def is_first_changed(self) -> bool:
        """Return True if another gap is to be closed first; False where a world has none."""
        firsts = [_key(each) for gaps in (self.blocking_before, self.blocking_after) for each in gaps[:1]]
        return len(set(firsts)) > 1

    @property
    def difference(self) -> str:
        """By how many gaps the changed world has more, "+2", or less; "" for as many."""
        more = len(self.blocking_after) - len(self.blocking_before)
        return number(f"{more:+d}") if more else ""

    @property
    def closed(self) -> tuple[str, ...]:
        """The capabilities whose gap blocks nothing anymore in the changed world."""
        still_blocking = {each.line.capability.pk for each in self.blocking_after}
        names = (each.line.capability for each in self.blocking_before)
        return tuple(each.name for each in names if each.pk not in still_blocking)


def changed_gaps(discovery: Discovery, before: Coverage, after: Coverage) -> ChangedGaps | None:
    """The gaps in both worlds; None where the platform has no capabilities yet."""
    recorded = gap_analysis(discovery, before)
    if not recorded.has_capabilities:
        return None
    return ChangedGaps(recorded, gap_analysis(discovery, after))


def _key(gap: GapLine) -> object:
    return gap.line.capability.pk


def _blocking(analysis: GapAnalysis) -> tuple[GapLine, ...]:
    return tuple(each for each in analysis.lines if each.blocks)
