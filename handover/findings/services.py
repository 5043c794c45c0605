"""Carrying out what a discovery recommends."""

from core.services import artifacts, kinds, operation
from discovery import permissions
from handover.models import Recommendation
from organizations.actors import Actor
from workshops.models import ActionItem
from workshops.results.quick_captures import services as captures


def act_on(*, actor: Actor, recommendation: Recommendation, action: ActionItem) -> ActionItem:
    """The unsaved action, which carries out the recommendation, saved. Raises as quick_captures.services."""
    discovery = recommendation.discovery
    permissions.check_edit_discovery(actor, discovery)
    with operation(actor, "action.added", summary=action.title, place=discovery):
        item = captures.add(actor=actor, draft=action)
        if kinds.insert_link(recommendation, "actions", item):
            artifacts.touch(recommendation)
    return item
