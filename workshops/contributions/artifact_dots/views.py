"""Dots from phones, for whatever a room votes on."""

from django.http import JsonResponse

from organizations.web import Request
from workshops.contributions.notes.forms import parse_dots
from workshops.contributions.votes.services import GiveDots
from workshops.models import Activity
from workshops.web import saved_answer


def dots_from_phone(request: Request, activity: Activity, give_dots: GiveDots) -> JsonResponse:
    """Give dots, and acknowledge them: what is answered is in the database."""
    tap = parse_dots(request.POST)
    revision = give_dots(
        actor=request.actor,
        activity=activity,
        item=tap.item,
        dots=tap.dots,
        device=tap.device,
        tap=tap.order,
    )
    return saved_answer(activity, revision=revision)
