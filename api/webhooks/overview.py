"""Webhooks on the page of keys, and the action in the search."""

from typing import Any

from django.utils.translation import gettext_lazy

from api.keys.selectors import Place, place_url
from api.webhooks.selectors import webhooks_of
from discovery.registries import AddedPart, actions, added_parts
from organizations.actors import Actor
from organizations.registries import Action


def register_own() -> None:
    """Register the part of the page, and the action."""
    added_parts.register(AddedPart("webhooks", 10, "api/webhooks/part.html", _part, page="keys"))
    actions.register(
        Action(
            "webhook",
            gettext_lazy("Add a webhook"),
            "api:discovery_webhook_add",
            (
                "webhook",
                "hook",
                "notify",
                "notification",
                "Slack",
                "Microsoft Teams",
                "integration",
                "automation",
            ),
            icon="share",
        )
    )


def _part(place: Place, _actor: Actor) -> dict[str, Any]:
    return {
        "webhooks": [(each, place_url(place, "webhook", each.uuid)) for each in webhooks_of(place)],
        "add": place_url(place, "webhook_add"),
    }
