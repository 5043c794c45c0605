"""Usage patterns in a room: what phones send, and how the console groups it."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from organizations.web import Request, find, form_methods, form_view, posted, with_toast
from products.forms.room_contributions import DeviceForm, RoomPatternForm
from products.models import UsageGroup, UsagePattern
from products.promises.room_usage_patterns import services as room_usage
from products.promises.room_usage_patterns.selectors import patterns_in
from products.selectors.room_products import USAGE_PATTERNS
from workshops.contributions.answers.views import check_sent
from workshops.contributions.notes.forms import GroupNameForm, MoveNoteForm
from workshops.contributions.views import own_part
from workshops.models import Activity, Participant, Workshop
from workshops.web import access, activity_of, check_kind, refused, saved_answer


@access.contributor
@require_POST
def add(request: Request, activity: Activity) -> JsonResponse:
    """A usage pattern from a phone. Sent twice under one `uuid`, it is one pattern."""
    check_kind(activity, USAGE_PATTERNS)
    device = DeviceForm(request.POST)
    check_sent(device)
    form = RoomPatternForm(request.POST, activity=activity)
    if not form.is_valid():
        return refused(form)
    room_usage.write_pattern(
        actor=request.actor, activity=activity, uuid=device.cleaned_data["uuid"], **form.values()
    )
    return saved_answer(activity, _("Added to the board"))


@access.room
@never_cache
@form_methods
def edit(request: Request, workshop: Workshop, participant: Participant, uuid: UUID) -> HttpResponse:
    """Change a pattern of one's own while the room still writes."""
    pattern = _own(workshop, participant, uuid)
    # Ids of its own: the form for a new pattern stands on the same page.
    form = RoomPatternForm(posted(request), instance=pattern, activity=_activity(pattern), auto_id="edit_%s")
    return form_view(
        request,
        form,
        lambda: room_usage.rewrite_pattern(
            actor=request.actor, activity=_activity(pattern), uuid=uuid, **form.changes()
        ),
        message=_("Saved"),
        title=_("Edit the usage pattern"),
        back=reverse("discovery:room", args=[workshop.code]),
        stays=True,
    )


@access.room
@require_POST
def delete(request: Request, workshop: Workshop, participant: Participant, uuid: UUID) -> HttpResponse:
    """Take a pattern of one's own off the board, and offer to undo it."""
    pattern = _own(workshop, participant, uuid)
    operation = room_usage.drop_pattern(actor=request.actor, activity=_activity(pattern), uuid=uuid)
    mine = own_part(request, workshop, _activity(pattern))
    return with_toast(mine, _("Usage pattern deleted"), undoes=operation)


# --- The console ----------------------------------------------------------------------------------


@access.console
@require_POST
def move(request: Request, workshop: Workshop, activity: UUID) -> HttpResponse:
    """Put a pattern into a group, or out of it."""
    form = MoveNoteForm(request.POST)
    check_sent(form)
    fields = form.cleaned_data
    at = activity_of(workshop, activity)
    check_kind(at, USAGE_PATTERNS)
    room_usage.put_into_group(
        actor=request.actor, activity=at, pattern=fields["note"], group=fields["group"], is_new=fields["new"]
    )
    return HttpResponse(status=204)


@access.console
@require_POST
def name(request: Request, workshop: Workshop, activity: UUID, uuid: UUID) -> HttpResponse:
    """Say what a group is called."""
    form = GroupNameForm(request.POST)
    check_sent(form)
    fields = form.cleaned_data
    at = activity_of(workshop, activity)
    check_kind(at, USAGE_PATTERNS)
    room_usage.name_group(
        actor=request.actor,
        activity=at,
        group=_group(workshop, uuid),
        name=fields["name"],
        revision=fields["revision"],
    )
    return HttpResponse(status=204)


@access.console
@require_POST
def dissolve(request: Request, workshop: Workshop, activity: UUID, uuid: UUID) -> HttpResponse:
    """Take a group apart, and offer to undo it."""
    at = activity_of(workshop, activity)
    check_kind(at, USAGE_PATTERNS)
    operation = room_usage.dissolve_group(actor=request.actor, activity=at, group=_group(workshop, uuid))
    return with_toast(HttpResponse(status=204), _("Ungrouped"), undoes=operation)


@access.console
@require_POST
def remove(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """The facilitator takes a pattern off the board, and can undo it."""
    operation = room_usage.remove_pattern(actor=request.actor, pattern=find(patterns_in(workshop), uuid=uuid))
    return with_toast(HttpResponse(status=204), _("Usage pattern deleted"), undoes=operation)


def _own(workshop: Workshop, participant: Participant, uuid: UUID) -> UsagePattern:
    rows: QuerySet[UsagePattern] = patterns_in(workshop)
    return find(rows, uuid=uuid, author=str(participant.uuid))


def _group(workshop: Workshop, uuid: UUID) -> UsageGroup:
    rows = UsageGroup.objects.select_related("product__discovery__domain__organization")
    return find(rows, uuid=uuid, product__discovery=workshop.discovery)


def _activity(pattern: UsagePattern) -> Activity:
    assert pattern.activity is not None  # noqa: S101  # patterns_in looks for those of activities
    return pattern.activity
