"""Pages of every activity that people contribute to: an anonymous key, and one's own part of it."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from organizations.web import Request
from workshops import policies
from workshops.activities import personal_parts
from workshops.joining.anonymous_keys.services import hand_out_key
from workshops.models import Activity, Participant, Workshop
from workshops.registries import activity_kinds
from workshops.room.running.selectors import room_state
from workshops.web import access, activity_of


@access.room
@never_cache
@require_POST
def key(request: Request, workshop: Workshop, participant: Participant, activity: UUID) -> JsonResponse:
    """Sign the key that this device made for an anonymous activity."""
    signature = hand_out_key(
        actor=request.actor, activity=activity_of(workshop, activity), key=request.POST.get("key", "")
    )
    return JsonResponse({"signature": signature})


@access.contributor
@never_cache
@require_safe
def mine(request: Request, activity: Activity) -> HttpResponse:
    """The inner HTML of one's own part of an activity that has begun, for a participant or the holder of an
    anonymous key."""
    policies.check_has_begun(activity)
    kind = activity_kinds.get(activity.kind) if activity.kind in activity_kinds else None
    workshop = activity.track.workshop
    has_part = kind is not None and (kind.has_mine or kind.has_done_button)
    answer = own_part(request, workshop, activity) if has_part else HttpResponse()
    answer.headers["Headwaters-Revision"] = str(workshop.live_revision)
    return answer


def own_part(request: Request, workshop: Workshop, activity: Activity) -> HttpResponse:
    """The actor's own part of an activity of the workshop, drawn again."""
    state, kind = room_state(workshop.pk, activity.track_id), activity_kinds.get(activity.kind)
    return HttpResponse(personal_parts.draw_own_part(request, state, activity, kind, request.actor))
