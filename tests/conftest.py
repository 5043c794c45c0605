"""What every test may use."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client, override_settings

from discovery.models import Participant, User
from discovery.web import access

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUIET_CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session", autouse=True)
def _plain_static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Pages render without `collectstatic`, also on a machine that never ran it: hashed names are the
    business of the running server."""
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=storages, STATIC_ROOT=tmp_path_factory.mktemp("static")):
        yield


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium, the one that is installed. Of the module, because Playwright keeps an event loop
    running as long as it lives, and Django's database refuses to work beside one."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    program = next((found for name in names if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=QUIET_CHROMIUM)
        yield chromium
        chromium.close()
