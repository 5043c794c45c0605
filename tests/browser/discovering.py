"""A discovery in the browsers of its workshop, and how its forms are filled."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import goto, settled
from tests.browser.test_workshop import Workshop


class Discovery(Workshop):
    """The workshop's browsers, and the facilitator's page through all that comes before and after it."""

    home = ""

    def go(self, path: str) -> Page:
        """Open a page of the discovery on the facilitator's screen."""
        goto(self.console, self.home + path)
        return self.console

    def next_is(self, title: str) -> None:
        """The overview leads there."""
        page = self.go("")
        expect(page.locator("section", has_text="Next step").get_by_role("heading", level=2)).to_have_text(
            title
        )

    def missing(self) -> int:
        """How many things the readiness check misses."""
        said = self.go("handover/readiness/").get_by_text(re.compile(r"^\d+ things? (is|are) missing"))
        return int(said.inner_text().split()[0])


def save(page: Page, button: str = "Save") -> None:
    """Press the button of the form that is open, and wait until what came of it is drawn."""
    page.locator("dialog[open], main").last.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("dialog[open], form[data-in-place]")).to_have_count(0)
    settled(page)


def name_it(page: Page, name: str, label: str = "Name") -> None:
    page.get_by_role("textbox", name=label, exact=True).fill(name)


def top_of(part: Locator) -> float:
    """How far down the screen it begins, in pixels."""
    return float(part.evaluate("element => element.getBoundingClientRect().top"))
