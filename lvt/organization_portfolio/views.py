"""The bets of all discoveries of an organization."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lvt.organization_portfolio.forms import LimitForm
from lvt.organization_portfolio.selectors import portfolio_of
from lvt.organization_portfolio.services import limit_bets
from lvt.registries import portfolio_pages
from lvt.selectors.bet_lessons import learned_of
from organizations.models import Organization
from organizations.permissions import allows, check_administer_organization
from organizations.web import Request, access, form_methods, form_view, page, posted


@access.organization("member")
@require_safe
def portfolio(request: Request, organization: Organization) -> HttpResponse:
    """Bets by their state, those first that need a decision, or with `?by=value` by what they are worth: of
    the discoveries that the person may look at."""
    bets = portfolio_of(request.actor, organization)
    by_value = bool(bets.by_value) and request.GET.get("by") == "value"
    views = (
        {"words": _("By state"), "href": "?", "current": not by_value},
        {"words": _("By value"), "href": "?by=value", "current": by_value},
    )
    context = {
        "organization": organization,
        "portfolio": bets,
        "groups": bets.groups_by_value if by_value else bets.groups_by_state,
        "views": views if bets.by_value else (),
        "pages": sorted(portfolio_pages, key=lambda each: each.order),
        "may_limit": allows(check_administer_organization, request.actor, organization),
    }
    return page(request, "lvt/portfolio/page.html", context)


@access.organization("admin")
@form_methods
def limit(request: Request, organization: Organization) -> HttpResponse:
    """The form of the limit over all bets."""
    form = LimitForm(posted(request), instance=organization)
    return form_view(
        request,
        form,
        lambda: limit_bets(actor=request.actor, organization=organization, **form.changes()),
        message=_("Saved."),
        title=_("Limit across all domains"),
        back=reverse("lvt:portfolio", args=[organization.slug]),
        organization=organization,
    )


@access.organization("member")
@require_safe
def learned(request: Request, organization: Organization) -> HttpResponse:
    """Bets as worded and measured, with the lessons from them, over all domains: of the discoveries that the
    person may look at."""
    context = {"organization": organization, "learned": learned_of(request.actor, organization)}
    return page(request, "lvt/portfolio/learned.html", context)
