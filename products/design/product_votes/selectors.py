"""The dots that a room gave products: the ranking once it is shown."""

from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from products.models import DataProduct
from products.selectors.room_products import products_in
from workshops.contributions.artifact_dots.selectors import VOTES, DotRules, RankedThing, ranked_things
from workshops.models import Activity


def rules_of(activity: Activity) -> DotRules:
    """The rules of the activity: the dots for each person, and the ways to place them."""
    return DotRules.of(activity.settings)


@cached_per_request
def _products(discovery: Discovery) -> list[DataProduct]:
    return list(products_in(discovery))


def ranked_products(activity: Activity) -> list[RankedThing[DataProduct]]:
    """The products by their dots, most first; what got equally many stays in its order. Two queries. Hidden
    until the facilitator shows the results: ask only then."""
    dots = [(vote.item, vote.author, vote.dots) for vote in VOTES.of(activity)]
    return ranked_things(_products(activity.track.workshop.discovery), dots)
