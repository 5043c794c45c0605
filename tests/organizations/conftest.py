"""What the tests of signing in share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from tests.organizations.coming import ANNA
from tests.provider import CLIENT, SECRET, Provider


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    """A provider that is set up, and where Anna is signed in."""
    cache.clear()
    with Provider(claims=dict(ANNA)) as running:
        settings.OIDC_ISSUER = running.issuer
        settings.OIDC_NAME = "ACME"
        settings.OIDC_CLIENT_ID, settings.OIDC_SECRET = CLIENT, SECRET
        app = {"provider_id": "company", "name": "ACME", "client_id": CLIENT, "secret": SECRET}
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"APPS": [{**app, "settings": {"server_url": running.issuer}}]}
        }
        yield running
