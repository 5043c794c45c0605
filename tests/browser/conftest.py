"""The product, running, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.looking import Watch, settled
from tests.served import PATIENCE, Headwaters

# name, width, height and options of the context → the context, and what is heard in it
Open = Callable[..., tuple[BrowserContext, Watch]]


@pytest.fixture(scope="module")
def headwaters(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Headwaters]:
    """A server with the demo, of this module alone."""
    with Headwaters(tmp_path_factory.mktemp("headwaters"), prepared=prepared) as running:
        yield running
        # What is refused is a warning in one line; a traceback is a fault, even if no page showed it.
        assert "Traceback" not in running.log.read_text()


@pytest.fixture(scope="module")
def open_browser(browser: Browser, headwaters: Headwaters) -> Iterator[Open]:
    """Opens a browser of somebody's own, by name and screen, and watches it; all are closed at the end."""
    contexts: list[BrowserContext] = []

    def open_one(name: str, width: int, height: int, **options: object) -> tuple[BrowserContext, Watch]:
        context = browser.new_context(
            base_url=headwaters.url,
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            color_scheme="light",
            accept_downloads=True,
            **options,  # type: ignore[arg-type]  # passed through
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context, Watch(context, name)

    yield open_one
    for context in contexts:
        context.close()


def sign_in(page: Page, headwaters: Headwaters) -> None:
    """By a one-time link, as the demo's facilitator."""
    page.goto(headwaters.url + headwaters.sign_in_path())
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{headwaters.url}/")
    settled(page)
