"""Hints for new facilitators: dismissed one by one, and shown again."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.exceptions import NotFound
from organizations.services import hints as services
from organizations.web import AccountRequest, access, redirect_with_toast, way_back
from workshops.onboarding_hints.selectors import HINTS


@access.signed_in
@require_POST
def dismiss(request: AccountRequest, hint: str) -> HttpResponse:
    """Don't show the hint again, and go back to its page."""
    if hint not in {each.key for each in HINTS}:
        raise NotFound(_("Hint not found."))
    services.dismiss(request.account, hint)
    return redirect_with_toast(request, way_back(request, reverse("discovery:home")))


@access.signed_in
@require_POST
def show_again(request: AccountRequest) -> HttpResponse:
    """Show all hints again."""
    services.show_again(request.account)
    return redirect_with_toast(request, reverse("discovery:account_name"), _("Hints are shown again."))
