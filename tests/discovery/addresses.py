"""Where pages of a discovery and of an organization are."""

from __future__ import annotations

from django.urls import reverse

from discovery.models import Discovery, Organization


def url(name: str, place: Discovery | Organization, *args: object) -> str:
    """The address `name` of the app `discovery`, in this discovery or organization."""
    return reverse(f"discovery:{name}", args=[place.slug, *args])
