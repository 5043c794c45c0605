"""What is kept about people, and how somebody is forgotten."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core.exceptions import TooMany
from exchange.forms.erasure import DeleteAccountForm, ErasePersonForm, WhoForm
from exchange.selectors import erasure as selectors
from exchange.selectors.retention import what_is_kept
from exchange.services import erasure as services
from organizations.models import Organization
from organizations.views.organizations import organization_url
from organizations.web import access
from organizations.web.form_pages import done, form_methods, posted
from organizations.web.pages import page, redirect_htmx
from organizations.web.recent import grants
from organizations.web.requests import AccountRequest, Request
from workshops.selectors.organizations import organizations_of


@access.public
@require_safe
def kept(request: Request) -> HttpResponse:
    """The page on personal data for everybody, without signing in."""
    return page(request, "exchange/kept.html", {"kept": what_is_kept()})


@access.organization("admin")
@require_safe
def organization_kept(request: Request, organization: Organization) -> HttpResponse:
    """What is kept, who was erased, and the way to erase somebody."""
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
    """`?name=` says whom: the page shows what is known under it, what will change and what stays. Sent, it is
    done."""
    who = WhoForm(request.GET)
    back = organization_url(organization, "kept")
    if not who.is_valid():
        return redirect_htmx(request, back)
    name = who.cleaned_data["name"]
    known = selectors.known_as(organization, name)
    everything = selectors.chosen_of(organization, [each.key for each in known], name)
    outlook = services.look(actor=request.actor, chosen=everything, organization=organization)
    form = ErasePersonForm(
        posted(request),
        known=known,
        mentions=_mentions(outlook),
        initial={"in_texts": not outlook.is_one_word},
    )
    if request.method == "POST" and form.is_valid():
        keys = form.cleaned_data.get("known", [])
        texts = form.cleaned_data["in_texts"]
        chosen = selectors.chosen_of(organization, keys, name)
        words = texts and outlook.is_one_word
        whom: dict[str, Any] = {"actor": request.actor, "organization": organization, "chosen": chosen}
        if services.is_known(**whom, texts=texts, words=words):
            erased = services.erase_person(**whom, texts=texts, words=words)
            organization.refresh_from_db()  # its address may have held the name
            message = _("Erased. The person is now called “%(pseudonym)s”.") % {"pseudonym": erased.pseudonym}
            return done(request, organization_url(organization, "kept"), message)
        if services.is_known(**whom):
            form.add_error(
                "in_texts", _("The name appears in texts only. Check this box to remove it from them.")
            )
        else:
            form.add_error(None, _("The name doesn’t appear in this organization, so nothing was erased."))
    context = {
        "organization": organization,
        "name": name,
        "known": known,
        "outlook": outlook,
        "form": form,
        "back": back,
    }
    status = 422 if form.errors else 200
    return page(request, "exchange/person_erase.html", context, status=status)


def _mentions(outlook: services.Outlook) -> str:
    """How many texts, and what a tick does to them."""
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
    """Somebody deletes their own account, with the password."""
    account = request.account
    # As often as allauth lets somebody who is signed in try their password elsewhere.
    is_try = bool(request.POST.get("password"))
    if is_try and not ratelimit.consume(request, action="reauthenticate", user=account):
        raise TooMany(_("Too many attempts. Try again in a minute."), 60)
    form = DeleteAccountForm(posted(request), account=account)
    if request.method == "POST" and form.is_valid():
        services.delete_account(actor=request.actor, account=account, texts=form.cleaned_data["in_texts"])
        logout(request)
        messages.success(request, _("Your account has been deleted."))
        return redirect_htmx(request, reverse("discovery:home"))
    chosen = selectors.chosen_of_account(account)
    context = {
        "form": form,
        "organizations": [card.organization for card in organizations_of(account)],
        "workshops": len(chosen.participants),
    }
    return page(request, "exchange/account_delete.html", context, status=422 if form.errors else 200)
