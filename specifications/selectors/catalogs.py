"""What catalogs are told of a discovery."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from discovery.models import Discovery
from specifications.catalogs.contents import Contents
from specifications.selectors.specified import specified


def contents_of(discovery: Discovery) -> Contents:
    """The data products of the discovery with all that a specification says of them."""
    pages = settings.BASE_URL + reverse("products:product_list", args=[discovery.slug])
    return Contents(discovery.name, pages, tuple(specified(discovery)))
