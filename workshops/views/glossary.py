"""The words of a discovery, for those in a room."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from discovery.glossary.reports import TERMS, in_order, own_terms
from organizations.web import Request, page
from workshops.models import Participant, Workshop
from workshops.web import access


@access.room
@require_safe
def room_glossary(request: Request, workshop: Workshop, participant: Participant) -> HttpResponse:
    """The words of the discovery, and below them those of the method, for participants."""
    context = {"own": own_terms(workshop.discovery), "terms": in_order(TERMS)}
    return page(request, "discovery/glossary.html", context)
