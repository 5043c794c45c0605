"""Addresses of the value tree, the use-case cards and their prioritization."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "lvt"

urlpatterns: list[URLPattern | URLResolver] = []
