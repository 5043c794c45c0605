"""The agenda as a timeline: an edge that is dragged or moved by keys, on a wide screen and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.served import Headwaters

pytestmark = pytest.mark.browser

NEW = """
import json
from organizations.actors import Actor
from discovery.models import Discovery
from workshops.agenda.services import add_activity
from workshops.workshop.services import add_workshop
from workshops.agenda.workshop_templates import TEMPLATES
actor, discovery = Actor.system("test"), Discovery.objects.order_by("pk").first()
longest = max(TEMPLATES, key=lambda key: len(TEMPLATES[key].activities))
said = {"actor": actor, "discovery": discovery}
made = [add_workshop(**said, name=key, template=key) for key in ("kick_off", longest)]
add_activity(actor=actor, workshop=made[0], kind="breakout")
print("MADE", json.dumps([f"/d/{each.discovery.slug}/workshops/{each.uuid}/" for each in made]))
"""
# What can be pressed on the agenda, and is in sight, with less than 24 px to each side.
SMALL = """() => [...document.querySelectorAll("#agenda :is(a, button, summary, select, [role=spinbutton])")]
    .filter((each) => each.checkVisibility() && getComputedStyle(each).opacity !== "0")
    .map((each) => [each.outerHTML.slice(0, 90), each.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.width < 24 || box.height < 23.9))
    .map(([html, box]) => `${html} ${box.width} x ${box.height}`)"""

# Rows whose color is not as high as the row.
FILLED = """() => [...document.querySelectorAll("#agenda .plan-rows > li")]
    .map((row) => [row, row.querySelector(".plan-block").getBoundingClientRect()])
    .filter(([row, block]) => Math.abs(row.getBoundingClientRect().height - block.height) > 2)
    .map(([row, block]) => `${row.dataset.name}: ${block.height}`)"""


@pytest.fixture(scope="module")
def addresses(headwaters: Headwaters) -> list[str]:
    return list(headwaters.told(NEW, "MADE"))


def edge(page: Page, number: int) -> Locator:
    return page.locator("#agenda [data-edge]").nth(number)


def test_an_edge_is_dragged_and_moved_by_keys(
    headwaters: Headwaters, open_browser: Open, addresses: list[str]
) -> None:
    page = open_browser("facilitator", 1280, 800)[0].new_page()
    sign_in(page, headwaters)
    looking.goto(page, addresses[0])
    assert looking.axe_in_both_themes(page) == []
    assert looking.wider_than_the_screen(page) == ""
    assert page.evaluate(SMALL) == []
    page.mouse.move(0, 0)
    tools = page.locator("#agenda .row-tools").first
    at_rest = float(tools.evaluate("each => getComputedStyle(each).opacity"))
    assert 0 < at_rest < 1, "an agenda looks as if it can be arranged"
    assert page.evaluate(FILLED) == []
    looking.screenshot(page, "timeline")

    presentation = edge(page, 2)
    expect(presentation).to_have_attribute("aria-valuenow", "15")
    planned = page.locator("#workshop-when").inner_text()
    box = presentation.bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 12)
    page.mouse.down()
    per_minute = float(presentation.get_attribute("data-per-minute") or 0)
    page.mouse.move(box["x"] + 30, box["y"] + 12 + 15 * per_minute * 16, steps=5)
    expect(presentation).to_have_attribute("aria-valuenow", "30")
    page.mouse.up()
    expect(page.locator("#toasts [data-toast]").last).to_contain_text("now takes 30 minutes")
    expect(page.locator("#workshop-when")).not_to_have_text(planned)
    expect(presentation).to_be_focused()

    page.keyboard.press("ArrowUp")
    page.keyboard.press("PageUp")
    expect(presentation).to_have_attribute("aria-valuetext", "36 min")
    expect(page.locator("#toasts [data-toast]").last).to_contain_text("now takes 36 minutes")
    expect(presentation).to_be_focused()
    page.keyboard.press("PageDown")
    page.keyboard.press("Escape")
    expect(presentation).to_have_attribute("aria-valuenow", "36")

    page.locator("#toasts").get_by_role("button", name="Undo").last.click()
    expect(edge(page, 2)).to_have_attribute("aria-valuenow", "30")


def test_on_a_phone_it_is_readable_and_short(
    headwaters: Headwaters, open_browser: Open, addresses: list[str]
) -> None:
    page = open_browser("phone", 360, 640, has_touch=True, is_mobile=True)[0].new_page()
    sign_in(page, headwaters)
    for address in addresses:
        looking.goto(page, address)
        assert looking.axe_in_both_themes(page) == []
        assert looking.wider_than_the_screen(page) == ""
        assert page.evaluate(SMALL) == []
        # Four screens at rest.
        assert page.evaluate("document.documentElement.scrollHeight") <= 4 * 640
    page.get_by_role("button", name=re.compile("Add an activity")).click()
    expect(page.locator("#palette")).to_be_visible()
    assert page.evaluate("document.querySelector('#palette').scrollHeight") <= 900
