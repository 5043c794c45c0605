"""Is it a data product, or merely a data asset? A product has a goal, a promise, and an owner."""

from dataclasses import dataclass

from core.models import if_there
from lvt.models import Goal
from products.landscape.selectors import node_id
from products.models import DataProduct, Slo
from products.selectors.goal_coverage import coverage_of


@dataclass(frozen=True, slots=True)
class AssetTest:
    """`goals` are those that the product serves, `objectives` how many SLOs it has."""

    product: DataProduct
    goals: tuple[Goal, ...]
    objectives: int

    @property
    def has_goal(self) -> bool:
        return bool(self.goals)

    @property
    def has_objective(self) -> bool:
        return self.objectives > 0

    @property
    def has_owner(self) -> bool:
        return if_there(self.product.owner) is not None

    @property
    def has_team(self) -> bool:
        return if_there(self.product.team) is not None

    @property
    def is_owned(self) -> bool:
        """One domain owns it by the shape of the data; its owner is the question."""
        return self.has_owner and self.has_team

    @property
    def met(self) -> int:
        """The number of the three conditions that it meets."""
        return sum((self.has_goal, self.has_objective, self.is_owned))

    @property
    def is_product(self) -> bool:
        return self.met == 3


def asset_test(product: DataProduct) -> AssetTest:
    """The product, with owner and team, held to the three criteria."""
    serving = coverage_of(product.discovery).by_key.get(node_id(product))
    goals = serving.goals if serving is not None else ()
    return AssetTest(product, tuple(goals), Slo.objects.filter(product=product).count())
