"""Preparing workshops of a discovery."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import Invalid
from core.forms import RefusedForm, save_or_refuse
from core.selectors.deletion_messages import deletion_in_words
from discovery import permissions
from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from organizations.web import Request, form_methods, form_view, page, posted, redirect_with_toast
from workshops.agenda.needed_people.selectors import in_the_room
from workshops.agenda.timeline.selectors import plan_of, with_actual_times
from workshops.joining import invitation
from workshops.models import Track, Workshop, WorkshopState
from workshops.policies import UNDER_WAY
from workshops.registries import activity_kinds, kinds_in_groups
from workshops.results.result_counts import results_in_words
from workshops.results.result_rendering import brief_of
from workshops.selectors.open_points import open_points_before
from workshops.selectors.person_places import BREAKOUT
from workshops.web import room_asked, workshop_of
from workshops.workshop import services as workshops
from workshops.workshop.forms import NewWorkshopForm, WorkshopForm
from workshops.workshop.selectors import in_streams, workshops_of

# What an empty agenda is offered first, in this order.
_BEGINNINGS = ("welcome", "check_in")


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def index(request: Request, discovery: Discovery) -> HttpResponse:
    """All workshops of the discovery by their streams: what is under way first, then what is planned."""
    counts = results_in_words(discovery)
    listed = list(workshops_of(discovery))
    streams = in_streams(discovery, listed, first=(*UNDER_WAY, WorkshopState.PLANNED))
    ahead = (each for _stream, rows in streams for each in rows if each.state != WorkshopState.ENDED)
    context = {
        "discovery": discovery,
        "streams": [
            (stream, [(workshop, counts.get(workshop.pk, ())) for workshop in rows])
            for stream, rows in streams
        ],
        "next": next(ahead, None),
        "may_facilitate": permissions.may_facilitate(request.actor, discovery),
    }
    return page(request, "workshops/workshops/list.html", context)


@access.discovery(DiscoveryRole.FACILITATOR)
@form_methods
def create(request: Request, discovery: Discovery) -> HttpResponse:
    """A new workshop, from a template, as an earlier one, or empty. `?agenda=` names the choice that the form
    opens with."""
    form = NewWorkshopForm(posted(request), discovery=discovery, agenda=request.GET.get("agenda", ""))

    def save() -> Workshop:
        if form.source is not None:
            form.source.discovery = discovery
            return workshops.clone_workshop(actor=request.actor, source=form.source, **form.values())
        return workshops.add_workshop(
            actor=request.actor,
            discovery=discovery,
            template=form.template,
            planned=form.planned,
            **form.values(),
        )

    status = Invalid.status
    if request.method == "POST" and form.is_valid():
        result = save_or_refuse(form, save)
        if not isinstance(result, RefusedForm):
            url = reverse("discovery:workshop", args=[discovery.slug, result.uuid])
            return redirect_with_toast(request, url, _("Workshop added"))
        status = result.status
    context = {
        "frame": "discovery/base.html",
        "discovery": discovery,
        "form": form,
        "unfold": any(form[name].errors for name in ("stream", "language", "purpose")),
        "back": reverse("discovery:workshop_list", args=[discovery.slug]),
    }
    return page(request, "workshops/workshops/new.html", context, status=status if form.errors else 200)


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def detail(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """One workshop: how people get in and its agenda, or with `?track=` that of a breakout room; once it has
    ended, its results in short first."""
    workshop = workshop_of(discovery, uuid)
    return agenda_page(request, discovery, workshop, room_asked(request, workshop))


def agenda_page(
    request: Request, discovery: Discovery, workshop: Workshop, room: Track | None = None
) -> HttpResponse:
    """The page of a workshop, or of one of its breakout rooms; for htmx only the agenda, beside which the
    palette of activities stays as it is."""
    may_facilitate = permissions.may_facilitate(request.actor, discovery)
    has_ended = workshop.state == WorkshopState.ENDED
    plan = plan_of(workshop, room, with_effort=may_facilitate and not has_ended)
    brief = brief_of(workshop) if has_ended and room is None else None
    if brief is not None:
        results = brief.results
        minutes = {each.activity.pk: each.minutes for each in results.activities}
        plan = with_actual_times(plan, minutes, results.took, results.ended_at)
    context = {
        "discovery": discovery,
        "workshop": workshop,
        "room": room,
        "rooms": list(room.breakout.rooms.all()) if room is not None and room.breakout is not None else [],
        "query": f"?track={room.uuid}" if room else "",
        "plan": plan,
        "order": ",".join(str(row.activity.uuid) for row in plan.rows),
        "palette": kinds_in_groups(without=() if room is None else (BREAKOUT,)),
        "beginnings": [activity_kinds.get(key) for key in _BEGINNINGS],
        "invitation": invitation.of(workshop),
        "may_facilitate": may_facilitate,
        "may_plan": may_facilitate and not has_ended,
        "left_open": open_points_before(workshop),
        "needed": None if has_ended else in_the_room(workshop),
        "brief": brief,
    }
    return page(request, "workshops/workshops/detail.html", context, part="agenda")


@access.discovery(DiscoveryRole.FACILITATOR)
@form_methods
def edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Name, start, stream, language and purpose."""
    workshop = workshop_of(discovery, uuid)
    form = WorkshopForm(posted(request), instance=workshop)
    back = reverse("discovery:workshop", args=[discovery.slug, workshop.uuid])
    return form_view(
        request,
        form,
        lambda: workshops.change_workshop(actor=request.actor, workshop=workshop, **form.changes()),
        message=_("Workshop saved"),
        title=_("Edit the workshop"),
        back=back,
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Put the workshop into the trash and offer to undo it."""
    workshop = workshop_of(discovery, uuid)
    deletion = workshops.delete_workshop(actor=request.actor, workshop=workshop)
    back = reverse("discovery:workshop_list", args=[discovery.slug])
    message = deletion_in_words(deletion, workshop, _("Workshop deleted"))
    return redirect_with_toast(request, back, message, undoes=deletion)
