"""The value tree in a room: proposing, taking up, and editing from the console."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.exceptions import NotFound
from core.labels import Text
from lvt.kinds.room_updates import TREE_TOGETHER
from lvt.models import Goal, Proposal, Vision
from lvt.proposals import services
from lvt.proposals.forms import ROOM_FORMS, ProposalForm
from lvt.tree.selectors import hypotheses_of, measures_of
from organizations.actors import Actor
from organizations.web import Request, find, form_methods, form_view, posted, with_toast
from workshops.models import Activity, Workshop
from workshops.web import access
from workshops.web.contribution_pages import LISTED, OfferPages

_TITLES = {
    "vision": gettext_lazy("Edit the vision"),
    "goal": gettext_lazy("Edit the goal"),
    "hypothesis": gettext_lazy("Edit the hypothesis"),
    "measure": gettext_lazy("Edit the measure of success"),
}


class ProposalPages(OfferPages[Proposal]):
    """Pages for proposals from phones for the tree; the accepted ones are added to it."""

    contribution = services.PROPOSALS
    activity = TREE_TOGETHER
    form = ProposalForm
    accepted = gettext_lazy("Added to the tree")

    def send(self, actor: Actor, activity: Activity, uuid: UUID, **fields: Any) -> Proposal:
        """Into the tree at once, if the activity is set so."""
        return services.propose(actor=actor, activity=activity, uuid=uuid, **fields)

    def confirmation_of(self, row: Proposal) -> Text:
        return self.accepted if row.became else LISTED


PROPOSALS = ProposalPages()


@access.console
@never_cache
@form_methods
def item_edit(request: Request, workshop: Workshop, kind: str, uuid: UUID) -> HttpResponse:
    """Change an item of the tree, in a dialog of the console."""
    item = find(_items(workshop, kind), uuid=uuid)
    form = ROOM_FORMS[kind](posted(request), instance=item)
    return form_view(
        request,
        form,
        lambda: services.change_item(actor=request.actor, workshop=workshop, item=item, **form.changes()),
        message=_("Saved"),
        title=str(_TITLES[kind]),
        back=reverse("discovery:console", args=[workshop.code]),
        stays=True,
    )


@access.console
@require_POST
def item_take_out(request: Request, workshop: Workshop, kind: str, uuid: UUID) -> HttpResponse:
    """Remove an item with all below it from the tree, and offer to undo it."""
    item = find(_items(workshop, kind), uuid=uuid)
    if isinstance(item, Vision):
        raise NotFound(_("You can’t remove a vision. Edit it instead."))
    removal = services.take_out(actor=request.actor, workshop=workshop, item=item)
    return with_toast(HttpResponse(status=204), _("Removed from the tree"), undoes=removal)


def _items(workshop: Workshop, kind: str) -> QuerySet[Any]:
    discovery = workshop.discovery
    rows: dict[str, QuerySet[Any]] = {
        "vision": Vision.objects.filter(discovery=discovery),
        "goal": Goal.objects.filter(discovery=discovery),
        "hypothesis": hypotheses_of(discovery),
        "measure": measures_of(discovery),
    }
    return rows[kind]
