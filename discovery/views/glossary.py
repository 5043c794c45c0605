"""The words of the method, for everybody who meets one of them."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from discovery.reports.glossary import TERMS, in_order
from organizations.web import access
from organizations.web.pages import page
from organizations.web.requests import Request


@access.public
@require_safe
def glossary(request: Request) -> HttpResponse:
    """All terms that reports explain, by the alphabet."""
    return page(request, "discovery/glossary.html", {"terms": in_order(TERMS)})
