"""How the documents of an organization look: its logo and its accent color."""

from __future__ import annotations

from documents.look import ACCENT, Look
from organizations.models import Organization, OrganizationLook


def look_of(organization: Organization) -> Look:
    """How documents of the organization look: its accent color and logo, or those of the product."""
    row = OrganizationLook.objects.filter(organization=organization).first()
    if row is None:
        return Look()
    return Look(row.accent or ACCENT, bytes(row.logo) if row.logo else None)
