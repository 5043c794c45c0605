"""The request as our views see it."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from discovery.actors import Actor


class Request(HttpRequest):
    """An HttpRequest after the middleware and an access decorator: with htmx details and the actor."""

    htmx: HtmxDetails
    actor: Actor
