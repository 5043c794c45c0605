"""The bets of all discoveries of an organization."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lvt.selectors.learned import learned_of
from lvt.selectors.portfolio import portfolio_of
from organizations.models import Organization
from organizations.web import access
from organizations.web.pages import page
from organizations.web.requests import Request


@access.organization("member")
@require_safe
def portfolio(request: Request, organization: Organization) -> HttpResponse:
    """Bets by their state and by their measures, those first that need a decision: of the discoveries that
    the person may look at."""
    context = {"organization": organization, "portfolio": portfolio_of(request.actor, organization)}
    return page(request, "lvt/portfolio/page.html", context)


@access.organization("member")
@require_safe
def learned(request: Request, organization: Organization) -> HttpResponse:
    """What was said, measured and learned, over all domains: of the discoveries that the person may look
    at."""
    context = {"organization": organization, "learned": learned_of(request.actor, organization)}
    return page(request, "lvt/portfolio/learned.html", context)
