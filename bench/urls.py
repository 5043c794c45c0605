"""The product's addresses and the yardstick."""

from django.http import HttpResponse
from django.urls import include, path

from organizations.web import Request, access


@access.public
def nothing(request: Request) -> HttpResponse:
    """What a request costs before anything happens: server, bridge, middleware, CSRF check."""
    return HttpResponse("{}", content_type="application/json")


urlpatterns = [path("bench/nothing/", nothing), path("", include("config.urls"))]
