"""Pages of an organization: domains with their discoveries, and members."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from organizations.models import Organization
from organizations.web import AccountRequest, access, page
from workshops.organization_page import selectors


@access.organization("member")
@require_safe
def overview(request: AccountRequest, organization: Organization) -> HttpResponse:
    """Domains and the discoveries that the person may see."""
    (card,) = selectors.organizations_of(request.account, only=organization)
    in_trash = selectors.deleted_discoveries(organization) if card.is_admin else []
    context = {"organization": organization, "card": card, "deleted": in_trash}
    return page(request, "workshops/organization.html", context)


# --- Members --------------------------------------------------------------------------------------


# --- Domains --------------------------------------------------------------------------------------
