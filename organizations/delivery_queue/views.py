"""Failed deliveries of an organization."""

from itertools import islice
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import NotFound
from organizations.delivery_queue import services
from organizations.models import Organization
from organizations.organization.views import organization_url
from organizations.web import Request, access, page, redirect_with_toast

SHOWN = 100
"""How many rows the page lists."""


@access.organization("admin")
@require_safe
def outbox(request: Request, organization: Organization) -> HttpResponse:
    """Page of the deliveries that were given up, with the result of the last attempt."""
    rows = islice(services.failed(organization), SHOWN)
    entries = [(row, channel.described(row)) for channel, row in rows]
    context = {"organization": organization, "rows": entries, "is_full": len(entries) == SHOWN}
    return page(request, "organizations/outbox.html", context)


@access.organization("admin")
@require_POST
def outbox_again(request: Request, organization: Organization, uuid: UUID) -> HttpResponse:
    """Send one of them again."""
    for channel, row in services.failed(organization):
        if row.uuid == uuid:
            channel.again(request.actor, row)
            return redirect_with_toast(request, organization_url(organization, "outbox"), _("Sending again"))
    raise NotFound(_("This is no longer in the list."))


@access.organization("admin")
@require_POST
def outbox_all_again(request: Request, organization: Organization) -> HttpResponse:
    """Send all of them again that can be."""
    count = services.send_all_again(actor=request.actor, organization=organization)
    message = ngettext("Sending %(count)s item again", "Sending %(count)s items again", count) % {
        "count": count
    }
    return redirect_with_toast(request, organization_url(organization, "outbox"), message)
