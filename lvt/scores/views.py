"""A tap on a score."""

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from lvt.scores.forms import parse_tap
from lvt.scores.services import give_score
from organizations.web import Request
from workshops.models import Participant, Workshop
from workshops.web import access


@access.room
@require_POST
def score(request: Request, workshop: Workshop, participant: Participant) -> JsonResponse:
    """Save one score and acknowledge it: what is answered is in the database, and on every screen once that
    shows `revision`."""
    tap = parse_tap(request.POST)
    result = give_score(
        actor=request.actor,
        workshop=workshop,
        round=tap.round,
        use_case=tap.use_case,
        criterion=tap.criterion,
        value=tap.value,
        device=tap.device,
        tap=tap.order,
    )
    answer: dict[str, bool | int | str] = {"saved": True, "late": result.late, "revision": result.revision}
    if result.late:
        answer["message"] = result.why_late
    return JsonResponse(answer)
