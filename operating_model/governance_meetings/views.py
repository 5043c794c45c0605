"""Meetings of governing bodies: the agenda of the next one, made from the data, and the calendar file."""

import re
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery.models import Discovery, DiscoveryRole, SittingStream
from discovery.permissions import may_facilitate
from discovery.selectors.change_counter import pulse_of
from discovery.web.access import discovery as of_discovery
from documents.calendar_files import calendar
from operating_model.governance.selectors import body_line, governance_of
from operating_model.governance.views import BODY_PAGES
from operating_model.governance_meetings.web import BodyAgenda, agenda_of
from operating_model.models import Body
from operating_model.selectors.calendars import meetings_of
from operating_model.views.page_access import viewer
from operating_model.web.agenda_points import AgendaPoint
from organizations.web import Request, page, redirect_with_toast
from workshops.agenda.file_format import PlannedActivity
from workshops.workshop.services import add_workshop

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!<>|~])")
# Titles of activities and names of workshops, in characters.
_TITLE = 120


@viewer
@require_safe
def meeting(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The agenda of the body's next meeting."""
    pulse = pulse_of(discovery)
    body = BODY_PAGES.artifact(discovery, uuid)
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "agenda": agenda_of(body_line(body), actor=request.actor),
        "facilitating": may_facilitate(request.actor, discovery),
    }
    return page(request, "operating_model/governance/meeting.html", context, part="meeting")


@of_discovery(DiscoveryRole.FACILITATOR)
@require_POST
def meeting_prepare(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The agenda becomes that of a workshop, where the body can be led through it live. Topics of the domains
    stay on the page of the agenda, where each reader sees those that they may look at."""
    agenda = agenda_of(body_line(BODY_PAGES.artifact(discovery, uuid)))
    body = agenda.line.body
    workshop = add_workshop(
        actor=request.actor,
        discovery=discovery,
        name=body.name[:_TITLE],
        starts_at=agenda.line.next_at,
        purpose=body.purpose,
        planned=planned_activities(agenda),
        stream=SittingStream.OPERATING_MODEL,
    )
    return redirect_with_toast(
        request,
        reverse("discovery:workshop", args=[discovery.slug, workshop.uuid]),
        _("Workshop created for this meeting."),
    )


def planned_activities(agenda: BodyAgenda) -> list[PlannedActivity]:
    """A presentation for each point: its slide lists the current topics."""
    of_domains = []
    if agenda.line.body.discovery.is_of_organization:
        title, question = _("Topics from the domains"), _("What do we decide?")
        where = _("They’re on the body’s agenda. Each person sees only what they have access to.")
        slide = f"# {_plain(title)}\n\n{_plain(question)}\n\n{_plain(where)}"
        of_domains = [PlannedActivity("presentation", title, 30, question, settings={"slides": slide})]
    return of_domains + [
        PlannedActivity(
            "presentation",
            point.title[:_TITLE],
            point.minutes,
            instructions=point.question,
            settings={"slides": _slide(point)},
        )
        for point in agenda.points
    ]


def _slide(point: AgendaPoint) -> str:
    lines = [f"# {_plain(point.title)}", "", _plain(point.question), ""]
    lines += [f"- **{_plain(item.words)}** {_plain(item.detail)}".rstrip() for item in point.items]
    if point.more:
        lines.append(f"- {_plain(_('and %(count)s more') % {'count': point.more})}")
    return "\n".join(lines)


def _plain(text: str) -> str:
    """A text that people wrote on one line of Markdown, as it is written."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


@viewer
@require_safe
def calendar_file(request: Request, discovery: Discovery) -> HttpResponse:
    """All meetings of governance, as a file for a calendar."""

    def url_of(body: Body) -> str:
        path = reverse("operating_model:meeting", args=[discovery.slug, body.uuid])
        return f"{settings.BASE_URL.rstrip('/')}{path}"

    meetings = meetings_of(governance_of(discovery), url_of)
    name = _("Governance of %(discovery)s") % {"discovery": discovery.name}
    response = HttpResponse(calendar(name, meetings), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{discovery.slug}-governance.ics"'
    return response
