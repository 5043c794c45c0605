"""Carrying out what a discovery recommends."""

from __future__ import annotations

from typing import Any

from discovery import permissions
from discovery.actors import Actor
from discovery.models import ActionItem, Recommendation, RecommendationAction
from discovery.services import artifacts, captures
from discovery.services.operations import operation


def act_on(*, actor: Actor, recommendation: Recommendation, **fields: Any) -> ActionItem:
    """A new action that carries out the recommendation; `fields` are those of captures.add_action_item."""
    discovery = recommendation.discovery
    permissions.check_edit_discovery(actor, discovery)
    with operation(actor, "action.added", summary=fields.get("title", ""), discovery=discovery):
        made = captures.add_action_item(actor=actor, discovery=discovery, **fields)
        if not RecommendationAction.objects.filter(recommendation=recommendation, action=made).exists():
            artifacts.add(RecommendationAction, recommendation=artifacts.touch(recommendation), action=made)
    return made
