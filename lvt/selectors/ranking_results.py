"""Rankings for pages, room, report and exports.

The numbers are decimals as documents.rounded_numbers shows them; order, ties and sums come from exact
fractions (lvt.scoring), which `opinion` and `result` contain."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _, ngettext

from documents import rounded_numbers
from documents.charts import RankingBar
from documents.localized_numbers import number
from lvt import attendance_effect, scoring_method
from lvt.leniency import Shifts
from lvt.models import Combination, Criterion, ScoringMethod, ScoringRound, UseCase
from lvt.opinions_by_role.rules import GroupView
from lvt.opinions_by_role.selectors import GroupRow, differences_words, group_rows
from lvt.ranking_evidence.rules import Certainty, Evidence
from lvt.ranking_evidence.selectors import (
    MISSING,
    PROBLEMS,
    EvidenceWords,
    adjusted_words,
    basis_key,
    has_same_sides,
    is_alike,
    people_words,
    reason_words,
)
from lvt.scale_steps import nearest
from lvt.scoring import rules as scoring
from lvt.selectors.close_places import ResampledPlace, close_words, place_words, untold_words
from lvt.selectors.criterion_opinions import OpinionCell
from lvt.selectors.kano_categories import (
    Categories,
    categories_of,
    category_words,
    counts_words,
    heads,
)
from lvt.sensitivity.rules import RankSensitivity
from lvt.sensitivity.selectors import sensitivity_words


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """The change of a use case by a round: its place before (`rank`), and, where the round scored it again,
    the change of its total (`change`) since the round of this number; 0 for one of another activity."""

    rank: int
    change: Fraction | None
    since: int


@dataclass(frozen=True, slots=True)
class RankedUseCase(ResampledPlace, EvidenceWords):
    """`rank` is shared by `sharing` use cases with equal totals, None without a place; `reason` then has the
    reason. `low` and `high` are the whisker of the total. `round` is where it was scored. `highest` is the
    highest possible total, None without a bound; `maximum` where its bar ends, `moved` its last change."""

    use_case: UseCase
    round: ScoringRound
    result: scoring.UseCaseResult
    stability: attendance_effect.Stability | None
    certainty: Certainty | None
    cells: tuple[OpinionCell, ...]
    maximum: Fraction
    highest: Fraction | None = None
    moved: PlaceChange | None = None
    sharing: int = 1

    @property
    def rank(self) -> int | None:
        return self.result.rank

    @property
    def total(self) -> Decimal | None:
        """The total by the method, rounded as it is shown; None where the method gives none."""
        return self._shown(self.result.total)

    @property
    def evidence(self) -> Evidence:
        return self.result.evidence

    @property
    def untold(self) -> str:
        return untold_words(self.certainty)

    @property
    def score_words(self) -> str:
        """ "Score 34.0, place 1, 4 of 4 people scored"; why there is no total, or no place."""
        if self.total is None:
            return self.problem
        place = place_words(self.rank, self.sharing)
        values = {"total": number(str(self.total)), "rank": place, "basis": self.basis_words}
        if self.rank is None:
            return _("Score %(total)s, no place: %(reason)s") % {**values, "reason": self.reason}
        return _("Score %(total)s, place %(rank)s, %(basis)s") % values

    @property
    def group(self) -> str:
        """The group that the use case is in, where the only criterion sorts into groups with names; by Kano's
        method, the category that most people find it in, with its letter."""
        if self.result.categories:
            return category_words(self.result.categories)
        if len(self.cells) != 1 or not self.cells[0].criterion.is_worded:
            return ""
        (cell,) = self.cells
        return "" if cell.opinion.mean is None else nearest(cell.criterion.scale, cell.opinion.mean).label

    @property
    def counts_words(self) -> str:
        """The number of people in each category, by Kano's method; else ""."""
        return counts_words(self.result.categories)

    def _shown(self, total: Fraction | None) -> Decimal | None:
        """The highest possible total is shown only where it is reached."""
        return None if total is None else rounded_numbers.score(total, self.highest)

    @property
    def reason(self) -> str:
        """The reason why it has no place; "" for one that has."""
        names = {cell.opinion.criterion.key: cell.criterion.name for cell in self.cells}
        words = reason_words(self.evidence, names)
        if words or self.result.total is not None:
            return words
        return str(PROBLEMS[self.result.problem or scoring_method.NoTotalReason.NO_WEIGHT])

    @property
    def problem(self) -> str:
        """The reason why it has no total; "" for one that has."""
        return self.reason if self.result.total is None else ""

    @property
    def facts(self) -> tuple[str, ...]:
        """Texts below its name; see `facts_with`."""
        return self.facts_with(self.reason, self.stability_words)

    @property
    def short_facts(self) -> tuple[str, ...]:
        """Those without how sure its place is."""
        return self.facts_with(self.reason, "")

    @property
    def brief_facts(self) -> tuple[str, ...]:
        """Those that fit a row on a stage."""
        return self.facts_with(self.reason, self.brief_stability_words)

    @property
    def balanced_total(self) -> Decimal | None:
        """The total if both sides weighed the same."""
        return self._shown(self.result.balanced_total)

    @property
    def balanced_rank(self) -> int | None:
        """The place if both sides weighed the same."""
        return self.result.balanced_rank

    @property
    def rank_differs(self) -> bool:
        """Return True if the use case ranks elsewhere when both sides weigh the same."""
        return self.result.balanced_rank not in (None, self.result.rank)

    @property
    def business_total(self) -> Decimal | None:
        return self._shown(self.result.side_totals[scoring_method.BUSINESS])

    @property
    def it_total(self) -> Decimal | None:
        return self._shown(self.result.side_totals[scoring_method.IT])

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts missing from the picture, in words; empty when both sides scored it."""
        return tuple(str(MISSING[side]) for side in self.result.missing_sides)

    @property
    def moved_words(self) -> str:
        """ "Place 1 (was 3), +2.8 since round 1"; "" where nothing moved."""
        if self.moved is None or self.rank is None:
            return ""
        stays = self.moved.rank == self.rank
        if self.moved.change is None and stays:
            return ""
        values = {"rank": self.rank, "before": self.moved.rank}
        place = _("Place %(rank)s as before") if stays else _("Place %(rank)s (was %(before)s)")
        if self.moved.change is None:
            return place % values
        if not self.moved.change:
            return _("%(place)s, total unchanged") % {"place": place % values}
        change = number(rounded_numbers.gain(self.moved.change))
        since = {"place": place % values, "change": change, "number": self.moved.since}
        if not self.moved.since:
            return _("%(place)s, %(change)s since the previous scoring") % since
        return _("%(place)s, %(change)s since round %(number)s") % since

    @property
    def bar(self) -> RankingBar | None:
        return self.bar_of(self.result.total, self.maximum)


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One criterion over all use cases, in the order of the ranking."""

    criterion: Criterion
    cells: tuple[OpinionCell, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """A ranking by one method, best first, then use cases without a place. `maximum` is the highest possible
    total (None where there is no bound, as with a ratio). `disagreements` are worth talking about, the
    strongest first. `people` counts those who scored a use case, by side, of those `asked_by_side`.
    `sensitivity` shows what the first place depends on; None where no use case leads alone, or too few people
    scored to tell. `groups` are the rankings by people of one role alone. `shifts` are added to answers of
    adjusted totals, by the primary keys of person, use case and criterion."""

    method: ScoringMethod
    criteria: tuple[Criterion, ...]
    ranking: tuple[RankedUseCase, ...]
    disagreements: tuple[OpinionCell, ...]
    maximum: Decimal | None
    people: Mapping[str, int]
    asked_by_side: Mapping[str, int]
    rounds: tuple[ScoringRound, ...]
    sensitivity: RankSensitivity | None = None
    groups: tuple[GroupView, ...] = ()
    shifts: Shifts = field(default_factory=dict)

    @property
    def revealed_at(self) -> datetime | None:
        return self.rounds[0].revealed_at

    @property
    def talk_first(self) -> OpinionCell | None:
        return self.disagreements[0] if self.disagreements else None

    @property
    def matrix(self) -> tuple[MatrixRow, ...]:
        return tuple(
            MatrixRow(criterion, tuple(ranked.cells[place] for ranked in self.ranking))
            for place, criterion in enumerate(self.criteria)
        )

    @property
    def category_heads(self) -> list[tuple[str, str]]:
        """The letters and names of the columns of `categories`."""
        return heads()

    @property
    def categories(self) -> list[Categories]:
        """Counts of people by category for each use case, by Kano's method; none by another one."""
        return categories_of(self.ranking) if self.method.combination == Combination.KANO else []

    @property
    def totals(self) -> Mapping[str, str]:
        """The totals that are shown, as words, by the uuid of their use case."""
        return {
            str(each.use_case.uuid): number(str(each.total))
            for each in self.ranking
            if each.total is not None
        }

    @property
    def bases(self) -> Mapping[str, str]:
        """The number of people behind each use case, as words, by its uuid."""
        return {str(each.use_case.uuid): each.basis_words for each in self.ranking}

    def close_places(self, first: int | None = None) -> tuple[str, ...]:
        """Sentences on close neighbors, of the `first` places or of all; see `close_words`."""
        return tuple(close_words(self.ranking[:first]))

    @property
    def depends_on(self) -> tuple[str, ...]:
        """Sentences on changes that would put another use case first; none where no use case leads alone."""
        if self.sensitivity is None:
            return ()
        names: dict[scoring_method.Key, str] = {each.use_case.pk: each.use_case.name for each in self.ranking}
        return sensitivity_words(self.sensitivity, names, {each.pk: each.name for each in self.criteria})

    @property
    def by_role(self) -> tuple[GroupRow, ...]:
        """Rankings by the people of each role alone; none where no side is divided into roles."""
        return group_rows(self)

    @property
    def differences_words(self) -> str:
        """A sentence on the part of the differences between the sides, or on why there are none."""
        return differences_words(cell.opinion for each in self.ranking for cell in each.cells)

    @property
    def crowded(self) -> str:
        """A warning where more use cases are in the highest group than the method allows; else ""."""
        share, groups = self.method.top_share, [each.group for each in self.ranking if each.group]
        if not share or not groups or len(self.criteria) != 1:
            return ""
        count = groups.count(highest := self.criteria[0].highest.label)
        if 100 * count <= share * len(groups):
            return ""
        words = ngettext(
            "%(count)s of %(of)s is “%(group)s”; the method allows %(share)s%%.",
            "%(count)s of %(of)s are “%(group)s”; the method allows %(share)s%%.",
            count,
        )
        return words % {"count": count, "of": len(groups), "group": highest, "share": share}

    @property
    def people_count(self) -> int:
        return sum(self.people.values())

    @property
    def people_words(self) -> str:
        """ "5 of 8 people scored": those who scored a use case, of all who were asked."""
        return people_words(self.people_count, sum(self.asked_by_side.values()))

    @property
    def is_adjusted(self) -> bool:
        """Return True if the leniency of people is taken out of any of its totals."""
        return any(each.evidence.is_adjusted for each in self.ranking)

    @property
    def adjusted_words(self) -> str:
        """The meaning of `is_adjusted`, in sentences; "" where everyone scored all use cases."""
        return adjusted_words(each.evidence for each in self.ranking if each.round.most_each is not None)

    @property
    def placed(self) -> tuple[RankedUseCase, ...]:
        """Use cases with a place, best first."""
        return tuple(each for each in self.ranking if each.rank is not None)

    @property
    def is_alike(self) -> bool:
        """Return True if the evidence is the same for all its numbers, of which there are several."""
        return len(self.ranking) > 1 and is_alike(self.ranking)

    @property
    def has_same_sides(self) -> bool:
        """Return True if that is so for each side, too."""
        return len(self.ranking) > 1 and has_same_sides(self.ranking)

    @property
    def key(self) -> str:
        """The text for all rows together, where they have no room for it, or would all say the same."""
        certainty = self.placed[0].certainty if self.untold else None
        return " · ".join(filter(None, (basis_key(self.ranking), untold_words(certainty, is_of_all=True))))

    @property
    def untold(self) -> str:
        """The reason why nothing is told of how sure any place is; "" where something is told of one."""
        untold = {each.untold for each in self.placed}
        return untold.pop() if len(untold) == 1 else ""

    @property
    def has_whiskers(self) -> bool:
        """Return True if the certainty of any place is known."""
        return any(each.stability for each in self.ranking)

    @property
    def unplaced(self) -> tuple[RankedUseCase, ...]:
        """Use cases without a place, each with its reason."""
        return tuple(each for each in self.ranking if each.rank is None)


@dataclass(frozen=True, slots=True)
class DiscoveryResults(Results):
    """The current results of a discovery: each use case by its latest revealed round. `unscored` are the use
    cases that no revealed round with this method holds, without those whose bet was stopped."""

    unscored: tuple[UseCase, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparedUseCase:
    """The totals of one use case in each of the compared rounds (None where it was not scored), how many
    people are behind each ("" where it was not), its places in the ranking after each, where they were
    asked for (None where it has none), and the exact change between the last two that have a total."""

    use_case: UseCase
    totals: tuple[Decimal | None, ...]
    bases: tuple[str, ...]
    ranks: tuple[int | None, ...]
    change: Fraction | None

    @property
    def cells(self) -> tuple[tuple[Decimal | None, str], ...]:
        """Each total with the people behind it."""
        return tuple(zip(self.totals, self.bases, strict=True))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Several rounds side by side, a row for each use case."""

    rounds: tuple[ScoringRound, ...]
    rows: tuple[ComparedUseCase, ...]
