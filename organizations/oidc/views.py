"""Signing in by the company's provider, and the name that an account has here."""

import time

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.utils import perform_login
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from organizations.forms.accounts import NameForm
from organizations.oidc.services import CLOCKS_APART, Beginning, IdentityClaims, way_there, who_came
from organizations.oidc.web import begin, problem_page, put_back, values_of_state
from organizations.recent_sign_in.web import FRESH, note_sign_in
from organizations.services import account_name, company_accounts
from organizations.services.oidc_requests import ProviderFailed
from organizations.web import AccountRequest, Request, access, form_methods, page, posted, redirect_with_toast
from organizations.web.languages import for_facilitators
from organizations.web.security_log import log_event


@for_facilitators
@access.public
@never_cache
@form_methods
def start(request: Request) -> HttpResponse:
    """A page that goes on to the provider by itself, or by its link. It is no redirect: browsers hold the
    answer to a form to `form-action` on each address that it leads through, and providers lead on to others.
    """
    if not settings.OIDC_ISSUER:
        raise Http404
    account = request.actor.account
    connects = request.POST.get("process") == "connect"
    if request.method != "POST" or (connects and account is None):
        return redirect("account_login")
    if connects and account and account.has_usable_password():
        try:
            raise_if_reauthentication_required(request, app="allauth.socialaccount")
        except ReauthenticationRequired:
            back = urlencode({"next": reverse("socialaccount_connections")})
            return redirect(f"{reverse('account_reauthenticate')}?{back}")
    number = account.pk if account else None
    again = number if request.POST.get("process") == "again" else None
    beginning = begin(request, next_url=_next(request), connects=number if connects else None, again=again)
    try:
        there = way_there(beginning, again=again is not None)
    except ProviderFailed as problem:
        return problem_page(request, problem, is_asked_again=False)
    response = page(request, "organizations/provider.html", {"there": there, "provider": settings.OIDC_NAME})
    response.headers["Refresh"] = f"0; url={there}"
    return response


@for_facilitators
@access.public
@never_cache
@require_safe
def callback(request: Request) -> HttpResponse:
    """The address to which the provider sends people back."""
    if not settings.OIDC_ISSUER:
        raise Http404
    try:
        return _came_back(request)
    except ProviderFailed as problem:
        return problem_page(request, problem, is_asked_again=True)


def _came_back(request: Request) -> HttpResponse:
    state = request.GET.get("state", "")
    data = values_of_state(request, state)
    if error := request.GET.get("error", ""):
        raise ProviderFailed("cancelled" if error == "access_denied" else "refused", error[:80])
    try:
        came = who_came(Beginning(state, data["nonce"], data["verifier"]), request.GET.get("code", ""))
    except ProviderFailed as problem:
        if problem.kind == "busy":
            put_back(request, state, data)
        raise
    if (again := data.get("again")) is not None:
        return _is_it_them(request, again, came)
    if data["connects"] is not None:
        account = request.actor.account
        if account is None or account.pk != data["connects"]:
            raise ProviderFailed("begun")
        company_accounts.connect(account, came)
        message = _("%(provider)s is connected.") % {"provider": settings.OIDC_NAME}
        return redirect_with_toast(request, reverse("socialaccount_connections"), message)
    user = company_accounts.account_of(came)
    response: HttpResponse = perform_login(
        request, user, email_verification="none", redirect_url=data["next"] or None
    )
    return response


def _is_it_them(request: Request, account_key: int, came: IdentityClaims) -> HttpResponse:
    account = request.actor.account
    if account is None or account.pk != account_key:
        raise ProviderFailed("begun")
    company_accounts.check_is(account, came, time.time() - FRESH - CLOCKS_APART)
    note_sign_in(request)
    log_event("sign_in.again", request, who=account)
    return page(request, "organizations/again_done.html", {})


def _next(request: Request) -> str:
    target = request.POST.get("next", "")
    is_here = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if is_here else ""


@access.signed_in
@form_methods
def name(request: AccountRequest) -> HttpResponse:
    """The form of one's own name."""
    form = NameForm(posted(request), initial={"name": request.account.name})
    if request.method == "POST" and form.is_valid():
        account_name.rename(actor=request.actor, name=form.cleaned_data["name"])
        return redirect_with_toast(request, reverse("discovery:account_name"), _("Saved."))
    return page(
        request, "organizations/account_name.html", {"form": form}, status=422 if form.errors else 200
    )
