"""Capturing from anywhere: one dialog on every page of a discovery, on the console and in the room; then
editing, settling and deleting what was captured."""

from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.exceptions import NotFound
from core.forms import RefusedForm, save_or_refuse
from core.models import Artifact
from core.selectors.operations import last_change
from core.services import kinds
from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from organizations.web import (
    Request,
    find,
    form_methods,
    page,
    page_shown,
    posted,
    redirect_with_toast,
    with_toast,
    with_trigger,
)
from organizations.web.kind_pages import Dialog
from organizations.web.middleware import is_script
from workshops.actors import device_behind
from workshops.contributions.answers.views import check_sent
from workshops.models import (
    ActionItem,
    ActionState,
    Activity,
    CapturedOutcome,
    ParkingLotItem,
    Participant,
    Question,
    Risk,
    Workshop,
)
from workshops.results.decisions.kinds import DECISION
from workshops.results.decisions.services import add_decision
from workshops.results.outcomes.kinds import ACTION, PARKING_LOT, QUESTION, RISK
from workshops.results.quick_captures import services
from workshops.results.quick_captures.forms import (
    ACTION_LAYOUT,
    ActionForm,
    CaptureForm,
    captured_kinds,
    kinds_of_guests,
    labels_of_kinds,
)
from workshops.results.quick_captures.selectors import kinds_of_streams, owner_suggestions
from workshops.room.running.selectors import room_state
from workshops.selectors.person_places import place_of
from workshops.web import steered_from
from workshops.web.access import remote, room

C = TypeVar("C", bound=CapturedOutcome)


# --- The dialog -----------------------------------------------------------------------------------


@access.discovery(DiscoveryRole.EDITOR)
@never_cache
@form_methods
def capture(request: Request, discovery: Discovery) -> HttpResponse:
    """The dialog of the pages of a discovery. `?kind=` chooses one."""
    return _dialog(request, discovery, back=reverse("discovery:discovery_actions", args=[discovery.slug]))


@remote
@never_cache
@form_methods
def console_capture(request: Request, workshop: Workshop) -> HttpResponse:
    """The dialog of the console, and the field at its side, whose answers open the dialog where something is
    missing. What is captured belongs to the workshop and to its current activity."""
    current = room_state(workshop.pk).current
    back = steered_from(request, workshop)
    return _dialog(request, workshop.discovery, workshop=workshop, activity=current, back=back)


@room
@never_cache
@form_methods
def room_capture(request: Request, workshop: Workshop, participant: Participant) -> HttpResponse:
    """The dialog of a participant; their name is beside what they capture."""
    state = room_state(workshop.pk, place_of(workshop, participant))
    return _dialog(
        request,
        state.workshop.discovery,
        workshop=state.workshop,
        activity=state.current,
        participant=participant,
        back=reverse("discovery:room", args=[workshop.code]),
    )


def room_capture_context(workshop: Workshop) -> dict[str, Any]:
    """The empty dialog of a participant. It is in the room's page, so that it opens without a
    network."""
    # Made where its fields are drawn: of what two hundred people are given, only the identifier differs.
    form: Any = SimpleLazyObject(lambda: CaptureForm(discovery=workshop.discovery, kinds=kinds_of_guests()))
    action = reverse("discovery:room_capture", args=[workshop.code])
    context = _context(workshop.discovery, form, workshop, action, is_guest=True)
    return {**context, "capture_same": kinds_of_streams(workshop.discovery)}


def _context(
    discovery: Discovery,
    form: CaptureForm,
    workshop: Workshop | None,
    action: str,
    *,
    is_guest: bool,
    is_paired: bool = False,
) -> dict[str, Any]:
    return {
        "discovery": discovery,
        "capture_form": form,
        "capture_action": action,
        "capture_draft": f"capture:{workshop.code if workshop else discovery.slug}",
        "is_guest": is_guest,
        # No one is signed in on a phone in the room, or on a paired device.
        "frame": "base.html" if is_guest or is_paired else "discovery/base.html",
    }


def _dialog(
    request: Request,
    discovery: Discovery,
    *,
    back: str,
    workshop: Workshop | None = None,
    activity: Activity | None = None,
    participant: Participant | None = None,
) -> HttpResponse:
    is_guest = participant is not None
    is_paired = device_behind(request.actor) is not None

    def form_of(data: Any) -> CaptureForm:
        return CaptureForm(
            data,
            discovery=discovery,
            kinds=kinds_of_guests() if is_guest else captured_kinds(),
            kind=request.GET.get("kind", ""),
            people=() if is_guest else owner_suggestions(discovery, only_in=workshop if is_paired else None),
            actor=None if is_guest or is_paired else request.actor,
        )

    def answer(form: CaptureForm, status: int = 200) -> HttpResponse:
        action = request.get_full_path()
        context = _context(discovery, form, workshop, action, is_guest=is_guest, is_paired=is_paired)
        return page(request, "workshops/capture.html", {**context, "back": back}, part="form", status=status)

    form = form_of(posted(request))
    if request.method != "POST":
        return answer(form)
    if is_script(request):
        check_sent(form)
    in_a_line = "line" in request.POST
    if not form.is_valid():
        refused = answer(form, 422)
        if in_a_line:  # it asks for more than the line has room for
            refused.headers["HX-Retarget"] = "#dialog-body"
            refused.headers["HX-Reswap"] = "innerHTML"
        return refused
    kind = form.chosen
    came_up: dict[str, Any] = {"discovery": discovery, "workshop": workshop, "activity": activity}

    def save() -> Artifact:
        if kind is DECISION:
            return add_decision(actor=request.actor, **came_up, **form.values())
        if issubclass(kind.model, CapturedOutcome):
            return services.add(actor=request.actor, draft=kind.model(**came_up, **form.values()))
        draft: Artifact = kind.new(discovery, **form.values())
        return kinds.add(actor=request.actor, draft=draft)

    result = save() if is_script(request) else save_or_refuse(form, save)
    if isinstance(result, RefusedForm):
        return answer(form, result.status)
    message = _("Captured: %(kind)s") % {"kind": labels_of_kinds()[form.cleaned_data["kind"]]}
    if is_script(request):
        return JsonResponse({"saved": True, "message": message})
    # A paired device takes nothing back: no one is signed in there.
    undoes = None if is_paired else last_change(result)
    if in_a_line:
        return with_toast(HttpResponse(status=204), message, undoes=undoes)
    here = page_shown(request)
    if not request.htmx or here.path.startswith(
        reverse("discovery:discovery_actions", args=[discovery.slug])
    ):
        # A list that may show it is drawn again.
        return redirect_with_toast(request, here.path or back, message, undoes=undoes)
    # Wherever else one was, one stays, and the dialog is empty again.
    return with_toast(with_trigger(answer(form_of(None)), "dialog:close"), message, undoes=undoes)


# --- Editing --------------------------------------------------------------------------------------


class CapturePages(Dialog[C]):
    """Forms that open on the list of all of a kind; one adds in the dialog above."""

    list_name: str
    saved = gettext_lazy("Saved.")

    def back(self, discovery: Discovery, artifact: C) -> str:
        return _list_of(discovery, self.list_name)


class ActionPages(CapturePages[ActionItem]):
    """Forms of an action, from its list."""

    kind = ACTION
    list_name = "actions"
    form = ActionForm
    layout = ACTION_LAYOUT


class QuestionPages(CapturePages[Question]):
    """Forms of a question, from its list."""

    kind = QUESTION
    list_name = "questions"


class RiskPages(CapturePages[Risk]):
    """Forms of a risk, from its list."""

    kind = RISK
    list_name = "risks"


class ParkingLotPages(CapturePages[ParkingLotItem]):
    """Forms of items in the parking lot, from its list."""

    kind = PARKING_LOT
    list_name = "parking_lot"


EDITED: dict[str, CapturePages[Any]] = {
    "actions": ActionPages(),
    "questions": QuestionPages(),
    "risks": RiskPages(),
    "parking-lot": ParkingLotPages(),
}


def _pages(kind: str) -> CapturePages[Any]:
    if kind not in EDITED:
        raise NotFound(_("This page wasn’t found."))
    return EDITED[kind]


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def capture_edit(request: Request, discovery: Discovery, kind: str, uuid: UUID) -> HttpResponse:
    """`kind` is one of EDITED."""
    return _pages(kind).edit(request, discovery, uuid=uuid)


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def capture_delete(request: Request, discovery: Discovery, kind: str, uuid: UUID) -> HttpResponse:
    """Into the trash, with a way back."""
    delete = _pages(kind).delete
    return delete(request, discovery, uuid=uuid)


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def action_state(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Done with one click, and open again with another; `state` is where it goes."""
    action = find(ActionItem.objects.all(), discovery=discovery, uuid=uuid)
    state = request.POST.get("state", "")
    services.set_action_state(actor=request.actor, action=action, state=state)
    messages = {ActionState.DONE.value: _("Done."), ActionState.DROPPED.value: _("Dropped.")}
    return _back(request, discovery, "actions", messages.get(state, _("Reopened.")))


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def parking_lot_settle(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Settled, or with `settled` empty open again."""
    item = find(ParkingLotItem.objects.all(), discovery=discovery, uuid=uuid)
    settled = bool(request.POST.get("settled"))
    services.settle_parking_lot_item(actor=request.actor, item=item, is_settled=settled)
    return _back(request, discovery, "parking_lot", _("Settled.") if settled else _("Reopened."))


def _list_of(discovery: Discovery, name: str) -> str:
    return reverse(f"discovery:discovery_{name}", args=[discovery.slug])


def _back(request: Request, discovery: Discovery, name: str, message: str) -> HttpResponse:
    """To the list, filtered as it was."""
    url = _list_of(discovery, name)
    query = request.GET.urlencode()
    return redirect_with_toast(request, f"{url}?{query}" if query else url, message)
