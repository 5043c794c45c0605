"""A new discovery starts from the last one of its domain."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from exchange.next_discovery.services import start_from_last
from organizations.web import Request, redirect_with_toast


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def start(request: Request, discovery: Discovery) -> HttpResponse:
    """Copy the content of the last discovery."""
    operation = start_from_last(actor=request.actor, discovery=discovery)
    url = reverse("discovery:discovery_overview", args=[discovery.slug])
    return redirect_with_toast(request, url, _("Copied from the last discovery"), undoes=operation)
