"""Products as a room sees them: which one it is at, and which there are to choose from."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.labels import Text
from discovery.models import Discovery
from products.models import DataProduct, ProductState
from workshops.activity_kind import Way
from workshops.agenda.selectors import comes_before
from workshops.models import Activity

TEMPLATE_TOGETHER = "template_together"
USAGE_PATTERNS = "usage_patterns"
MAP_REVIEW = "map_review"
PRODUCT_RANKING = "product_ranking"


def discovery_of(activity: Activity) -> Discovery:
    """The discovery in whose workshop the activity is."""
    return activity.track.workshop.discovery


def products_at(activity: Activity) -> QuerySet[DataProduct]:
    """The products of the room's discovery in their order, without retired ones."""
    return products_in(discovery_of(activity))


def products_in(discovery: Discovery) -> QuerySet[DataProduct]:
    """The products of the discovery in their order, without retired ones."""
    rows = DataProduct.objects.filter(discovery=discovery).exclude(state=ProductState.RETIRED)
    return rows.select_related("domain", "discovery")


def no_product(activity: Activity) -> Text:
    """The reason why an activity about data products can't begin; "" when there is one, or will be."""
    if products_at(activity).exists() or comes_before(activity, {TEMPLATE_TOGETHER}):
        return ""
    return _("No data products yet.")


def way_to_products(activity: Activity) -> Way:
    """A link to the page where a data product can be added."""
    url = reverse("products:product_list", args=[activity.track.workshop.discovery.slug])
    return Way(_("Add data products"), url)


def product_at(activity: Activity) -> DataProduct | None:
    """The product that the room is at: the one that was chosen for the activity, or the first of the
    discovery where any will do. None when it was deleted, or there is none."""
    uuid = activity.settings.get("product")
    products = DataProduct.objects.filter(discovery=discovery_of(activity)).select_related(
        "domain__organization", "discovery"
    )
    if uuid:
        return products.filter(uuid=uuid).first()
    if activity.kind == TEMPLATE_TOGETHER:
        return None
    return products.exclude(state=ProductState.RETIRED).first()


def product_to_shape(activity: Activity) -> DataProduct | None:
    """The product that a room shapes by default: the newest that is only proposed, else the
    first; None when there is none."""
    rows = products_at(activity)
    return rows.filter(state=ProductState.PROPOSED).order_by("-pk").first() or rows.first()
