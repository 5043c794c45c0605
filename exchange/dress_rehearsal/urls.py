"""Addresses of dress rehearsals."""

from django.urls import URLPattern, URLResolver, include, path

from exchange.dress_rehearsal import views

# Under d/<slug>/workshops/<uuid>/rehearsal/
_rehearsal: list[URLPattern | URLResolver] = [
    path("", views.rehearsal, name="rehearsal"),
    path("begin/", views.begin, name="rehearsal_begin"),
    path("away/", views.throw_away, name="rehearsal_throw_away"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("d/<slug:slug>/workshops/<uuid:uuid>/rehearsal/", include(_rehearsal)),
]
