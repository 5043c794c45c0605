"""How the documents of an organization look: its logo and its accent color."""

from __future__ import annotations

from discovery.models import Organization, OrganizationLook
from documents.look import ACCENT, Look


def look_of(organization: Organization) -> Look:
    row = OrganizationLook.objects.filter(organization=organization).first()
    if row is None:
        return Look()
    return Look(row.accent or ACCENT, bytes(row.logo) if row.logo else None)
