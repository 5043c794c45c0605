"""Addresses of webhooks, below the keys."""

from django.urls import URLPattern

from api.keys.views import paths_of_both
from api.webhooks import views

urlpatterns: list[URLPattern] = [
    *paths_of_both("webhooks/add/", views.webhook_add, "webhook_add"),
    *paths_of_both("webhooks/<uuid:uuid>/", views.webhook, "webhook"),
    *paths_of_both("webhooks/<uuid:uuid>/renew/", views.webhook_renew, "webhook_renew"),
    *paths_of_both("webhooks/<uuid:uuid>/stop/", views.webhook_stop, "webhook_stop"),
    *paths_of_both("webhooks/<uuid:uuid>/<uuid:delivery>/again/", views.webhook_again, "webhook_again"),
]
