"""Every address of Headwaters. Each app brings its own patterns; lvt's lie under the discovery that they
belong to."""

from __future__ import annotations

from django.urls import include, path

from discovery.views import home

own = (
    [
        path("", home.home, name="home"),
        path("healthz", home.healthz, name="healthz"),
    ],
    "discovery",
)

urlpatterns = [
    path("", include(own)),
    path("", include("lvt.urls")),
    path("accounts/", include("allauth.urls")),
]
