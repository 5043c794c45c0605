"""Addresses of discoveries."""

from django.urls import URLPattern, URLResolver, include, path

from discovery.discoveries import views as discoveries
from discovery.glossary import views as glossary
from discovery.search import views as search
from discovery.views import change_polls

# Under d/<slug>/
of_discovery = [
    path("", discoveries.overview, name="discovery_overview"),
    path("settings/", discoveries.settings, name="discovery_settings"),
    path("delete/", discoveries.delete, name="discovery_delete"),
    path("access/", discoveries.access_list, name="discovery_access"),
    path("access/add/", discoveries.access_add, name="access_add"),
    path("access/<uuid:uuid>/", discoveries.access_edit, name="access_edit"),
    path("access/<uuid:uuid>/remove/", discoveries.access_remove, name="access_remove"),
    path("pulse/", change_polls.pulse, name="pulse"),
    path("search/", search.search, name="discovery_search"),
    path("glossary/", glossary.discovery_glossary, name="discovery_glossary"),
    *glossary.GLOSSARY_TERM_PAGES.urls("glossary/", "glossary/<uuid:uuid>/"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("glossary/", glossary.glossary, name="glossary"),
    path("discoveries/new/", discoveries.create, name="discovery_create"),
    path("organizations/<slug:organization_slug>/tree/", discoveries.start_own, name="organization_tree"),
    path("d/<slug:slug>/", include(of_discovery)),
]
