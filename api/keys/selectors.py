"""The keys of a place, and the addresses below them."""

from django.db.models import F, QuerySet
from django.urls import reverse

from api.models import ApiKey
from discovery.models import Discovery
from organizations.models import Organization

Place = Discovery | Organization


def place_url(place: Place, what: str = "keys", *more: object) -> str:
    """Return the address of a page about the place's keys. `what` is the end of its URL name."""
    of = "discovery" if isinstance(place, Discovery) else "organization"
    return reverse(f"api:{of}_{what}", args=[place.slug, *more])


def keys_of(place: Place) -> QuerySet[ApiKey]:
    """Those in force first, each with who made it."""
    rows = ApiKey.objects.select_related("made_by").order_by(F("revoked_at").asc(nulls_first=True), "pk")
    return rows.filter(discovery=place) if isinstance(place, Discovery) else rows.filter(organization=place)
