"""A map under review in a room: what phones mark, and what the console makes of it."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.web import Request, find, with_toast
from products.forms.room_contributions import MarkForm
from products.landscape.map_review import services
from products.landscape.map_review.selectors import marks_in
from products.models import MapMark
from products.selectors.room_products import MAP_REVIEW
from workshops.models import Activity, Workshop
from workshops.web import access, check_kind, refused, saved_answer


@access.contributor
@require_POST
def add(request: Request, activity: Activity) -> JsonResponse:
    """Something that is missing, doubled or wrong. Sent twice under one `uuid`, it is one mark."""
    check_kind(activity, MAP_REVIEW)
    form = MarkForm(request.POST)
    if not form.is_valid():
        return refused(form)
    fields = form.cleaned_data
    services.add_mark(
        actor=request.actor,
        activity=activity,
        kind=fields["kind"],
        text=fields["text"],
        product=fields["product"],
        uuid=fields["uuid"],
    )
    return saved_answer(activity, _("Added beside the landscape"))


@access.contributor
@require_POST
def delete(request: Request, activity: Activity, mark: UUID) -> JsonResponse:
    """Take back a mark of one's own."""
    services.delete_mark(actor=request.actor, activity=activity, uuid=mark)
    return saved_answer(activity)


@access.console
@require_POST
def settle(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Done with it, or open again; offers to undo it."""
    mark = _mark(workshop, uuid)
    operation = services.settle_mark(actor=request.actor, mark=mark, is_settled=not mark.is_settled)
    words = _("Open again") if mark.is_settled else _("Settled")
    return with_toast(HttpResponse(status=204), words, undoes=operation)


@access.console
@require_POST
def turn(request: Request, workshop: Workshop, uuid: UUID, into: str) -> HttpResponse:
    """An action or a question of the discovery comes of it; undo takes both back."""
    _artifact, operation = services.turn_mark(actor=request.actor, mark=_mark(workshop, uuid), into=into)
    words = {"action": _("Turned into an action"), "question": _("Turned into a question")}[into]
    return with_toast(HttpResponse(status=204), words, undoes=operation)


@access.console
@require_POST
def remove(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Off the list, and offer to undo it."""
    operation = services.remove_mark(actor=request.actor, mark=_mark(workshop, uuid))
    return with_toast(HttpResponse(status=204), _("Removed from the list"), undoes=operation)


def _mark(workshop: Workshop, uuid: UUID) -> MapMark:
    return find(marks_in(workshop), uuid=uuid)
