"""Dots for data products, from phones."""

from __future__ import annotations

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from organizations.web.requests import Request
from products.selectors.room_products import PRODUCT_RANKING
from products.services.product_votes import give_dots
from workshops.forms.notes import parse_dots
from workshops.models import Activity
from workshops.web import access
from workshops.web.room_answers import check_kind, saved


@access.contributor
@require_POST
def vote(request: Request, activity: Activity) -> JsonResponse:
    """Give dots, and acknowledge them: what is answered is in the database."""
    check_kind(activity, PRODUCT_RANKING)
    given = parse_dots(request.POST)
    revision = give_dots(
        actor=request.actor,
        activity=activity,
        product=given.item,
        dots=given.dots,
        device=given.device,
        tap=given.order,
    )
    return saved(activity, revision=revision)
