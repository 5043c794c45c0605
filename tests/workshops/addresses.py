"""Where pages of a discovery and of an organization are."""

from __future__ import annotations

from django.urls import reverse

from discovery.models import Discovery
from organizations.models import Organization


def url(name: str, place: Discovery | Organization, *args: object) -> str:
    """The address `name` in this discovery or organization, of the app `discovery` if it names no other."""
    return reverse(name if ":" in name else f"discovery:{name}", args=[place.slug, *args])
