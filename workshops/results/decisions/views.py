"""The decision log."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _, gettext_lazy, pgettext
from django.views.decorators.http import require_POST, require_safe

from discovery import permissions
from discovery.discoveries.views import discovery_url
from discovery.models import Discovery, DiscoveryRole, StreamKind
from discovery.web import access
from organizations.web import Request, find, form_methods, form_view, page, posted, redirect_with_toast
from workshops.models import Decision, DecisionLink
from workshops.results.decisions import selectors, services
from workshops.results.decisions.forms import DecisionForm, DecisionLinkForm
from workshops.results.decisions.selectors import DecisionFilter

PER_PAGE = 50
_ONLY = (
    (selectors.DUE, gettext_lazy("Review is due")),
    (selectors.PLANNED, gettext_lazy("With a review date")),
    (selectors.DISSENT, gettext_lazy("With dissent")),
    (selectors.OPEN, gettext_lazy("With rejected alternatives")),
)


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def decisions(request: Request, discovery: Discovery) -> HttpResponse:
    """Newest first; `q`, `stream`, `workshop` and `only` keep those that are looked for."""
    criteria, today = DecisionFilter.of(request.GET.dict()), timezone.localdate()
    rows = selectors.decisions_of(discovery, criteria, today=today)
    decisions = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    query = {"stream": criteria.stream, "workshop": criteria.workshop, "only": criteria.only}
    context = {
        "discovery": discovery,
        "decisions": decisions,
        "wanted": criteria,
        "kept": urlencode({name: value for name, value in query.items() if value}),
        "streams": [*StreamKind.choices, (selectors.NO_STREAM, pgettext("stream", "None"))],
        "workshops": selectors.workshops_with_decisions(discovery),
        "only": _ONLY,
        "may_edit": permissions.may_edit(request.actor, discovery),
    }
    return page(request, "workshops/decisions.html", context, part="list")


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def decision_add(request: Request, discovery: Discovery) -> HttpResponse:
    """The form of a new decision."""
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
    """The form of a decision."""
    decision = _decision(discovery, uuid)
    form = DecisionForm(posted(request), instance=decision)
    return form_view(
        request,
        form,
        lambda: services.change_decision(actor=request.actor, decision=decision, **form.changes()),
        message=_("Saved."),
        title=_("Edit the decision"),
        back=_place(discovery, uuid),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def decision_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Put a decision into the trash, with its links."""
    deletion = services.delete_decision(actor=request.actor, decision=_decision(discovery, uuid))
    return redirect_with_toast(
        request, discovery_url(discovery, "decisions"), _("Decision deleted."), undoes=deletion
    )


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def decision_link_add(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The form that links a decision to what it is about."""
    decision = _decision(discovery, uuid)
    form = DecisionLinkForm(posted(request))
    return form_view(
        request,
        form,
        lambda: services.add_decision_link(actor=request.actor, decision=decision, **form.values()),
        message=_("Link added."),
        title=_("Link the decision"),
        intro=decision.title,
        save_label=_("Add the link"),
        back=_place(discovery, uuid),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def decision_link_remove(request: Request, discovery: Discovery, uuid: UUID, link: UUID) -> HttpResponse:
    """Take a link off a decision."""
    rows = DecisionLink.objects.select_related("decision__discovery", "decision__workshop")
    decision_link = find(rows, decision__uuid=uuid, decision__discovery=discovery, uuid=link)
    removed = services.remove_decision_link(actor=request.actor, link=decision_link)
    return redirect_with_toast(request, _place(discovery, uuid), _("Link removed."), undoes=removed)


def _decision(discovery: Discovery, uuid: UUID) -> Decision:
    return find(Decision.objects.select_related("workshop"), discovery=discovery, uuid=uuid)


def _place(discovery: Discovery, uuid: UUID) -> str:
    return f"{reverse('discovery:discovery_decisions', args=[discovery.slug])}#decision-{uuid}"
