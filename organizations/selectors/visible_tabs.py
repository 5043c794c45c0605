"""Pages of an organization that are in use."""

from collections.abc import Iterable

from django.db.models import Exists

from organizations.models import Organization
from organizations.registries import AddedPage


def used_pages(organization: Organization, pages: Iterable[AddedPage]) -> frozenset[str]:
    """The keys of the tabs that are in sight, in one query."""
    common = [page for page in pages if not page.is_rare]
    conditions = {page.key: Exists(page.rows(organization)) for page in common if page.rows is not None}
    (row,) = (
        Organization.objects.filter(pk=organization.pk).values_list(*conditions.values())
        if conditions
        else [()]
    )
    keys = {key for key, is_filled in zip(conditions, row, strict=True) if is_filled}
    return frozenset(page.key for page in common if page.rows is None or page.key in keys)
