"""What a half of the world has of keys for the REST interface."""

from __future__ import annotations

from types import SimpleNamespace

from api.models import Scope
from api.services.keys import add_key
from organizations.actors import Actor


def keys_of(half: SimpleNamespace) -> None:
    """A key with all scopes for the discovery, and one for the organization, both made by its admin."""
    actor = Actor.of_account(half.admin)
    name = f"{half.mark} interface"
    half.api_key, half.api_secret = add_key(actor=actor, place=half.discovery, name=name, scopes=Scope.values)
    half.organization_api_key, half.organization_api_secret = add_key(
        actor=actor, place=half.organization, name=f"{name} of all", scopes=Scope.values
    )
