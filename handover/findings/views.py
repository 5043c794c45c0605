"""Findings and recommendations of a discovery: the first page of the handover."""

from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_safe

from core.models import Operation
from discovery import permissions
from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from handover.findings import services as recommendations
from handover.findings.kinds import FINDING, RECOMMENDATION
from handover.findings.selectors import handover_of
from handover.models import Finding, Recommendation
from organizations.web import Request, form_methods, form_view, page, posted, redirect_with_toast, with_toast
from organizations.web.kind_pages import Dialog
from workshops.models import ActionItem
from workshops.results.quick_captures.forms import NewActionForm

M = TypeVar("M", Finding, Recommendation)


def handover_url(discovery: Discovery, anchor: str = "") -> str:
    """The address of the handover page, at `anchor` if one is given."""
    url = reverse("handover:handover", args=[discovery.slug])
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
    return page(request, "handover/page.html", context)


class HandoverPages(Dialog[M]):
    """A way back leads to the artifact, or to the list when it is new or gone."""

    saved = gettext_lazy("Saved.")

    def back(self, discovery: Discovery, artifact: M) -> str:
        anchor = f"{self.kind.noun}-{artifact.uuid}" if artifact.pk else self.kind.nouns
        return handover_url(discovery, anchor)

    def show_deleted(
        self, request: Request, discovery: Discovery, artifact: M, message: str, operation: Operation
    ) -> HttpResponse:
        return redirect_with_toast(
            request, handover_url(discovery, self.kind.nouns), message, undoes=operation
        )

    def order(self, request: Request, place: Any, **names: Any) -> HttpResponse:
        ordered = super().order(request, place, **names)
        if request.htmx:
            return with_toast(ordered, _("Order saved"))
        return redirect_with_toast(request, handover_url(place, self.kind.nouns), _("Order saved"))


class FindingPages(HandoverPages[Finding]):
    """Forms of a finding, in a dialog of the handover page."""

    kind = FINDING
    add_title = gettext_lazy("Add a finding")
    add_label = gettext_lazy("Add the finding")


class RecommendationPages(HandoverPages[Recommendation]):
    """Forms of a recommendation, in a dialog of the handover page."""

    kind = RECOMMENDATION
    add_title = gettext_lazy("Add a recommendation")
    words = ("recommend", "advice")
    add_label = gettext_lazy("Add the recommendation")

    def initial(self, request: Request, draft: Recommendation) -> dict[str, Any]:
        """`?finding=` is what the recommendation rests on to begin with."""
        uuid = request.GET.get("finding", "")
        return {"findings": [each for each in draft.discovery.findings.all() if str(each.uuid) == uuid]}


FINDING_PAGES = FindingPages()
RECOMMENDATION_PAGES = RecommendationPages()


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def recommendation_act(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Add an action that carries the recommendation out."""
    recommendation = RECOMMENDATION_PAGES.artifact(discovery, uuid)
    action = ActionItem(discovery=discovery, stream=recommendation.stream)
    form = NewActionForm(posted(request), instance=action)
    return form_view(
        request,
        form,
        lambda: recommendations.act_on(
            actor=request.actor, recommendation=recommendation, action=form.instance
        ),
        message=_("Action added."),
        title=_("Add an action"),
        intro=recommendation.title,
        save_label=_("Add the action"),
        back=RECOMMENDATION_PAGES.back(discovery, recommendation),
        discovery=discovery,
    )
