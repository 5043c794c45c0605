"""Conclusions of a discovery: one list of everything, and a page each for actions, questions, risks and the
parking lot; decisions have their own module."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from discovery import permissions
from discovery.models import Discovery, DiscoveryRole, StreamKind
from discovery.web import access
from organizations.web import Request, attachment, page
from workshops.models import ActionState
from workshops.reports.action_files import calendar_of, table_of
from workshops.results.quick_captures import selectors
from workshops.results.quick_captures.selectors import ActionFilter
from workshops.selectors.outcome_list import OutcomeFilter, kinds, outcome_rows, outcomes_of

PER_PAGE = 50


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def everything(request: Request, discovery: Discovery) -> HttpResponse:
    """All kinds in one list, the newest first; `?q=`, `?kind=` and `?state=open` keep those that match."""
    criteria = OutcomeFilter.of(request.GET.dict())
    listed = Paginator(outcomes_of(discovery, criteria), PER_PAGE).get_page(request.GET.get("page"))
    query = {"kind": criteria.kind, "state": "open" if criteria.is_open else ""}
    context = {
        **_context(request, discovery, ""),
        "page": listed,
        "outcomes": outcome_rows(discovery, listed),
        "wanted": criteria,
        "kept": urlencode({name: value for name, value in query.items() if value}),
        "kinds": kinds(),
    }
    return page(request, "workshops/outcomes/all.html", context, part="list")


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def actions(request: Request, discovery: Discovery) -> HttpResponse:
    """`?state=`, `?owner=` and `?stream=` keep those that match; by default the open ones."""
    criteria = _filter(request)
    context = {
        **_context(request, discovery, "action"),
        "rows": selectors.actions_of(discovery, criteria),
        "any": discovery.actionitems.exists(),
        "chosen": criteria,
        "query": request.GET.urlencode(),
        "states": [*ActionState.choices, ("", _("All"))],
        "streams": StreamKind.choices,
        "owners": selectors.owners_of(discovery),
    }
    return page(request, "workshops/outcomes/actions.html", context, part="list")


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def actions_csv(request: Request, discovery: Discovery) -> HttpResponse:
    """The actions that the page shows, for a spreadsheet."""
    rows = selectors.actions_of(discovery, _filter(request))
    return attachment(table_of(rows), "text/csv; charset=utf-8", f"{discovery.slug}-actions.csv")


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def actions_ics(request: Request, discovery: Discovery) -> HttpResponse:
    """The actions that the page shows, for a calendar: those with a date."""
    rows = selectors.actions_of(discovery, _filter(request))
    return attachment(
        calendar_of(discovery, rows), "text/calendar; charset=utf-8", f"{discovery.slug}-actions.ics"
    )


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def questions(request: Request, discovery: Discovery) -> HttpResponse:
    """The open ones first."""
    context = {**_context(request, discovery, "question"), "questions": selectors.questions_of(discovery)}
    return page(request, "workshops/outcomes/questions.html", context)


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def risks(request: Request, discovery: Discovery) -> HttpResponse:
    """The heaviest first, and a picture of them."""
    risks = selectors.risks_of(discovery)
    context = {
        **_context(request, discovery, "risk"),
        "risks": [(risk, selectors.tone_of(risk.weight)) for risk in risks],
        "picture": selectors.risk_map(risks),
    }
    return page(request, "workshops/outcomes/risks.html", context)


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def parking_lot(request: Request, discovery: Discovery) -> HttpResponse:
    """Show the parking lot, things that aren't settled first."""
    context = {**_context(request, discovery, "parking_lot"), "items": selectors.parking_lot_of(discovery)}
    return page(request, "workshops/outcomes/parking_lot.html", context)


def _context(request: Request, discovery: Discovery, kind: str) -> dict[str, object]:
    return {"discovery": discovery, "kind": kind, "may_edit": permissions.may_edit(request.actor, discovery)}


def _filter(request: Request) -> ActionFilter:
    """The filter of the query; values that it cannot have are left out."""
    state, stream = request.GET.get("state", ActionState.OPEN.value), request.GET.get("stream", "")
    return ActionFilter(
        state if state in ("", *ActionState.values) else ActionState.OPEN.value,
        request.GET.get("owner", "")[:200].replace("\x00", ""),
        stream if stream in StreamKind.values else "",
    )
