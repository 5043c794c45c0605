"""The decision log."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery import permissions
from discovery.forms.decisions import DecisionForm
from discovery.models import Decision, Discovery
from discovery.models.discovery import DiscoveryRole
from discovery.selectors.decisions import decisions_of
from discovery.services import decisions as services
from discovery.text import clean_text
from discovery.views.discoveries import discovery_url
from discovery.web import access
from discovery.web.form_pages import done, form_methods, form_view, posted
from discovery.web.lookups import find
from discovery.web.pages import page
from discovery.web.requests import Request

PER_PAGE = 50


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def decisions(request: Request, discovery: Discovery) -> HttpResponse:
    """Newest first; `?q=` keeps those that contain the text."""
    text = clean_text(request.GET.get("q", ""))[:200].strip()
    found = Paginator(decisions_of(discovery, text), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "discovery": discovery,
        "decisions": found,
        "text": text,
        "may_edit": permissions.may_edit(request.actor, discovery),
    }
    return page(request, "discovery/decisions.html", context, part="list")


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def decision_add(request: Request, discovery: Discovery) -> HttpResponse:
    form = DecisionForm(posted(request))
    return form_view(
        request,
        form,
        lambda: services.add_decision(actor=request.actor, discovery=discovery, **form.values()),
        message=_("Decision added to the log."),
        title=_("Log a decision"),
        save_label=_("Log the decision"),
        back=discovery_url(discovery, "decisions"),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def decision_edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    decision = find(Decision.objects.all(), discovery=discovery, uuid=uuid)
    form = DecisionForm(posted(request), instance=decision)
    return form_view(
        request,
        form,
        lambda: services.change_decision(
            actor=request.actor, decision=decision, revision=form.seen, **form.values()
        ),
        message=_("Saved."),
        title=_("Edit the decision"),
        back=discovery_url(discovery, "decisions"),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def decision_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    decision = find(Decision.objects.all(), discovery=discovery, uuid=uuid)
    deleted = services.delete_decision(actor=request.actor, decision=decision)
    return done(request, discovery_url(discovery, "decisions"), _("Decision deleted."), undoes=deleted)
