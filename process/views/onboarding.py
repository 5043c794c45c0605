"""Which domains of an organization come on board early, ranked with reasons."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery import permissions
from discovery.models import Organization
from discovery.web import access
from discovery.web.form_pages import done, form_methods, form_view, posted
from discovery.web.lookups import find
from discovery.web.pages import page
from discovery.web.requests import Request, sent_order
from process.forms.strategy import CandidateForm
from process.models import OnboardingCandidate
from process.selectors.onboarding import candidates_of, onboarding_of
from process.services import onboarding as services


@access.organization("member")
@require_safe
def onboarding(request: Request, organization: Organization) -> HttpResponse:
    return _page(request, organization)


def _page(request: Request, organization: Organization) -> HttpResponse:
    context = {
        "organization": organization,
        "onboarding": onboarding_of(organization, request.actor.account),
        "may_edit": permissions.allows(permissions.check_start_discovery, request.actor, organization),
    }
    return page(request, "process/onboarding.html", context, part="candidates")


@access.organization("facilitator")
@require_POST
def begin(request: Request, organization: Organization) -> HttpResponse:
    begun = services.consider_all_domains(actor=request.actor, organization=organization)
    return done(request, _address(organization), _("Domains added."), undoes=begun)


@access.organization("facilitator")
@form_methods
def candidate_add(request: Request, organization: Organization) -> HttpResponse:
    form = CandidateForm(posted(request), organization=organization)
    return form_view(
        request,
        form,
        lambda: services.add_candidate(actor=request.actor, organization=organization, **form.values()),
        message=_("Domain added."),
        title=_("Consider a domain"),
        save_label=_("Consider the domain"),
        back=_address(organization),
        organization=organization,
    )


@access.organization("facilitator")
@form_methods
def candidate_edit(request: Request, organization: Organization, uuid: UUID) -> HttpResponse:
    candidate = _candidate(organization, uuid)
    form = CandidateForm(posted(request), instance=candidate, organization=organization)
    return form_view(
        request,
        form,
        lambda: services.change_candidate(
            actor=request.actor, candidate=candidate, revision=form.seen, **form.values()
        ),
        message=_("Saved."),
        title=_("Why %(domain)s comes early, or not") % {"domain": candidate.domain},
        back=_address(organization),
        organization=organization,
    )


@access.organization("facilitator")
@require_POST
def candidate_delete(request: Request, organization: Organization, uuid: UUID) -> HttpResponse:
    deleted = services.delete_candidate(actor=request.actor, candidate=_candidate(organization, uuid))
    message = _("Domain taken off the list.")
    return done(request, _address(organization), message, undoes=deleted)


@access.organization("facilitator")
@require_POST
def candidate_order(request: Request, organization: Organization) -> HttpResponse:
    """The order of the candidates: `order`, their uuids."""
    order = sent_order(request, "order")
    services.reorder_candidates(actor=request.actor, organization=organization, order=order)
    if not request.htmx:
        return done(request, _address(organization))
    return _page(request, organization)


def _candidate(organization: Organization, uuid: UUID) -> OnboardingCandidate:
    candidate = find(candidates_of(organization), uuid=uuid)
    candidate.organization = organization
    return candidate


def _address(organization: Organization) -> str:
    return reverse("process:organization_onboarding", args=[organization.slug])
