"""Writing cards in the room."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from discovery.activities.regions import draw_mine
from discovery.exceptions import Conflict
from discovery.models import Activity, Participant, Workshop
from discovery.selectors.running import RoomState, room_state
from discovery.web import access
from discovery.web.form_pages import form_methods, form_view, posted
from discovery.web.limits import check_participant_rate
from discovery.web.lookups import find
from discovery.web.pages import with_toast
from discovery.web.requests import Request
from lvt.activities.write_use_cases import WriteUseCases
from lvt.forms.room_cards import RoomCardForm
from lvt.selectors.room_cards import written_by
from lvt.services import use_cases


@access.room
@require_POST
def add(request: Request, workshop: Workshop, participant: Participant) -> HttpResponse:
    """A new card; answers with the person's own part of the room, where the form is empty again."""
    check_participant_rate(participant)
    state = room_state(workshop.pk)
    activity = _writing(state)
    form = RoomCardForm(request.POST, discovery=state.workshop.discovery)
    if not form.is_valid():
        return HttpResponse(draw_mine(request, state, participant, form=form), status=422)
    added = use_cases.add_use_case(
        actor=request.actor,
        discovery=state.workshop.discovery,
        activity=activity,
        author=participant,
        **form.values(),
    )
    message = _("“%(name)s” is on the wall") % {"name": added.name}
    return with_toast(HttpResponse(draw_mine(request, state, participant)), message)


@access.room
@never_cache
@form_methods
def edit(request: Request, workshop: Workshop, participant: Participant, uuid: UUID) -> HttpResponse:
    """Change a card of one's own while the room is still writing."""
    card = find(written_by(participant), uuid=uuid)
    form = RoomCardForm(posted(request), instance=card)
    return form_view(
        request,
        form,
        lambda: use_cases.change_use_case(
            actor=request.actor, use_case=card, revision=form.seen, **form.values()
        ),
        message=_("Card saved"),
        title=_("Edit my card"),
        back=reverse("discovery:room", args=[workshop.code]),
    )


@access.room
@require_POST
def delete(request: Request, workshop: Workshop, participant: Participant, uuid: UUID) -> HttpResponse:
    """Take a card of one's own off the wall, and offer to undo it."""
    card = find(written_by(participant), uuid=uuid)
    deleted = use_cases.delete_use_case(actor=request.actor, use_case=card)
    mine = draw_mine(request, room_state(workshop.pk), participant)
    return with_toast(HttpResponse(mine), _("Card deleted"), undoes=deleted)


def _writing(state: RoomState) -> Activity:
    activity = state.current
    if activity is None or activity.kind != WriteUseCases.key:
        raise Conflict(_("The room is not writing cards now. What you typed is kept on this device."))
    return activity
