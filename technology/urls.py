"""Addresses of technology."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from technology.views import architecture, fitness, needs, overview, platforms, sharing, today

app_name = "technology"

# Under d/<slug>/technology/
_overview: list[URLPattern | URLResolver] = [
    path("", overview.overview, name="overview"),
    path("gaps/", needs.gaps, name="gaps"),
    path("products/<uuid:uuid>/needs/", needs.product_needs, name="product_needs"),
    path("architecture/", architecture.architecture, name="architecture"),
    path(
        "architecture/organization/",
        architecture.architecture_organization,
        name="architecture_organization",
    ),
]

# Under d/<slug>/technology/
_platforms: list[URLPattern | URLResolver] = [
    path("capabilities/", platforms.capability_list, name="capability_list"),
    path("capabilities/add/", platforms.capability_add, name="capability_add"),
    path("capabilities/order/", platforms.capability_order, name="capability_order"),
    path("capabilities/catalog/", platforms.catalog_add, name="catalog_add"),
    path("capabilities/<uuid:uuid>/", platforms.capability_edit, name="capability_edit"),
    path("capabilities/<uuid:uuid>/gap/", platforms.gap_plan, name="gap_plan"),
    path("capabilities/<uuid:uuid>/delete/", platforms.capability_delete, name="capability_delete"),
    path("platforms/add/", platforms.platform_add, name="platform_add"),
    path("platforms/<uuid:uuid>/", platforms.platform_edit, name="platform_edit"),
    path("platforms/<uuid:uuid>/delete/", platforms.platform_delete, name="platform_delete"),
]

# Under d/<slug>/technology/today/
_today: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("assets/add/", today.asset_add, name="asset_add"),
    path("assets/<uuid:uuid>/", today.asset_edit, name="asset_edit"),
    path("assets/<uuid:uuid>/delete/", today.asset_delete, name="asset_delete"),
    path("reads/add/", today.read_add, name="read_add"),
    path("reads/<uuid:uuid>/delete/", today.read_delete, name="read_delete"),
]

# How fit data products are, who may use them, and how they are shared
_supervision: list[URLPattern | URLResolver] = [
    path("d/<slug:slug>/technology/supervision/", fitness.supervision, name="supervision"),
    path(
        "organizations/<slug:organization_slug>/supervision/",
        fitness.organization_supervision,
        name="organization_supervision",
    ),
]

# Under d/<slug>/products/<uuid>/
_of_product: list[URLPattern | URLResolver] = [
    path("fitness/", fitness.product_fitness, name="product_fitness"),
    path("access/", sharing.product_access, name="product_access"),
    path("sharing/", sharing.product_sharing, name="product_sharing"),
    path("sharing/<uuid:port>/", sharing.sharing_edit, name="sharing_edit"),
    path("sharing/<uuid:port>/withdraw/", sharing.sharing_withdraw, name="sharing_withdraw"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("d/<slug:slug>/technology/", include(_overview)),
    path("d/<slug:slug>/technology/", include(_platforms)),
    path("d/<slug:slug>/technology/today/", include(_today)),
    path("", include(_supervision)),
    path("d/<slug:slug>/products/<uuid:uuid>/", include(_of_product)),
]
