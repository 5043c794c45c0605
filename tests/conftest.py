"""What every test may use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from discovery.models import Participant, User
from discovery.web import access


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Any) -> None:
    """Pages render without `collectstatic`: hashed names are the business of the running server."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def client_of() -> Callable[[User | Participant | None], Client]:
    """A browser of an account, of a participant, or of nobody."""

    def make(person: User | Participant | None = None) -> Client:
        client = Client()
        if isinstance(person, User):
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        elif isinstance(person, Participant):
            from django.http import HttpResponse

            client.cookies.update(access.remember(HttpResponse(), person).cookies)
        return client

    return make
