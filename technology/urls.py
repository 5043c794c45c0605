"""Addresses of technology."""

from django.urls import URLPattern, URLResolver, include, path

from core import plugging
from products.views.common import part_view
from technology.architecture import views as architecture
from technology.needs import views as needs
from technology.platforms import views as platforms
from technology.port_sharing_pattern import views as sharing
from technology.today import views as today
from technology.views import fitness_and_supervision, overview

app_name = "technology"

# Under d/<slug>/technology/
_overview: list[URLPattern | URLResolver] = [
    path("", overview.overview, name="overview"),
    path("gaps/", needs.gaps, name="gaps"),
    path("products/<uuid:uuid>/needs/", needs.product_needs, name="product_needs"),
    path("architecture/", architecture.architecture, name="architecture"),
    path("architecture/table/", architecture.architecture_table, name="architecture_table"),
    path(
        "architecture/organization/",
        architecture.architecture_organization,
        name="architecture_organization",
    ),
]

# Under d/<slug>/technology/
_platforms: list[URLPattern | URLResolver] = [
    path("capabilities/", platforms.capability_list, name="capability_list"),
    *platforms.CAPABILITY_PAGES.urls("capabilities/", "capabilities/<uuid:uuid>/"),
    path("capabilities/catalog/", platforms.catalog_add, name="catalog_add"),
    path("capabilities/<uuid:uuid>/gap/", platforms.gap_plan, name="gap_plan"),
    *platforms.PLATFORM_PAGES.urls("platforms/", "platforms/<uuid:uuid>/", is_sortable=False),
    *platforms.FEEDBACK_PAGES.urls("platforms/<uuid:uuid>/feedback/", "platforms/feedback/<uuid:uuid>/"),
    *platforms.CHANGE_PAGES.urls("platforms/<uuid:uuid>/changes/", "platforms/changes/<uuid:uuid>/"),
]

# Under d/<slug>/technology/today/
_today: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    *today.ASSET_PAGES.urls("assets/", "assets/<uuid:uuid>/", is_sortable=False),
    path("reads/add/", today.read_add, name="read_add"),
    path("reads/<uuid:uuid>/delete/", today.read_delete, name="read_delete"),
]

# Fitness of data products, their access rules, and their sharing
_supervision: list[URLPattern | URLResolver] = [
    path("d/<slug:slug>/technology/supervision/", fitness_and_supervision.supervision, name="supervision"),
    path(
        "d/<slug:slug>/technology/supervision/checks/",
        fitness_and_supervision.supervision_checks,
        name="supervision_checks",
    ),
    path(
        "organizations/<slug:organization_slug>/supervision/",
        fitness_and_supervision.organization_supervision,
        name="organization_supervision",
    ),
]

# Under d/<slug>/products/<uuid>/
_of_product: list[URLPattern | URLResolver] = [
    path("fitness/", part_view(fitness_and_supervision.FITNESS), name="product_fitness"),
    path("access/", part_view(sharing.ACCESS), name="product_access"),
    path("sharing/", part_view(sharing.SHARING), name="product_sharing"),
    path("sharing/<uuid:port>/", sharing.sharing_edit, name="sharing_edit"),
    path("sharing/<uuid:port>/withdraw/", sharing.sharing_withdraw, name="sharing_withdraw"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("d/<slug:slug>/technology/", include(_overview)),
    path("d/<slug:slug>/technology/", include(_platforms)),
    path("d/<slug:slug>/technology/today/", include(_today)),
    path("", include(_supervision)),
    path("d/<slug:slug>/products/<uuid:uuid>/", include(_of_product)),
    *plugging.addresses(app_name),
]
