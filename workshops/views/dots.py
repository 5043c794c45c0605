"""Dots from phones, for whatever a room votes on."""

from __future__ import annotations

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from organizations.web.access import View
from organizations.web.requests import Request
from workshops.forms.notes import parse_dots
from workshops.models import Activity
from workshops.services.votes import GiveDots
from workshops.web import access
from workshops.web.room_answers import check_kind, saved


def dots_from_phones(kind: str, give_dots: GiveDots) -> View:
    """Return the view to which phones send their dots in activities of this kind."""

    @access.contributor
    @require_POST
    def vote(request: Request, activity: Activity) -> JsonResponse:
        """Give dots, and acknowledge them: what is answered is in the database."""
        check_kind(activity, kind)
        sent = parse_dots(request.POST)
        revision = give_dots(
            actor=request.actor,
            activity=activity,
            item=sent.item,
            dots=sent.dots,
            device=sent.device,
            tap=sent.order,
        )
        return saved(activity, revision=revision)

    return vote
