"""Grants of one's account: shown after a change of password, and whenever someone wants to see them."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from organizations.grants_by_account.selectors import grants_of
from organizations.web import AccountRequest, access, page


@access.signed_in
@require_safe
def account_grants(request: AccountRequest) -> HttpResponse:
    """Everything that is still in force, each with what ends it."""
    context = {"groups": grants_of(request.account), "back": reverse("discovery:account_given")}
    return page(request, "organizations/account_given.html", context)
