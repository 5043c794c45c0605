"""What a half of the world has of keys for the REST interface, and of webhooks."""

from __future__ import annotations

from types import SimpleNamespace

from api.models import Delivery, Event, Scope
from api.services.keys import add_key
from api.services.webhooks import add_webhook
from organizations.actors import Actor


def keys_of(half: SimpleNamespace) -> None:
    """A key with all scopes for the discovery, and one for the organization, both made by its admin; and for
    each a webhook that was told something."""
    actor = Actor.of_account(half.admin)
    name = f"{half.mark} interface"
    half.api_key, half.api_secret = add_key(actor=actor, place=half.discovery, name=name, scopes=Scope.values)
    half.organization_api_key, half.organization_api_secret = add_key(
        actor=actor, place=half.organization, name=f"{name} of all", scopes=Scope.values
    )
    for place, prefix in ((half.discovery, ""), (half.organization, "organization_")):
        # No name server is asked for a number.
        webhook = add_webhook(
            actor=actor, place=place, address=f"https://93.184.215.14/{half.mark}", events=Event.values
        )
        setattr(half, f"{prefix}webhook", webhook)
        told = Delivery.objects.create(webhook=webhook, event=Event.DECISION, body="{}", state="failed")
        setattr(half, f"{prefix}delivery", told)
