"""The front page and the health check."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from discovery import health_check
from organizations.organization.selectors import needs_password
from organizations.web import Request, access, page
from organizations.web.languages import for_facilitators, for_guests
from workshops.organization_page.selectors import organizations_of
from workshops.selectors.current_workshops import happening


@for_guests
@access.public
@require_safe
def home(request: Request) -> HttpResponse:
    """Guests find where to enter a code; accounts find what is theirs."""
    account = request.actor.account
    if account is None:
        return page(request, "workshops/welcome.html", {})
    organizations = organizations_of(account)
    discoveries = [
        (workshop, card.may_facilitate)
        for each in organizations
        for card in each.discoveries
        for workshop in card.workshops
    ]
    context = {
        "organizations": organizations,
        "may_start": any(each.may_start for each in organizations),
        "happening": happening(discoveries, account),
        "needs_password": needs_password(account),
    }
    return page(request, "workshops/home.html", context)


@for_facilitators
@access.public
@require_safe
def healthz(request: Request) -> HttpResponse:
    """200 when a row can be saved, 503 otherwise. The server answers this itself (config.asgi), in a
    thread that waits for no other; here is what answers where pages are served without it."""
    status, body = health_check.answer_of(health_check.wrong_parts(), whole=health_check.WHOLE in request.GET)
    return HttpResponse(body, status=status, content_type="application/json")
