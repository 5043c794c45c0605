"""Answers to the contributions of phones, and where who steers goes back to."""

from django.forms import BaseForm
from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from core.exceptions import NotFound
from organizations.web import Request
from workshops.actors import device_behind
from workshops.models import Activity, Workshop


def check_kind(activity: Activity, *kinds: str) -> None:
    """Raises NotFound for an activity that takes something else."""
    if activity.kind not in kinds:
        raise NotFound(_("This activity wasn’t found in your workshop."))


def refused(form: BaseForm, message: str = "") -> JsonResponse:
    """The errors of the form, by field; the phone shows them there, and that nothing was sent."""
    errors = {name: [str(error) for error in wrong] for name, wrong in form.errors.items()}
    text = message or _("Not sent yet. Fix the marked fields.")
    return JsonResponse({"error": text, "errors": errors}, status=422)


def saved_answer(activity: Activity, message: str = "", revision: int | None = None) -> JsonResponse:
    """It is in the database; `message` is shown for a moment."""
    if revision is None:
        rows = Workshop.objects.values_list("live_revision", flat=True)
        revision = rows.get(pk=activity.track.workshop_id)
    extra = {"message": message} if message else {}
    return JsonResponse({"saved": True, "revision": revision, **extra})


def steered_from(request: Request, workshop: Workshop) -> str:
    """The page from which the actor steers the room: on a paired device, where no one is signed in, the
    remote."""
    surface = "console" if device_behind(request.actor) is None else "remote"
    return reverse(f"discovery:{surface}", args=[workshop.code])
