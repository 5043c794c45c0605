"""Pages on personal data: its retention, and the erasure of a person."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_safe

from core.exceptions import TooMany
from exchange.erasure import selectors, services
from exchange.erasure.forms import DeleteAccountForm, ErasePersonForm, WhoForm
from exchange.selectors.retention_rules import what_is_kept
from organizations.models import Organization
from organizations.organization.views import organization_url
from organizations.recent_sign_in.web import grants
from organizations.web import (
    AccountRequest,
    Request,
    access,
    form_methods,
    page,
    posted,
    redirect_htmx,
    redirect_with_toast,
)
from workshops.organization_page.selectors import organizations_of


@access.public
@require_safe
def retention_page(request: Request) -> HttpResponse:
    """The public page on the retention of personal data."""
    return page(request, "exchange/kept.html", {"kept": what_is_kept()})


@access.organization("admin")
@require_safe
def organization_retention(request: Request, organization: Organization) -> HttpResponse:
    """The retention rules, erased people, and the form to erase someone."""
    context = {
        "organization": organization,
        "kept": what_is_kept(),
        "erasures": selectors.erasures_of(organization),
        "form": WhoForm(),
    }
    return page(request, "exchange/organization_kept.html", context)


@access.organization("admin")
@form_methods
@grants
def person_erase(request: Request, organization: Organization) -> HttpResponse:
    """The matches of `?name=`, and the effect of an erasure. A POST erases the person."""
    who_form = WhoForm(request.GET)
    back = organization_url(organization, "kept")
    if not who_form.is_valid():
        return redirect_htmx(request, back)
    name = who_form.cleaned_data["name"]
    matches = selectors.matches_of(organization, name)
    everything = selectors.selection_of(organization, [each.key for each in matches], name)
    outlook = services.look(actor=request.actor, selection=everything, organization=organization)
    form = ErasePersonForm(
        posted(request),
        matches=matches,
        mentions=_mentions(outlook),
        initial={"in_texts": not outlook.is_one_word},
    )
    if request.method == "POST" and form.is_valid():
        keys = form.cleaned_data.get("known", [])
        texts = form.cleaned_data["in_texts"]
        selection = selectors.selection_of(organization, keys, name)
        words = texts and outlook.is_one_word
        arguments: dict[str, Any] = {
            "actor": request.actor,
            "organization": organization,
            "selection": selection,
        }
        if services.is_known(**arguments, texts=texts, words=words):
            erasure = services.erase_person(**arguments, texts=texts, words=words)
            organization.refresh_from_db()  # its address may have held the name
            message = _("Erased. The person is now called “%(pseudonym)s”.") % {
                "pseudonym": erasure.pseudonym
            }
            return redirect_with_toast(request, organization_url(organization, "kept"), message)
        if services.is_known(**arguments):
            form.add_error(
                "in_texts", _("The name appears in texts only. Check this box to remove it from them.")
            )
        else:
            form.add_error(None, _("The name doesn’t appear in this organization, so nothing was erased."))
    context = {
        "organization": organization,
        "name": name,
        "known": matches,
        "outlook": outlook,
        "form": form,
        "back": back,
    }
    status = 422 if form.errors else 200
    return page(request, "exchange/person_erase.html", context, status=status)


def _mentions(outlook: services.ErasurePreview) -> str:
    """Return how many texts mention the person, and what the checkbox does to them."""
    count = outlook.mentions
    sentence = ngettext(
        "%(count)s text mentions them by this name. Contributions to activities aren’t counted.",
        "%(count)s texts mention them by this name. Contributions to activities aren’t counted.",
        count,
    ) % {"count": count}
    if not count:
        sentence = _("No text mentions them by this name. Contributions to activities aren’t counted.")
    if not outlook.is_one_word:
        return f"{sentence} {_('Only the exact name is replaced there. The rest of the text stays.')}"
    caution = _(
        "The name is a single word that may mean something or someone else. If you check the "
        "box, it is replaced everywhere in the discoveries of their workshops."
    )
    return f"{sentence} {caution}"


@access.signed_in
@form_methods
@grants
def account_delete(request: AccountRequest) -> HttpResponse:
    """Delete the own account, confirmed by the password."""
    account = request.account
    # As often as allauth lets someone who is signed in try their password elsewhere.
    is_try = bool(request.POST.get("password"))
    if is_try and not ratelimit.consume(request, action="reauthenticate", user=account):
        raise TooMany(_("Too many attempts. Try again in a minute."), 60)
    form = DeleteAccountForm(posted(request), account=account)
    if request.method == "POST" and form.is_valid():
        services.delete_account(actor=request.actor, account=account, texts=form.cleaned_data["in_texts"])
        logout(request)
        messages.success(request, _("Your account has been deleted."))
        return redirect_htmx(request, reverse("discovery:home"))
    selection = selectors.selection_of_account(account)
    context = {
        "form": form,
        "organizations": [card.organization for card in organizations_of(account)],
        "workshops": len(selection.participants),
    }
    return page(request, "exchange/account_delete.html", context, status=422 if form.errors else 200)
