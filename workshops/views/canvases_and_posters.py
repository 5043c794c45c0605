"""Canvases and posters to take along, and where the codes on them lead."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from core.exceptions import Invalid
from discovery import permissions, registries
from discovery.models import Discovery, DiscoveryRole
from discovery.reports.canvases_and_posters import canvas_html, paper_pdf, poster_html
from discovery.web import access
from documents.concurrency_limit import made_once, takes_turn
from organizations.web import AccountRequest, attachment, page
from organizations.web.access import signed_in
from workshops.organization_page.selectors import organizations_of

viewer = access.discovery(DiscoveryRole.VIEWER)


@viewer
@require_safe
@takes_turn
def canvas(request: AccountRequest, discovery: Discovery, key: str, paper: str) -> HttpResponse:
    """A blank canvas, whose code leads to its page in this discovery."""
    html = canvas_html(registries.canvases.get(key), paper, discovery)
    return _file(request, html, f"{discovery.slug}-{key.replace('_', '-')}-{paper}.pdf")


@viewer
@require_safe
@takes_turn
def poster(request: AccountRequest, discovery: Discovery, key: str) -> HttpResponse:
    """A poster of what the discovery has."""
    html = poster_html(registries.posters.get(key), discovery)
    if html is None:
        raise Invalid(_("There is nothing to show on this poster yet."))
    return _file(request, html, f"{discovery.slug}-poster-{key}.pdf")


def _file(request: AccountRequest, html: str, name: str) -> HttpResponse:
    key = f"{get_language()}\0paper\0{html}"
    return attachment(made_once(request.account.pk, key, lambda: paper_pdf(html)), "application/pdf", name)


@viewer
@require_safe
def paper_code(request: AccountRequest, discovery: Discovery, key: str, printed_for: UUID) -> HttpResponse:
    """Follow the code of a sheet. One that was printed for another discovery shows so, and names that
    discovery only to people who may see it."""
    entry = registries.navigation.get(key)
    if printed_for == discovery.uuid:
        return redirect(reverse(entry.url_name, args=[discovery.slug]))
    other = Discovery.objects.filter(uuid=printed_for, domain__deleted_at=None).first()
    may_see = other is not None and permissions.discovery_role(request.actor, other) is not None
    context = {
        "discovery": discovery,
        "entry": entry,
        "here": reverse(entry.url_name, args=[discovery.slug]),
        "other": other if may_see else None,
        "there": reverse(entry.url_name, args=[other.slug]) if other is not None and may_see else "",
    }
    return page(request, "discovery/papers/elsewhere.html", context, status=404)


@signed_in
@require_safe
def paper_choice(request: AccountRequest, key: str) -> HttpResponse:
    """Follow the code of a sheet without a discovery: the person chooses one of their discoveries."""
    entry = registries.navigation.get(key)
    choices = [
        (organization.organization, card.discovery, reverse(entry.url_name, args=[card.discovery.slug]))
        for organization in organizations_of(request.account)
        for card in organization.discoveries
    ]
    return page(request, "discovery/papers/choice.html", {"entry": entry, "choices": choices})
