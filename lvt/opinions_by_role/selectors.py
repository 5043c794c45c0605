"""Rankings by the people of each role, in rows, and sentences on where their differences are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.name_comparison import looks
from documents import rounded_numbers
from documents.localized_numbers import number
from lvt.opinions_by_role.rules import FEWEST, Group, GroupView, between_sides
from lvt.scoring.rules import ranked
from lvt.scoring_method import SIDES
from organizations.models import Side

if TYPE_CHECKING:
    from lvt.scoring.rules import Opinion
    from lvt.selectors.ranking_results import Results


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group with the exact totals and the places that its people alone would give, in the order of the
    ranking; None where too few of them scored, and of a use case that was scored in fair shares. `is_side`:
    they are everyone of a side that isn't divided."""

    view: GroupView
    is_side: bool
    cells: tuple[tuple[Fraction | None, int | None], ...]

    @property
    def visible_cells(self) -> tuple[tuple[Decimal | None, int | None], ...]:
        """The cells as they are shown."""
        return tuple(
            (None if total is None else rounded_numbers.score(total), rank) for total, rank in self.cells
        )

    @property
    def side(self) -> str:
        return str(Side(self.view.group.side).label)

    @property
    def role(self) -> str:
        """The role that the people named; "All others" for the people whose roles have too few."""
        if self.is_side:
            return _("Everyone")
        return self.view.group.role or _("All others")

    @property
    def people(self) -> int:
        return self.view.people


def group_rows(results: Results) -> tuple[GroupRow, ...]:
    """A row for each group that is told apart, and for a side that isn't divided beside one that is, if
    enough people of it scored; none where no side is divided."""
    keys = [each.result.use_case for each in results.ranking]
    divided = {view.group.side for view in results.groups}
    whole = [side for side in SIDES if divided and side not in divided and results.people[side] >= FEWEST]
    views = [*results.groups, *(_whole_side(results, side) for side in whole)]
    return tuple(
        GroupRow(
            view,
            view.group.side in whole,
            tuple((view.totals.get(key), view.ranks.get(key)) for key in keys),
        )
        for view in sorted(views, key=lambda each: SIDES.index(each.group.side))
    )


def _whole_side(results: Results, side: str) -> GroupView:
    """The ranking by everyone of the side."""
    totals = {each.result.use_case: each.result.side_totals[side] for each in results.ranking}
    with_place = {each.result.use_case: totals[each.result.use_case] for each in results.ranking if each.rank}
    return GroupView(Group(side), results.people[side], totals, ranked(with_place))


def between_words(share: Fraction | None) -> str:
    """A sentence on the part of the differences that is between the sides; "" where no one differs."""
    if share is None:
        return ""
    words = _("%(share)s%% of the disagreement is between business and IT, and the rest within each side.")
    return words % {"share": number(rounded_numbers.percent(share))}


def differences_words(opinions: Iterable[Opinion]) -> str:
    """A sentence on where the differences of these opinions are, or that there are none. One person alone
    agrees with no one."""
    all_opinions = tuple(opinions)
    if any(one.spread for one in all_opinions):
        return between_words(between_sides(all_opinions))
    if any(one.scored > 1 for one in all_opinions):
        return _("Everyone gave the same scores.")
    return _("No two people scored the same criterion, so there is nothing to compare.")


def common_spellings(roles: Mapping[int, str]) -> dict[int, str]:
    """The role of each person as most people spell it; "" for none."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for role in roles.values():
        spellings[looks(role)][role.strip()] += 1
    most = {
        look: max(counts, key=lambda spelling: (counts[spelling], spelling))
        for look, counts in spellings.items()
    }
    return {person: most[looks(role)] for person, role in roles.items()}
