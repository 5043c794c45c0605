"""Dots for data products, from phones."""

from __future__ import annotations

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from organizations.web.requests import Request
from products.selectors.room_products import PRODUCT_RANKING
from products.services.product_votes import give_dots
from workshops.models import Activity
from workshops.views.dots import dots_from_phone
from workshops.web import access


@access.contributor
@require_POST
def vote(request: Request, activity: Activity) -> JsonResponse:
    """Dots from a phone."""
    return dots_from_phone(request, activity, PRODUCT_RANKING, give_dots)
