"""The history, and undoing operations."""

from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import NotFound
from core.models import ActorKind, Operation
from core.selectors.operations import models_touched
from discovery import permissions
from discovery.models import Discovery, DiscoveryAccess, DiscoveryRole
from discovery.operation_scopes.selectors import discovery_of
from discovery.web import access
from organizations.actors import Actor
from organizations.models import Membership
from organizations.recent_sign_in.web import ask_again
from organizations.web import Request, page, page_shown, redirect_with_toast, with_toast, with_trigger
from organizations.web.access import public
from organizations.web.languages import for_guests
from workshops import policies
from workshops.actors import RoomActor
from workshops.discovery_history.selectors import TimelineEntry, by_moment, operations_of, timeline
from workshops.models import Workshop
from workshops.permissions import undo_needs
from workshops.services.undo import undo
from workshops.web.cookies import participant_of
from workshops.web.rate_limits import check_write_rate

PER_PAGE = 100
# Roles; and what apps above call keys and links.
_ROLES: Final = {DiscoveryAccess, Membership}
_KEYS: Final = ("measurement_key.", "handover_link.", "check_in_link.")


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def history(request: Request, discovery: Discovery) -> HttpResponse:
    """Show operations with person and time, newest first; those of one person within a minute are grouped."""
    operations = Paginator(operations_of(discovery), PER_PAGE).get_page(request.GET.get("page"))
    may = {
        DiscoveryRole.EDITOR: permissions.may_edit(request.actor, discovery),
        DiscoveryRole.FACILITATOR: permissions.may_facilitate(request.actor, discovery),
    }

    def is_open(entry: TimelineEntry) -> bool:
        operation = entry.operation
        return entry.can_undo and policies.may_be_undone(operation) and may[undo_needs(operation)]

    moments = by_moment(timeline(operations.object_list))
    context = {
        "discovery": discovery,
        "page": operations,
        "moments": [
            [(deed, [entry for entry in deed if is_open(entry)]) for deed in moment] for moment in moments
        ],
    }
    return page(request, "workshops/history.html", context)


@for_guests
@public
@require_POST
def operation_undo(request: Request, uuid: UUID) -> HttpResponse:
    """Undo an operation, as the account or as the participant who holds the cookie of its workshop; the page
    shows the state after that. A foreign operation and an unknown one look alike."""
    target = Operation.objects.select_related("undoes").filter(uuid=uuid).first()
    if target is None:
        raise NotFound(_("There is nothing to undo here."))
    if _gives(target) and (sign_in := ask_again(request)) is not None:
        return _in_dialog(request, sign_in)
    undone = undo(actor=_actor(request, target), target=target)
    message = _("Undone")
    if target.summary:
        message = _("Undone: %(what)s") % {"what": target.summary}
    here = page_shown(request).path
    if request.htmx and here.startswith("/w/"):  # a live page shows the change by itself
        return with_toast(HttpResponse(status=204), message)
    return redirect_with_toast(request, _page_after(request, undone, here), message)


def _gives(target: Operation) -> bool:
    """Return True if undoing it may give someone a role, a key or a link again, as undoing an undo may,
    too."""
    return target.root.verb.startswith(_KEYS) or not _ROLES.isdisjoint(models_touched(target))


def _in_dialog(request: Request, response: HttpResponse) -> HttpResponse:
    """A toast has no room for a form, so the dialog of its page takes it in."""
    if not request.htmx or "again_step" in request.POST:
        return response
    response.headers["HX-Retarget"] = "#dialog-body"
    response.headers["HX-Reswap"] = "innerHTML"
    return with_trigger(response, "dialog:open", {"title": _("Confirm it’s you")})


def _actor(request: Request, target: Operation) -> Actor:
    room = None
    if target.actor_kind == ActorKind.PARTICIPANT and target.room_uuid is not None:
        room = Workshop.everything.filter(uuid=target.room_uuid).first()
    if room is not None:
        participant = participant_of(request, room.code)
        if participant is not None and participant.uuid == target.actor_uuid:
            actor = RoomActor.of_participant(participant)
            check_write_rate(actor)
            return actor
    return request.actor


def _page_after(request: Request, undone: Operation, here: str) -> str:
    """The page that the button was on; where that may be gone, the one that shows what came back."""
    discovery = discovery_of(undone)
    if (target := undone.undoes) and target.verb == "discovery.deleted" and discovery is not None:
        return reverse("discovery:discovery_overview", args=[discovery.slug])
    if here.startswith("/") and not here.startswith("//"):
        return here
    if discovery is not None and discovery.deleted_at is None:
        return reverse("discovery:discovery_history", args=[discovery.slug])
    return reverse("discovery:home")
