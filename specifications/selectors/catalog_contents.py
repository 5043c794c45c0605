"""The input of catalogs for a discovery."""

from django.conf import settings
from django.urls import reverse

from discovery.models import Discovery
from specifications.catalogs.exporter_input import Contents
from specifications.selectors.specification_products import product_specs


def contents_of(discovery: Discovery) -> Contents:
    """Return the data products of the discovery with all content of their specifications."""
    pages = settings.BASE_URL + reverse("products:product_list", args=[discovery.slug])
    return Contents(discovery.name, pages, tuple(product_specs(discovery)))
