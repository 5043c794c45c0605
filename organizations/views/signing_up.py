"""Signing up: allauth's page, whose account never exists without the mail that confirms its address."""

from typing import Any

from allauth.account.views import SignupView
from allauth.core import ratelimit
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpResponse

from organizations.web import access
from organizations.web.languages import for_facilitators


class SigningUp(SignupView):  # type: ignore[misc]  # the library is untyped
    """The account, its address and the mail are stored together, or none of them is."""

    def form_valid(self, form: Any) -> HttpResponse:
        # Before the transaction, in which no one else writes to SQLite; and for known addresses too.
        form.hashed = make_password(form.cleaned_data["password1"])
        if not form.account_already_exists:
            # How often the mail may be sent is counted by address, also for an account that is gone.
            ratelimit.clear(self.request, action="confirm_email", key=form.cleaned_data["email"])
        with transaction.atomic():
            answer: HttpResponse = super().form_valid(form)
        return answer


signing_up = for_facilitators(access.public(SigningUp.as_view()))
