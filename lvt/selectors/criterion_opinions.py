"""The room's opinion of one use case on one criterion, for pages, room, report and exports."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from core.labels import counted_people
from documents import rounded_numbers
from documents.charts import LANES, DistributionStrip, SidesLine, distribution_strip, sides_line
from documents.localized_numbers import number
from lvt import scoring_method
from lvt.models import Criterion, UseCase
from lvt.opinions_by_role.rules import between_sides
from lvt.scoring import rules as scoring
from lvt.selectors.close_places import display_score

# The height of both sides' bars where a histogram has the room of a card.
_TALL = 220.0


@dataclass(frozen=True, slots=True)
class OpinionCell:
    """The room's opinion of a use case on a criterion. Means are on the criterion's own scale. `is_adjusted`:
    the leniency of people is taken out of them (lvt.leniency)."""

    use_case: UseCase
    criterion: Criterion
    opinion: scoring.Opinion
    is_adjusted: bool = False

    @property
    def adjusted_words(self) -> str:
        """ "adjusted" beside its means; "" where they are plain."""
        return _("adjusted") if self.is_adjusted else ""

    @property
    def mean(self) -> Decimal | None:
        return display_score(self.opinion.mean)

    @property
    def business(self) -> Decimal | None:
        return display_score(self.opinion.side_means.get(scoring_method.BUSINESS))

    @property
    def it(self) -> Decimal | None:
        return display_score(self.opinion.side_means.get(scoring_method.IT))

    @property
    def gap(self) -> Decimal | None:
        """The distance between the means of the two sides, as they are shown."""
        return None if self.business is None or self.it is None else abs(self.business - self.it)

    @property
    def median(self) -> Decimal | None:
        return display_score(self.opinion.median)

    @property
    def between(self) -> str:
        """The part of the differences on it that is between the sides, in percent; "" where no one
        differs."""
        share = between_sides((self.opinion,))
        return "" if share is None else number(rounded_numbers.percent(share))

    @property
    def spread(self) -> Decimal | None:
        """The standard deviation of the scores."""
        return None if self.opinion.spread is None else display_score(Fraction(self.opinion.spread))

    @property
    def scored(self) -> int:
        return self.opinion.scored

    @property
    def business_scored(self) -> str:
        """The number of people of business who gave a score, in words."""
        return counted_people(self.opinion.side_scored.get(scoring_method.BUSINESS, 0))

    @property
    def it_scored(self) -> str:
        """The number of people of IT who gave a score, in words."""
        return counted_people(self.opinion.side_scored.get(scoring_method.IT, 0))

    @property
    def scored_words(self) -> str:
        """ "3 people": how many gave a score."""
        return counted_people(self.opinion.scored)

    @property
    def skipped(self) -> int:
        """The number of people of the sides in its bars who scored the use case, but not this: both together
        are the people who scored the use case."""
        sides = scoring_method.SIDES if not self.strip.has_others else tuple(self.opinion.side_skipped)
        return sum(self.opinion.side_skipped.get(side, 0) for side in sides)

    @property
    def range_words(self) -> str:
        """ "2 to 5", or "5" when all gave the same; "" when no one scored."""
        low, high = self.opinion.lowest, self.opinion.highest
        if low is None or high is None:
            return ""
        values = {"low": self.criterion.step_of(low), "high": self.criterion.step_of(high)}
        return str(values["low"]) if low == high else _("%(low)s to %(high)s") % values

    @property
    def sides_line(self) -> SidesLine:
        """The means of both sides on the scale of the criterion."""
        means = (self.opinion.side_means.get(side) for side in scoring_method.SIDES)
        business, it = (None if mean is None else float(mean) for mean in means)
        scale = self.opinion.criterion
        return sides_line(business, it, float(scale.lowest), float(scale.highest))

    @property
    def strip(self) -> DistributionStrip:
        """The histogram by side."""
        return self._strip()

    @property
    def tall_strip(self) -> DistributionStrip:
        """The same, with taller bars."""
        return self._strip(high=_TALL)

    @property
    def most(self) -> int:
        """The largest number of people of one side who gave the same answer."""
        return max(max(self.opinion.side_counts[side], default=0) for side in scoring_method.SIDES)

    def strip_to(self, most: int) -> DistributionStrip:
        """The histogram by side, to compare with others: `most` people fill its height."""
        return self._strip(most=most)

    def _strip(self, high: float = LANES, most: int = 0) -> DistributionStrip:
        business, it = (self.opinion.side_counts[side] for side in scoring_method.SIDES)
        answers = [step.number for step in self.criterion.scale]
        return distribution_strip(business, it, self.opinion.counts, answers, high=high, most=most)


def alike_cells(cells: Iterable[OpinionCell]) -> dict[str, list[OpinionCell]]:
    """The cells in which all of several people gave the same score, by its words, where several cells have
    it: their charts would be the same."""
    by_score: dict[str, list[OpinionCell]] = defaultdict(list)
    for cell in cells:
        if cell.scored > 1 and cell.opinion.lowest == cell.opinion.highest:
            by_score[cell.range_words].append(cell)
    return {score: same for score, same in by_score.items() if len(same) > 1}
