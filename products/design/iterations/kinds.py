"""Iterations of a product: what the first one serves, and what each next one adds."""

from core.exceptions import Invalid
from core.kinds import Layout, Lines, rule_of
from products.design.unique_names.kinds import OfProduct
from products.models import Iteration


class IterationKind(OfProduct[Iteration]):
    """A step in which a data product grows: what it serves and adds, and when."""

    model = Iteration
    page = "products:product_iterations"
    anchor = "slot"
    layout = Layout("name", Lines("serves"), Lines("adds"), "starts_on", "ends_on", "done_on")

    def check(self, draft: Iteration, before: Iteration | None) -> None:
        if draft.starts_on and draft.ends_on and draft.ends_on < draft.starts_on:
            raise Invalid(rule_of(Iteration, "iteration_ends_after_start"), "ends_on")

    def summary(self, artifact: Iteration) -> str:
        return f"{artifact.product.name}: {artifact.name}"


ITERATION = IterationKind()
