"""Addresses of specifications, below those of `products`."""

from django.urls import URLPattern, URLResolver, include, path

from core import plugging
from products.views.common import part_view
from specifications.views import specification

# Under d/<slug>/products/<uuid>/
_of_product: list[URLPattern | URLResolver] = [
    path("specification/", part_view(specification.SPECIFICATION), name="product_specification"),
    path("specification.zip", specification.specification_zip, name="specification_zip"),
    path("specification/<uuid:document>.yaml", specification.specification_file, name="specification_file"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("d/<slug:slug>/products/<uuid:uuid>/", include(_of_product)),
    path(
        "d/<slug:slug>/products/catalogs/<str:format>",
        specification.catalog_file,
        name="catalog_file",
    ),
    path(
        "d/<slug:slug>/products/specifications.zip",
        specification.specifications_zip,
        name="specifications_zip",
    ),
    *plugging.addresses("specifications"),
]
