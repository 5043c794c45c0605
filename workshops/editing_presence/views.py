"""Two people who edit one artifact see each other."""

from uuid import UUID

from django.http import JsonResponse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from core.services.editing import report_editing, stop_editing
from organizations.web import Request, access
from organizations.web.languages import for_guests
from workshops.editing_presence.web import editor


@for_guests
@access.by_itself
@access.public
@require_POST
def editing(request: Request, uuid: UUID) -> JsonResponse:
    """A form is open, or with `closed` no longer; answers {message}, "" while no one else has it open. The
    token says who may ask (workshops.editing_presence.web)."""
    actor = editor(request, uuid, request.POST.get("token", ""))
    if request.POST.get("closed"):
        stop_editing(actor=actor, uuid=uuid)
        return JsonResponse({"message": ""})
    return JsonResponse({"message": _message(report_editing(actor=actor, uuid=uuid))})


def _message(others: list[str]) -> str:
    if not others:
        return ""
    if len(others) == 1:
        who = _("%(who)s is editing this too.") % {"who": others[0]}
    else:
        more = len(others) - 1
        who = ngettext(
            "%(who)s and %(count)s other person are editing this too.",
            "%(who)s and %(count)s others are editing this too.",
            more,
        ) % {"who": others[0], "count": more}
    return f"{who} " + _("Nothing gets lost: the person who saves second sees both versions.")
