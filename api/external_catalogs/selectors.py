"""The catalogs of a discovery."""

from django.db.models import F, QuerySet

from api.models import Catalog
from discovery.models import Discovery


def catalogs_of(discovery: Discovery) -> QuerySet[Catalog]:
    """Those in use first, each with who added it."""
    rows = Catalog.objects.filter(discovery=discovery).select_related("made_by", "discovery")
    return rows.order_by(F("stopped_at").asc(nulls_first=True), "pk")
