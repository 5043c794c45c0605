"""Joining a room, coming back to it, and one's own details."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

import live
from core.clean_text import clean_text
from core.exceptions import NotFound
from organizations.web import (
    Request,
    find,
    form_methods,
    form_page,
    languages,
    page,
    page_for_many,
    posted,
    redirect_htmx,
    with_toast,
)
from organizations.web.access import public
from workshops.joining import invitation
from workshops.joining.participants import services as participants
from workshops.joining.participants.forms import CodeForm, DetailsForm, JoinForm
from workshops.joining.participants.selectors import is_known, participant_with_secret
from workshops.joining.people_without_device.services import take_over
from workshops.models import Participant, Workshop, WorkshopState
from workshops.web import access
from workshops.web.authorization import workshop_for_code
from workshops.web.cookies import participant_of, remember, was_removed
from workshops.workshop.models import new_key
from workshops.workshop.selectors import activity_uuids


@public
@never_cache
@form_methods
def code(request: Request) -> HttpResponse:
    """The field for the code; a right one leads to the room's own form."""
    if language := languages.chosen_now(request):
        context = {"form": CodeForm(initial=request.POST.dict())}
        return languages.remember(page(request, "workshops/join/code.html", context), language)
    form = CodeForm(posted(request))
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            workshop = workshop_for_code(request, form.cleaned_data["code"])
            if workshop is not None:
                return redirect("discovery:join", code=workshop.code)
            form.add_error("code", _("No workshop has this code. Check it with the facilitator."))
            status = 404
    return page(request, "workshops/join/code.html", {"form": form}, status=status)


@public
@never_cache
@form_methods
def join(request: Request, code: str) -> HttpResponse:
    """The form of one room; a phone that is in it already goes straight there."""
    workshop = workshop_for_code(request, code)
    if workshop is None:
        raise NotFound(_("No workshop has this code. Check it with the facilitator."))
    languages.speak(request, workshop.language)
    if participant_of(request, workshop.code) is not None:
        return redirect("discovery:room", code=workshop.code)
    if workshop.state == WorkshopState.ENDED:
        return page(request, "workshops/join/ended.html", {"workshop": workshop}, status=409)
    if was_removed(request, workshop):
        context = {"workshop": workshop, "kept_for": activity_uuids(workshop)}
        return page(request, "workshops/join/removed.html", context, status=403)
    if workshop.is_locked and not is_known(
        workshop, clean_text(request.POST.get("join_key", "")), request.actor.account
    ):
        return page(request, "workshops/join/locked.html", {"workshop": workshop}, status=403)
    if request.method != "POST":
        return _empty_form(request, workshop)
    if language := languages.chosen_now(request):
        form = JoinForm(initial=request.POST.dict())
        context = _form_context(workshop, form) | {"join_key": request.POST.get("join_key") or new_key()}
        return languages.remember(page(request, "workshops/join/join.html", context), language)
    form = JoinForm(request.POST)
    if not form.is_valid():
        context = _form_context(workshop, form) | {"join_key": form["join_key"].value()}
        return page(request, "workshops/join/join.html", context, status=422)
    participant = participants.join(actor=request.actor, workshop=workshop, **form.cleaned_data)
    return remember(redirect("discovery:room", code=workshop.code), participant)


def _empty_form(request: Request, workshop: Workshop) -> HttpResponse:
    own = {"join_key": new_key()}
    if request.user.is_authenticated:
        form = JoinForm(initial={"display_name": request.user.name})
        return page(request, "workshops/join/join.html", _form_context(workshop, form) | own)
    lent, _revision = live.room_cache(workshop.pk, workshop.live_revision)
    return page_for_many(
        request,
        "workshops/join/join.html",
        lambda: _form_context(workshop, JoinForm()),
        own=own,
        once=lent.once,
    )


def _form_context(workshop: Workshop, form: JoinForm) -> dict[str, Any]:
    return {"workshop": workshop, "form": form, "kept_for": activity_uuids(workshop)}


@public
@never_cache
@form_methods
def join_again(request: Request, token: str) -> HttpResponse:
    """The personal link: this device becomes the same person, at once when it was no one yet. One that is
    someone else is asked first: a link that was passed on must not put words into another's mouth. The same
    holds for a link that takes over from the person who entered for someone: programs open links before
    people do."""
    secret = invitation.secret_in(token)
    participant = participant_with_secret(secret) if secret else None
    if participant is None:
        raise NotFound(_("This link is no longer valid. Join with the code of the workshop."))
    languages.speak(request, participant.workshop.language)
    present = participant_of(request, participant.workshop.code)
    is_another = present is not None and present != participant
    if (is_another or participant.is_proxy) and request.method != "POST":
        context = {"workshop": participant.workshop, "present": present, "participant": participant}
        return page(request, "workshops/join/become.html", context)
    take_over(participant=participant)
    return remember(redirect("discovery:room", code=participant.workshop.code), participant)


@access.room
@never_cache
@form_methods
def details(request: Request, workshop: Workshop, participant: Participant) -> HttpResponse:
    """Another name, side or role."""
    room = _room_of(workshop, participant)
    initial = {
        "display_name": participant.display_name,
        "side": participant.side,
        "role_title": participant.role_title,
    }
    form = DetailsForm(posted(request), initial=initial)
    if not form.is_valid():
        return form_page(request, form, title=_("My details"), back=room)
    participants.change_details(actor=request.actor, workshop=workshop, **form.cleaned_data)
    return redirect_htmx(request, room)


def _room_of(workshop: Workshop, participant: Participant) -> str:
    """The page of the room for this person, or for the one who enters for them."""
    room = reverse("discovery:room", args=[workshop.code])
    return f"{room}?for={participant.uuid}" if participant.is_proxy else room


@access.room
@never_cache
@require_safe
def personal_link(request: Request, workshop: Workshop, participant: Participant) -> HttpResponse:
    """The way for a second device to be the same person: a QR code and a link to copy."""
    link = invitation.personal_link(participant)
    context = {"workshop": workshop, "link": link, "qr": invitation.qr_code(link)}
    return page(request, "workshops/join/personal_link.html", context, part="content")


@access.console
@require_POST
def remove(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Take someone out of the room."""
    participant = find(workshop.participants.all(), uuid=uuid)
    participants.remove_participant(actor=request.actor, participant=participant)
    message = _("%(name)s was removed. To undo this, use “Let someone back in”.") % {
        "name": participant.display_name
    }
    return with_toast(HttpResponse(), message)
