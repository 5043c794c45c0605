"""What a discovery found and recommends: the first page of the handover."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery import permissions
from discovery.forms.findings import FindingForm, RecommendationForm, RecommendedActionForm
from discovery.models import Discovery, Finding, Recommendation
from discovery.models.discovery import DiscoveryRole
from discovery.selectors.captures import owner_suggestions
from discovery.selectors.handover import handover_of
from discovery.services import findings, recommendations
from discovery.web import access
from discovery.web.form_pages import done, form_methods, form_view, posted
from discovery.web.lookups import find
from discovery.web.pages import page, with_toast
from discovery.web.requests import Request, sent_order


def handover_url(discovery: Discovery, anchor: str = "") -> str:
    url = reverse("discovery:handover", args=[discovery.slug])
    return f"{url}#{anchor}" if anchor else url


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def handover(request: Request, discovery: Discovery) -> HttpResponse:
    """Findings, recommendations, actions by stream, and what is open."""
    context = {
        "discovery": discovery,
        "handover": handover_of(discovery),
        "may_edit": permissions.may_edit(request.actor, discovery),
    }
    return page(request, "discovery/handover/page.html", context)


# --- Findings -------------------------------------------------------------------------------------


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def finding_add(request: Request, discovery: Discovery) -> HttpResponse:
    form = FindingForm(posted(request), discovery=discovery)
    return form_view(
        request,
        form,
        lambda: findings.add_finding(actor=request.actor, discovery=discovery, **form.values()),
        message=_("Finding added."),
        title=_("Add a finding"),
        save_label=_("Add the finding"),
        back=handover_url(discovery, "findings"),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def finding_edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    finding = _finding(discovery, uuid)
    form = FindingForm(posted(request), instance=finding, discovery=discovery)
    return form_view(
        request,
        form,
        lambda: findings.change_finding(
            actor=request.actor, finding=finding, revision=form.seen, **form.values()
        ),
        message=_("Saved."),
        title=_("Edit the finding"),
        back=handover_url(discovery, f"finding-{uuid}"),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def finding_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    deleted = findings.delete_finding(actor=request.actor, finding=_finding(discovery, uuid))
    return done(request, handover_url(discovery, "findings"), _("Finding deleted."), undoes=deleted)


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def finding_order(request: Request, discovery: Discovery) -> HttpResponse:
    order = sent_order(request, "findings")
    findings.reorder_findings(actor=request.actor, discovery=discovery, order=order)
    return _reordered(request, discovery, "findings")


# --- Recommendations ------------------------------------------------------------------------------


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def recommendation_add(request: Request, discovery: Discovery) -> HttpResponse:
    """`?finding=` is what the recommendation rests on to begin with."""
    named = request.GET.get("finding", "")
    because_of = [each for each in discovery.findings.all() if str(each.uuid) == named]
    form = RecommendationForm(posted(request), discovery=discovery, because_of=because_of)
    return form_view(
        request,
        form,
        lambda: recommendations.add_recommendation(actor=request.actor, discovery=discovery, **form.values()),
        message=_("Recommendation added."),
        title=_("Recommend something"),
        save_label=_("Add the recommendation"),
        back=handover_url(discovery, "recommendations"),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def recommendation_edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    recommendation = _recommendation(discovery, uuid)
    form = RecommendationForm(posted(request), instance=recommendation, discovery=discovery)
    return form_view(
        request,
        form,
        lambda: recommendations.change_recommendation(
            actor=request.actor, recommendation=recommendation, revision=form.seen, **form.values()
        ),
        message=_("Saved."),
        title=_("Edit the recommendation"),
        back=handover_url(discovery, f"recommendation-{uuid}"),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def recommendation_act(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Add an action that carries the recommendation out."""
    recommendation = _recommendation(discovery, uuid)
    form = RecommendedActionForm(
        posted(request), recommendation=recommendation, people=owner_suggestions(discovery)
    )
    return form_view(
        request,
        form,
        lambda: recommendations.act_on(actor=request.actor, recommendation=recommendation, **form.values()),
        message=_("Action added."),
        title=_("Add an action"),
        intro=recommendation.title,
        save_label=_("Add the action"),
        back=handover_url(discovery, f"recommendation-{uuid}"),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def recommendation_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    deleted = recommendations.delete_recommendation(
        actor=request.actor, recommendation=_recommendation(discovery, uuid)
    )
    back = handover_url(discovery, "recommendations")
    return done(request, back, _("Recommendation deleted."), undoes=deleted)


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def recommendation_order(request: Request, discovery: Discovery) -> HttpResponse:
    order = sent_order(request, "recommendations")
    recommendations.reorder_recommendations(actor=request.actor, discovery=discovery, order=order)
    return _reordered(request, discovery, "recommendations")


def _reordered(request: Request, discovery: Discovery, anchor: str) -> HttpResponse:
    """The page is in the new order already where a script moved things."""
    if request.htmx:
        return with_toast(HttpResponse(status=204), _("Order saved"))
    return done(request, handover_url(discovery, anchor), _("Order saved"))


def _finding(discovery: Discovery, uuid: UUID) -> Finding:
    finding = find(Finding.objects.all(), discovery=discovery, uuid=uuid)
    finding.discovery = discovery
    return finding


def _recommendation(discovery: Discovery, uuid: UUID) -> Recommendation:
    recommendation = find(Recommendation.objects.all(), discovery=discovery, uuid=uuid)
    recommendation.discovery = discovery
    return recommendation
