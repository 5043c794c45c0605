"""Programs with keys."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest
from django.test import Client

from api.keys.services import add_key
from api.models import Scope
from api.web import bearer
from core.rate_limits import Buckets, Limit
from discovery.models import Discovery
from organizations.actors import Actor
from organizations.models import Organization
from tests import factories
from workshops.web import rate_limits


class Program:
    """A client with a key. Answers are parsed."""

    def __init__(self, secret: str, discovery: Discovery) -> None:
        self.secret = secret
        self.base = f"/api/v1/discoveries/{discovery.slug}"
        self.client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"})

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """`path` begins with "/" below the discovery, with "//" below the interface."""
        url = f"/api/v1{path[1:]}" if path.startswith("//") else self.base + path
        return self.client.generic(
            method.upper(),
            url,
            data="" if body is None else json.dumps(body),
            content_type="application/json",
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )

    def get(self, path: str, **headers: str) -> Any:
        answer = self.ask("GET", path, **headers)
        assert answer.status_code == 200, answer.content
        return answer.json()


def program(
    discovery: Discovery, *scopes: Scope, place: Discovery | Organization | None = None, maker: Any = None
) -> Program:
    """A program with a key of these scopes, made by a facilitator of the discovery."""
    actor = Actor.of_account(maker or factories.access(discovery, name=f"Fio {len(scopes)}"))
    _key, secret = add_key(actor=actor, place=place or discovery, name="Pipeline", scopes=_values(scopes))
    return Program(secret, discovery)


def _values(scopes: Iterable[Scope]) -> list[str]:
    return [scope.value for scope in scopes]


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """How often programs of another test asked is forgotten, though their people had the same keys."""
    monkeypatch.setattr(bearer, "_buckets", Buckets())
    monkeypatch.setattr(rate_limits, "WRONG_KEYS_OF_ADDRESS", Limit(burst=1_000_000, per_second=1))


@pytest.fixture
def api(discovery: Discovery) -> Program:
    return program(discovery, *Scope)
