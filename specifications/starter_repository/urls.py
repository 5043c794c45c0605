"""The address of the starter repository."""

from django.urls import URLPattern, URLResolver, path

from specifications.starter_repository import views

urlpatterns: list[URLPattern | URLResolver] = [
    path(
        "d/<slug:slug>/products/<uuid:uuid>/repository/", views.product_repository, name="product_repository"
    ),
]
