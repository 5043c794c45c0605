"""The addresses of Headwaters, and those of one more app."""

from __future__ import annotations

from django.urls import include, path

from config.urls import handler400 as handler400, handler500 as handler500, urlpatterns as ours

urlpatterns = [*ours, path("d/<slug:slug>/", include("tests.sample.pages"))]
