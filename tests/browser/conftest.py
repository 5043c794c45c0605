"""The product, running, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.looking import Watch, settled
from tests.served import PATIENCE, Headwaters

# Those of the module that runs.
_watches: list[Watch] = []

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
    _watches.clear()

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
        _watches.append(Watch(context, name))
        return context, _watches[-1]

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def demo_console(headwaters: Headwaters, open_browser: Open) -> Page:
    """The console of the demo's workshop, before it starts, as its facilitator has it."""
    page = open_browser("facilitator", 1280, 800)[0].new_page()
    sign_in(page, headwaters)
    page.goto(f"/w/{headwaters.demo['join_code']}/console/")
    settled(page)
    return page


@pytest.fixture(scope="module")
def stage(headwaters: Headwaters, open_browser: Open) -> Page:
    """A projector's page, as the facilitator of the demo has it, for the stages of all rooms."""
    page = open_browser("stage", 1920, 1080)[0].new_page()
    sign_in(page, headwaters)
    return page


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that failed tells what its browsers asked for last, and what the server logged."""
    report = yield
    if report.failed and isinstance(item, pytest.Function):
        story = sorted(line for watch in _watches for line in watch.story)
        report.sections.append(("browsers", "\n".join(story[-80:])))
        running = item.funcargs.get("headwaters")
        if isinstance(running, Headwaters) and running.log.exists():
            report.sections.append(("server", "\n".join(running.log.read_text().splitlines()[-20:])))
    return report


def sign_in(page: Page, headwaters: Headwaters) -> None:
    """By a one-time link, as the demo's facilitator."""
    page.goto(headwaters.url + headwaters.sign_in_path())
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{headwaters.url}/")
    settled(page)
