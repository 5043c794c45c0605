"""Reads of how the documents of an organization look."""

from organizations.models import Organization, OrganizationLook


def look_row(organization: Organization) -> OrganizationLook | None:
    """The organization's choice for its documents; None where it chose nothing."""
    return OrganizationLook.objects.filter(organization=organization).first()
