"""Dots for data products, from phones."""

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from organizations.web import Request
from products.design.product_votes.services import give_dots
from products.selectors.room_products import PRODUCT_RANKING
from workshops.contributions.artifact_dots.views import dots_from_phone
from workshops.models import Activity
from workshops.web import access, check_kind


@access.contributor
@require_POST
def vote(request: Request, activity: Activity) -> JsonResponse:
    """Dots from a phone."""
    check_kind(activity, PRODUCT_RANKING)
    return dots_from_phone(request, activity, give_dots)
