"""The scores of a discovery as a spreadsheet and as CSV, for its facilitators."""

from django.http import HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from documents.concurrency_limit import takes_turn
from lvt import exports_score_book
from organizations.web import Request, attachment

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@access.discovery(DiscoveryRole.FACILITATOR)
@require_safe
@takes_turn
def score_book(request: Request, discovery: Discovery) -> HttpResponse:
    """The answers of people, without names; the file can be filled and imported."""
    return attachment(exports_score_book.score_book(discovery), XLSX, _name(discovery, "xlsx"))


@access.discovery(DiscoveryRole.FACILITATOR)
@require_safe
@takes_turn
def score_text(request: Request, discovery: Discovery) -> HttpResponse:
    """The same answers as CSV."""
    content = exports_score_book.score_text(discovery)
    return attachment(content, "text/csv; charset=utf-8", _name(discovery, "csv"))


def _name(discovery: Discovery, ending: str) -> str:
    return f"{slugify(discovery.name)[:60] or 'discovery'}-scores.{ending}"
