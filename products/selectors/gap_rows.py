"""The row of the platform gaps in what a board is asked to decide, and the bar of an effort."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from django.utils.translation import gettext as _, ngettext

from core.labels import both_or_all
from documents import rounded_numbers
from documents.localized_numbers import number
from organizations.models import Person
from products.registries import Blocker
from products.selectors.goal_costs import Effort


@dataclass(frozen=True, slots=True)
class EffortBar:
    """The place where the bar of an effort begins, and its width, in thousandths of the room."""

    start: int
    width: int


@dataclass(frozen=True, slots=True)
class GapsRow:
    """The `gaps` that block so many data products of the use cases, `blocked`. `late` of them are due after
    one of these delivers."""

    gaps: tuple[Blocker, ...]
    late: int
    bar: EffortBar
    blocked: int

    @property
    def effort(self) -> Decimal:
        """Their person-weeks."""
        return rounded_numbers.weeks(sum((each.weeks for each in self.gaps), Fraction(0)))

    @property
    def weeks(self) -> str:
        """The person-weeks in words."""
        return self._marked(self.effort)

    def with_products(self, effort: Effort) -> str:
        """The person-weeks of gaps and data products together, in words."""
        return self._marked(self.effort + effort.likely)

    def _marked(self, weeks: Decimal) -> str:
        words = number(rounded_numbers.as_typed(weeks))
        return f"≈ {words}" if any(each.is_assumed for each in self.gaps) else words

    @property
    def words(self) -> str:
        """A sentence on how many there are."""
        words = ngettext(
            "%(count)s gap blocks these data products",
            "%(count)s gaps block these data products",
            len(self.gaps),
        )
        return words % {"count": len(self.gaps)}

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences on days: those after a planned delivery, and those that leave people too little time."""
        count = len(self.gaps)
        too_short = sum(each.is_short for each in self.gaps)
        if self.late == count:
            every = ngettext(
                "It closes after a product needs it",
                "All %(count)s close after a product needs them",
                count,
            )
            after_delivery = both_or_all(count, _("Both close after a product needs them"), every)
        else:
            after_delivery = ngettext(
                "%(late)s of %(count)s closes after a product needs it",
                "%(late)s of %(count)s close after a product needs them",
                self.late,
            )
        too_soon = ngettext(
            "Too little time to close %(count)s gap",
            "Too little time to close %(count)s gaps",
            too_short,
        )
        return (
            *([after_delivery % {"late": self.late, "count": count}] if self.late else []),
            *([too_soon % {"count": too_short}] if too_short else []),
        )

    @property
    def uncovered(self) -> Decimal:
        """The person-weeks for which no one has time until they're due: those of gaps without an owner, and
        each owner's largest shortfall (`Blocker.missing`), at most the weeks of that owner's gaps."""
        weeks = sum((each.weeks for each in self.gaps if each.owner is None), Fraction(0))
        for owner in self.owners:
            own = [each for each in self.gaps if each.owner == owner]
            weeks += min(max(each.missing for each in own), sum((each.weeks for each in own), Fraction(0)))
        return rounded_numbers.weeks(weeks)

    @property
    def uncovered_words(self) -> str:
        """A sentence on the person-weeks for which no one has time; "" if someone has time for all."""
        if not self.uncovered:
            return ""
        amount = 1 if self.effort == 1 else 2
        if self.uncovered >= self.effort:
            words = ngettext(
                "No one has time for the %(weeks)s person-week for platform gaps before they are due.",
                "No one has time for the %(weeks)s person-weeks for platform gaps before they are due.",
                amount,
            )
            return words % {"weeks": self.weeks}
        words = ngettext(
            "No one has time for %(part)s of %(weeks)s person-week for platform gaps before they are due.",
            "No one has time for %(part)s of %(weeks)s person-weeks for platform gaps before they are due.",
            amount,
        )
        # Whole weeks: an estimate of 31 has no tenths. Rounded down, so that it claims no more than is known.
        part = self.uncovered if self.uncovered < 1 else self.uncovered.to_integral_value(ROUND_FLOOR)
        return words % {"part": number(rounded_numbers.as_typed(part)), "weeks": self.weeks}

    @property
    def owners(self) -> tuple[Person, ...]:
        """The people who close them, each once."""
        return tuple(dict.fromkeys(each.owner for each in self.gaps if each.owner))

    @property
    def due(self) -> date | None:
        """The day on which the last one is closed; None if one of them has none."""
        dates = [each.until for each in self.gaps if each.until]
        return max(dates) if len(dates) == len(self.gaps) else None
