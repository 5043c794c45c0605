"""Steering a room: the buttons of the console and of the remote. Screens follow through the event streams."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.forms import PlainForm
from core.models import Operation
from organizations.models import User
from organizations.recent_sign_in.web import ask_again
from organizations.web import (
    AccountRequest,
    Request,
    find,
    form_methods,
    form_page,
    page,
    posted,
    sent_values,
    with_toast,
    with_trigger,
)
from organizations.web.access import by_itself, of_account, public
from organizations.web.languages import for_facilitators
from workshops.activities.steering_regions import draw_preview, draw_you
from workshops.actors import device_behind
from workshops.joining.participants import services as participants
from workshops.models import Participant, Workshop, WorkshopState
from workshops.room.breakouts import services as breakouts
from workshops.room.hands_and_nudges import services as attention
from workshops.room.hands_and_nudges.selectors import waiting_for
from workshops.room.running.selectors import room_state
from workshops.room.steering import selectors, services as steering
from workshops.room.steering.forms import (
    CameraForm,
    HandOverForm,
    MessageForm,
    PauseForm,
    PersonForm,
    SpotlightForm,
    SwitchForm,
)
from workshops.room.steering.selectors import previewed, removed_with_merges, spotlight_offer
from workshops.selectors.person_places import place_of
from workshops.web import access, room_asked, steered_from
from workshops.workshop.selectors import track_of

# --- Pause and resume -----------------------------------------------------------------------------


@access.remote
@form_methods
def pause(request: Request, workshop: Workshop) -> HttpResponse:
    """Ask when the workshop resumes, and close the room until then."""
    form = PauseForm(posted(request))
    if not form.is_valid():
        intro = _("Timers stop, and no one can write. Everything stays as it is, even until next week.")
        return _form(request, workshop, form, _("Pause the workshop"), _("Pause"), intro)
    steering.pause_workshop(actor=request.actor, workshop=workshop, goes_on=form.cleaned_data["goes_on"])
    return _steered(request, workshop, _("The workshop is paused"))


@access.remote
@require_POST
def resume(request: Request, workshop: Workshop) -> HttpResponse:
    """Go on after a pause."""
    steering.resume_workshop(actor=request.actor, workshop=workshop)
    return _steered(request, workshop, _("The workshop continues"))


# --- What lies over all screens -------------------------------------------------------------------


@access.remote
@require_POST
def eyes_up(request: Request, workshop: Workshop) -> HttpResponse:
    """Cover the devices, or give them back."""
    steering.set_eyes_up(actor=request.actor, workshop=workshop, on=_is_on(request))
    return _steered(request, workshop)


@access.remote
@require_POST
def show_code(request: Request, workshop: Workshop) -> HttpResponse:
    """Show the code to join on every stage, or hide it. After the end, nothing happens."""
    if workshop.state != WorkshopState.ENDED:
        steering.set_code_shown(actor=request.actor, workshop=workshop, on=_is_on(request))
    return _steered(request, workshop)


@access.remote
@form_methods
def message(request: Request, workshop: Workshop) -> HttpResponse:
    """Edit the message for everyone; starts from the present one."""
    form = MessageForm(posted(request), initial={"message": workshop.message})
    if not form.is_valid():
        return _form(request, workshop, form, _("Message to everyone"), _("Show message"))
    steering.announce(actor=request.actor, workshop=workshop, message=form.cleaned_data["message"])
    return _steered(request, workshop, _("Everyone can read it now"))


@access.remote
@require_POST
def withdraw_message(request: Request, workshop: Workshop) -> HttpResponse:
    """Take the message off all screens."""
    steering.announce(actor=request.actor, workshop=workshop, message="")
    return _steered(request, workshop)


@access.console
@form_methods
def spotlight(request: Request, workshop: Workshop) -> HttpResponse:
    """Choose an artifact for every screen; with POST, show it there."""
    if request.method != "POST":
        track = room_asked(request, workshop) or track_of(workshop)
        context = {"workshop": workshop, "offer": spotlight_offer(workshop, track.current)}
        return page(request, "workshops/live/spotlight.html", context, part="content")
    values = sent_values(SpotlightForm(request.POST))
    steering.show_in_spotlight(
        actor=request.actor,
        workshop=workshop,
        kind=values["kind"],
        uuid=values["uuid"],
    )
    return _steered(request, workshop, _("Now on every screen"))


@access.console
@never_cache
@require_safe
def spotlight_preview(request: Request, workshop: Workshop) -> HttpResponse:
    """A small picture of what can be shown; nothing for what is hidden or gone meanwhile."""
    values = sent_values(SpotlightForm(request.GET))
    content = previewed(workshop, values["kind"], str(values["uuid"]))
    return HttpResponse("" if content is None else draw_preview(content))


@access.remote
@require_POST
def stop_spotlight(request: Request, workshop: Workshop) -> HttpResponse:
    """Take the spotlight off all screens."""
    steering.stop_spotlight(actor=request.actor, workshop=workshop)
    return _steered(request, workshop)


@access.remote
@require_POST
def camera(request: Request, workshop: Workshop) -> HttpResponse:
    """Show a part of the drawing on the stage large, or the whole drawing."""
    values = sent_values(CameraForm(request.POST))
    track = room_asked(request, workshop) or track_of(workshop)
    steering.move_camera(actor=request.actor, track=track, subject=values["subject"], to=values["to"])
    return _steered(request, workshop)


# --- Hands and nudges -----------------------------------------------------------------------------


@access.remote
@require_POST
def lower_hands(request: Request, workshop: Workshop) -> HttpResponse:
    """One hand, or all."""
    attention.lower_hands(actor=request.actor, workshop=workshop, participant=_person(request, workshop))
    return _steered(request, workshop)


@access.console
@never_cache
@require_safe
def people_not_done(request: Request, workshop: Workshop) -> HttpResponse:
    """List the people who are not done yet, for the facilitator's dialog."""
    context = {"workshop": workshop, "waiting": waiting_for(workshop)}
    return page(request, "workshops/live/waiting.html", context, part="content")


@access.console
@require_POST
def nudge(request: Request, workshop: Workshop) -> HttpResponse:
    """Ask one, or all who are not done, to come to an end."""
    person = _person(request, workshop)
    count = attention.nudge(actor=request.actor, workshop=workshop, participant=person)
    if person is not None:
        return with_toast(HttpResponse(status=204), _("Nudged %(name)s") % {"name": person})
    nudged = ngettext("Nudged %(count)s person", "Nudged %(count)s people", count)
    return _steered(request, workshop, nudged % {"count": count})


# --- Who is in the room ---------------------------------------------------------------------------


@access.console
@require_POST
def lock(request: Request, workshop: Workshop) -> HttpResponse:
    """Lock the door, or open it."""
    on = _is_on(request)
    operation = steering.set_locked(actor=request.actor, workshop=workshop, on=on)
    text = _("No one else can join now") if on else _("People can join again")
    return _steered(request, workshop, text, undoes=operation)


@access.console
@never_cache
@require_safe
def removed(request: Request, workshop: Workshop) -> HttpResponse:
    """List the people who were removed or merged, for the facilitator's dialog."""
    context = {"workshop": workshop, "people": removed_with_merges(workshop)}
    return page(request, "workshops/live/removed.html", context, part="content")


@access.console
@require_POST
def let_in(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Open the door again for someone who was removed."""
    participant = find(workshop.participants.all(), uuid=uuid)
    participants.let_in_again(actor=request.actor, participant=participant)
    text = _("%(name)s can come back by reloading the page on their device") % {"name": participant}
    return with_toast(HttpResponse(), text)


@access.console
@form_methods
def lead(request: AccountRequest, workshop: Workshop) -> HttpResponse:
    """Hand over to someone, or take over."""
    form = HandOverForm(posted(request), workshop=workshop, me=request.account)
    intro = _("%(name)s leads now.") % {"name": workshop.lead} if workshop.lead else _("No one leads yet.")
    if not form.has_choice:
        intro += " " + _("There’s no one else yet. An admin can add members to the organization.")
    if not form.is_valid():
        return _form(request, workshop, form, _("Change the lead"), _("Hand over"), intro)
    if form.gives_access and (sign_in := ask_again(request)) is not None:
        return sign_in
    to: User = form.cleaned_data["to"]
    steering.hand_over(actor=request.actor, workshop=workshop, to=to)
    return _steered(request, workshop, _("%(name)s leads now") % {"name": to})


@for_facilitators
@by_itself
@public
@never_cache
@require_safe
def lead_notices(request: Request) -> HttpResponse:
    """Show the leads that the account was handed; screens ask for it again when that may have changed. `?at=`
    is the code of the workshop whose console asks, which needs no link to itself. A stranger was handed none:
    a console that outlasts its session by some hours (organizations.sessions.web) would leave if sent
    away."""
    account_request = of_account(request)
    if account_request is None:
        return HttpResponse()
    return page(account_request, "components/lead_notices_list.html", _lead_notices(account_request))


@access.console
@require_POST
def lead_seen(request: AccountRequest, workshop: Workshop) -> HttpResponse:
    """Dismiss the notice of a lead that was handed over, once it was read."""
    steering.dismiss_lead_notice(actor=request.actor, workshop=workshop)
    if not request.htmx:
        return redirect("discovery:console", code=workshop.code)
    return page(request, "components/lead_notices_list.html", _lead_notices(request))


def _lead_notices(request: AccountRequest) -> dict[str, object]:
    return {"notices": selectors.lead_notices(request.account), "at": request.GET.get("at", "")}


@access.remote
@require_POST
def gather(request: Request, workshop: Workshop) -> HttpResponse:
    """Everyone here, or back to the breakout rooms."""
    on = _is_on(request)
    breakouts.gather(actor=request.actor, workshop=workshop, gathered=on)
    return _steered(request, workshop, _("Everyone is here") if on else _("Everyone is back in their room"))


# --- The room: one's own hand ---------------------------------------------------------------------


@access.room
@require_POST
def hand(request: Request, workshop: Workshop, participant: Participant) -> HttpResponse:
    """Raise one's hand, or lower it; answers with one's own part as it is now."""
    own = attention.set_hand(actor=request.actor, workshop=workshop, up=_is_on(request))
    return HttpResponse(draw_you(request, room_state(workshop.pk, place_of(workshop, own)), own))


@access.room
@require_POST
def nudge_seen(request: Request, workshop: Workshop, participant: Participant) -> HttpResponse:
    """The nudge was read; answers as `hand` does."""
    own = attention.dismiss_nudge(actor=request.actor, workshop=workshop)
    return HttpResponse(draw_you(request, room_state(workshop.pk, place_of(workshop, own)), own))


# --- Answers --------------------------------------------------------------------------------------


def _is_on(request: Request) -> bool:
    form = SwitchForm(request.POST)
    return form.is_valid() and bool(form.cleaned_data["on"])


def _person(request: Request, workshop: Workshop) -> Participant | None:
    uuid = sent_values(PersonForm(request.POST))["uuid"]
    return find(workshop.participants.filter(removed_at=None), uuid=uuid) if uuid else None


def _form(
    request: Request, workshop: Workshop, form: PlainForm, title: str, save: str, intro: str = ""
) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        back=steered_from(request, workshop),
        save_label=save,
        intro=intro,
        # On a paired device no one is signed in who may see more than the workshop.
        discovery=workshop.discovery if device_behind(request.actor) is None else None,
    )


def _steered(
    request: Request, workshop: Workshop, text: str = "", *, undoes: Operation | None = None
) -> HttpResponse:
    """The screens show it; a dialog closes, and a page without script goes back to where one steers."""
    if not request.htmx:
        return redirect(steered_from(request, workshop))
    response = with_trigger(HttpResponse(status=204), "dialog:close")
    return with_toast(response, text, undoes=undoes) if text else response
