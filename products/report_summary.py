"""The product stream in the summary of a report."""

from typing import Any

from django.utils.translation import gettext as _

from discovery.models import Discovery
from products.design.access.selectors import granted_by_hand
from products.selectors.product_cycles import circles_of
from products.selectors.same_names import same_names
from products.selectors.stream_progress import findings, without_owner


def summary(discovery: Discovery) -> dict[str, Any] | None:
    """Figures and open points; None while there is no product."""
    lists = findings(discovery)
    if lists is None:
        return None
    points = (
        (_("Use cases without a data product"), [each.name for each in lists.to_design]),
        (_("Goals that no data product serves"), [str(each.goal) for each in lists.coverage.goals_without]),
        (
            _("Data products that serve no goal"),
            [f"{each} ({each.why_no_goal})" for each in lists.coverage.products_without],
        ),
        (_("Data products without an owner"), [each.name for each in without_owner(discovery)]),
        (_("Data products that feed each other in a circle"), circles_of(discovery).names),
        (_("Names used more than once"), same_names(discovery)),
        (
            _("Data products in use without access rules"),
            [each.name for each in granted_by_hand(discovery)],
        ),
        (
            _("Violated promises"),
            [f"{each.slo.product} ({each.sentence})" for each in lists.violated],
        ),
    )
    return {
        "count": lists.count,
        "shared": lists.shared,
        "slos": lists.slos,
        "open_points": [(text, names) for text, names in points if names],
    }
