"""Reads of how the documents of an organization look."""

from __future__ import annotations

from organizations.models import Organization, OrganizationLook


def look_row(organization: Organization) -> OrganizationLook | None:
    """What the organization chose for its documents; None when it chose nothing."""
    return OrganizationLook.objects.filter(organization=organization).first()
