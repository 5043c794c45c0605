"""Needs of chosen goals, and their cost: a shared product counts once, and a live one costs nothing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _, ngettext

from products.selectors.goal_coverage import Coverage, GoalCoverage, ServedUseCase, ServingProduct

NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Effort:
    """Person-weeks of `products`, each counted once: the likely sum, and the range around it.

    A product without a range counts with its likely value at both ends. `unknown` have no effort and are in
    no sum.
    """

    products: tuple[ServingProduct, ...]

    @property
    def known(self) -> tuple[ServingProduct, ...]:
        return tuple(each for each in self.products if each.product.effort is not None)

    @property
    def unknown(self) -> tuple[ServingProduct, ...]:
        return tuple(each for each in self.products if each.product.effort is None)

    @property
    def likely(self) -> Decimal:
        """The sum of the efforts that are set, in person-weeks."""
        return sum((each.product.effort or NONE for each in self.known), NONE)

    @property
    def low(self) -> Decimal:
        """The sum of the low ends; where only the likely effort is set, that counts."""
        return sum((_or_likely(each, each.product.effort_low) for each in self.known), NONE)

    @property
    def high(self) -> Decimal:
        """The sum of the high ends; where only the likely effort is set, that counts."""
        return sum((_or_likely(each, each.product.effort_high) for each in self.known), NONE)

    @property
    def has_range(self) -> bool:
        return self.low != self.high

    @property
    def least_certain(self) -> tuple[ServingProduct, ...]:
        """Those with the lowest confidence."""
        worst = min((each.product.effort_confidence or 9 for each in self.known), default=9)
        return tuple(each for each in self.known if each.product.effort_confidence == worst)

    @property
    def confidence(self) -> str:
        """A sum is as certain as the least certain of its parts; "" without any."""
        least = self.least_certain
        return least[0].product.get_effort_confidence_display() if least else ""

    @property
    def confidence_words(self) -> str:
        """The reason for the confidence."""
        if not self.known:
            return ""
        silent = [each for each in self.known if each.product.effort_confidence is None]
        words = ""
        if self.confidence:
            words = _("The total is only as certain as the least certain estimate: %(products)s.") % {
                "products": ", ".join(str(each.product) for each in self.least_certain)
            }
        if silent:
            without = ngettext(
                "One estimate has no confidence level: %(products)s.",
                "%(count)s estimates have no confidence level: %(products)s.",
                len(silent),
            ) % {"count": len(silent), "products": ", ".join(str(each.product) for each in silent)}
            words = f"{words} {without}".strip()
        return words


@dataclass(frozen=True, slots=True)
class GoalChoice:
    """The needs of the chosen goals. `direct` serve a use case or a measure of success themselves, `feeding`
    are all that feed those, directly or through others; `there` of both are live. `effort` is that of the
    others.

    `bare` use cases have no product, so their cost is unknown.
    """

    goals: tuple[GoalCoverage, ...]
    use_cases: tuple[ServedUseCase, ...]
    direct: tuple[ServingProduct, ...]
    feeding: tuple[ServingProduct, ...]
    effort: Effort

    @property
    def products(self) -> tuple[ServingProduct, ...]:
        return (*self.direct, *self.feeding)

    @property
    def there(self) -> tuple[ServingProduct, ...]:
        return tuple(each for each in self.products if each.is_live)

    @property
    def needed_by_several(self) -> tuple[ServingProduct, ...]:
        """Those that several of the chosen use cases need: each counts once."""
        keys = {case.use_case.pk for case in self.use_cases}
        return tuple(
            each for each in self.products if sum(use_case.pk in keys for use_case in each.use_cases) > 1
        )

    @property
    def stopped(self) -> tuple[ServedUseCase, ...]:
        """Use cases of the goals that cost nothing, because their bet was stopped."""
        return tuple(case for goal in self.goals for case in goal.use_cases if case.is_stopped)

    @property
    def bare(self) -> tuple[ServedUseCase, ...]:
        return tuple(case for case in self.use_cases if not case.products)


def cost_of(coverage: Coverage, goals: Collection[str]) -> GoalChoice:
    """The needs of the goals with these uuids: products for bets that were not stopped, and products that
    deliver the measures of the goals. A uuid without a goal in the tree is ignored."""
    chosen_goals = tuple(goal for goal in coverage.goals if str(goal.goal.uuid) in goals)
    use_cases = tuple(case for goal in chosen_goals for case in goal.pursued)
    products = _once(each for goal in chosen_goals for each in goal.products)
    direct_keys = {each.key for case in use_cases for each in case.direct}
    direct_keys |= {each.key for goal in chosen_goals for each in goal.by_measure}
    return GoalChoice(
        chosen_goals,
        use_cases,
        tuple(each for each in products if each.key in direct_keys),
        tuple(each for each in products if each.key not in direct_keys),
        Effort(tuple(each for each in products if not each.is_live)),
    )


def _once(products: Iterable[ServingProduct]) -> tuple[ServingProduct, ...]:
    return tuple({each.key: each for each in products}.values())


def _or_likely(each: ServingProduct, end: Decimal | None) -> Decimal:
    return end if end is not None else each.product.effort or NONE
