"""What a discovery learned, on the page that says why."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from discovery.models import Discovery
from discovery.models.discovery import DiscoveryRole
from discovery.web import access
from discovery.web.form_pages import form_methods, posted
from discovery.web.in_place import edit_in_place
from discovery.web.lookups import find
from discovery.web.requests import Request
from process.forms.suitability import LearningForm
from process.models import Learning
from process.selectors.learnings import learnings_of
from process.services import learnings as services
from process.views.suitability import why_part


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def learning_add(request: Request, discovery: Discovery) -> HttpResponse:
    form = LearningForm(posted(request))
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.add_learning(actor=request.actor, discovery=discovery, **form.values()),
        part=why_part(request, discovery),
        slot="slot-add-learning",
        title=_("Write down what we learned"),
        message=_("Learning added"),
    )


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def learning_edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    learning = _learning(discovery, uuid)
    form = LearningForm(posted(request), instance=learning)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.change_learning(
            actor=request.actor, learning=learning, revision=form.seen, **form.values()
        ),
        part=why_part(request, discovery),
        slot=f"slot-{uuid}",
        title=_("Change the learning"),
        message=_("Saved"),
    )


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def learning_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    deleted = services.delete_learning(actor=request.actor, learning=_learning(discovery, uuid))
    return why_part(request, discovery).answer(request, _("Learning deleted"), undoes=deleted)


def _learning(discovery: Discovery, uuid: UUID) -> Learning:
    learning = find(learnings_of(discovery), uuid=uuid)
    learning.discovery = discovery
    return learning
