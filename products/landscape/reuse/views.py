"""Reuse over all domains of an organization."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from organizations.models import Organization
from organizations.web import Request, access, page
from products.landscape.reuse.selectors import reuse_of


@access.organization("member")
@require_safe
def reuse(request: Request, organization: Organization) -> HttpResponse:
    """The number of use cases that need each product, and of shared products over time: in the discoveries
    that the person may look at."""
    context = {"organization": organization, "reuse": reuse_of(request.actor, organization)}
    return page(request, "products/reuse.html", context)
