"""The keys of a place."""

from __future__ import annotations

from django.db.models import F, QuerySet

from api.models import ApiKey
from discovery.models import Discovery
from organizations.models import Organization


def keys_of(place: Discovery | Organization) -> QuerySet[ApiKey]:
    """Those in force first, each with who made it."""
    rows = ApiKey.objects.select_related("made_by").order_by(F("revoked_at").asc(nulls_first=True), "pk")
    return rows.filter(discovery=place) if isinstance(place, Discovery) else rows.filter(organization=place)
