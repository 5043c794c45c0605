"""The progress of the tech stream: its steps, and the page for each."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from discovery.checklist import Checklist
from discovery.discoveries.selectors import steps_of
from discovery.models import Discovery, StreamKind
from discovery.process import STREAM_PURPOSES
from organizations.web import Request, page
from technology.gaps.selectors import gap_analysis
from technology.views.page_access import viewer


@viewer
@require_safe
def overview(request: Request, discovery: Discovery) -> HttpResponse:
    """The steps of the stream, which apps register as checkpoints of it: the next one, and the others."""
    steps = steps_of(discovery, StreamKind.TECH)
    following = next((step for step in steps if step.is_next), None)
    context = {
        "discovery": discovery,
        "purpose": STREAM_PURPOSES[StreamKind.TECH],
        "checks": Checklist(tuple(step.line for step in steps if step is not following)),
        "next": following,
        "analysis": gap_analysis(discovery),
    }
    return page(request, "technology/overview/page.html", context)
