"""Look of the documents of an organization: its logo and its accent color."""

from documents.look import ACCENT, Look, is_color
from organizations.models import Organization, OrganizationLook


def look_of(organization: Organization) -> Look:
    """Look of documents of the organization: its accent color and logo, or those of the product."""
    row = OrganizationLook.objects.filter(organization=organization).first()
    if row is None:
        return Look()
    # A database that was written past our forms draws documents, too.
    accent = row.accent if is_color(row.accent) else ACCENT
    return Look(accent, bytes(row.logo) if row.logo else None)
