"""A ranking of data products: everyone gives dots, and what they are given for stays hidden until the
results."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.labels import Text
from products.design.product_votes import selectors
from products.forms.room_contributions import RankingSettings
from products.models import DataProduct
from products.selectors.room_products import PRODUCT_RANKING, no_product, products_at, way_to_products
from workshops.activity_kind import ResultLine, Way
from workshops.contributions.artifact_dots.activity import RankingByDots
from workshops.contributions.artifact_dots.selectors import DotRules, RankedThing
from workshops.models import Activity


class ProductRanking(RankingByDots[DataProduct]):
    """Products in their order, without retired ones."""

    key = PRODUCT_RANKING
    label = _("Rank data products")
    description = _("Everyone gives dots to data products. The ranking stays hidden until you show it.")
    group = "products"
    template_dir = "products/activities/product_ranking"
    item_template = "products/activities/product_ranking/item.html"
    ranking_template = "products/activities/product_ranking/ranking.html"
    shows_everything = True
    settings_form = RankingSettings
    request = _("Place your %(dots)s dots on your phone, up to %(most)s on one data product.")

    def rules(self, activity: Activity) -> DotRules:
        return selectors.rules_of(activity)

    def things_at(self, activity: Activity) -> QuerySet[DataProduct]:
        return products_at(activity)

    def ranked(self, activity: Activity) -> list[RankedThing[DataProduct]]:
        return selectors.ranked_products(activity)

    def unready(self, activity: Activity) -> Text:
        return no_product(activity)

    def way_to_ready(self, activity: Activity) -> Way:
        return way_to_products(activity)

    def result_lines(self, results: Mapping[str, Any]) -> Iterable[ResultLine]:
        return (ResultLine(each.thing.name, results["prompt"], dots=each.dots) for each in results["ranking"])
