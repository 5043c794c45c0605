"""Deciding the shortlist in the ranking: ticks above the cut, and words that stay while the room moves on."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.looking import settled
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

BUILD = """
import json
from lvt.rounds.selectors import current_results
from products.models import DataProduct, ProductUseCase
from workshops.models import Workshop
from tests import factories
from tests.browser.states import States
states = States()
states.scoring(4, revealed=True)
made = states.made["scoring 4 revealed"]
workshop = Workshop.objects.get(code=made["code"])
factories.activity(workshop, "talk", "Talk it over")
said = {"discovery": workshop.discovery, "domain": workshop.discovery.domain, "kind": "source_oriented"}
both = factories.make(DataProduct, name="Stock", effort=4, position=0, **said)
last = factories.make(DataProduct, name="Routes", effort=None, position=1, **said)
cases = [each.use_case for each in current_results(workshop.discovery).ranking]
for product, case in ((both, cases[0]), (both, cases[1]), (last, cases[1])):
    factories.make(ProductUseCase, product=product, use_case=case)
print("MADE " + json.dumps(made["code"]))
"""
REASON = "Both pay from the first week."


@pytest.fixture(scope="module")
def console(headwaters: Headwaters, open_browser: Open) -> Page:
    code = json.loads(headwaters.python(BUILD).partition("MADE ")[2])
    page = open_browser("facilitator", 1280, 800)[0].new_page()
    sign_in(page, headwaters)
    page.goto(f"/w/{code}/console/")
    settled(page)
    return page


def test_a_decision_is_ticked_and_its_words_hold_back_no_step(console: Page) -> None:
    form = console.locator("#deciding")
    ticks = form.get_by_role("checkbox")
    expect(ticks.nth(1)).to_be_checked()
    expect(ticks.nth(2)).not_to_be_checked()
    ticks.nth(2).check()
    third = ticks.nth(2).get_attribute("data-name")
    assert third is not None
    expect(form.get_by_role("status")).to_contain_text(third)
    assert looking.axe(console) == []

    console.locator("h1").click()  # a key is for the page again, not for the tick
    console.keyboard.press("d")
    reason = form.get_by_label("Reason for this choice")
    expect(reason).to_be_focused()
    console.keyboard.type(REASON)
    expect(
        console.locator(".console-steps").get_by_role("button", name="Decide", exact=True)
    ).to_be_in_viewport()
    console.get_by_role("button", name="Next activity").click()
    expect(console.locator("main h1")).to_have_text("Talk it over")
    expect(form).to_have_count(0)
    settled(console)
    console.get_by_role("button", name="Back", exact=True).click()
    expect(reason).to_have_value(REASON)
    expect(ticks.nth(2)).to_be_checked()
    settled(console)
    console.get_by_role("button", name="Decide", exact=True).click()
    decided = console.locator(".shortlist > li")
    expect(decided).to_have_count(3)
    expect(decided.nth(2)).to_have_text(third)
    expect(form.get_by_text("Decide again").first).to_be_visible()
    expect(reason).to_be_hidden()


def test_the_line_is_dragged_and_chooses_what_is_above_it(console: Page) -> None:
    form, line = console.locator("#deciding"), console.locator("#deciding [data-line]")
    ticks, slider = form.locator(".ranking").get_by_role("checkbox"), form.get_by_role("slider")

    def ticked() -> list[bool]:
        return [ticks.nth(place).is_checked() for place in range(4)]

    def drag_below(place: int) -> None:
        """The middle of the line onto the lower end of this row, 0 for above all."""
        rows = form.locator(".ranking > li:not([data-line])")
        line.scroll_into_view_if_needed()
        grasped, row = line.bounding_box(), rows.nth(max(place - 1, 0)).bounding_box()
        assert grasped is not None
        assert row is not None
        console.mouse.move(grasped["x"] + 40, grasped["y"] + grasped["height"] / 2)
        console.mouse.down()
        console.mouse.move(grasped["x"] + 40, row["y"] + (row["height"] - 2 if place else 2), steps=4)
        console.mouse.up()

    settled(console)
    expect(slider).to_have_value("3")
    assert ticked() == [True, True, True, False]
    slider.press("ArrowLeft")
    assert ticked() == [True, True, False, False]
    expect(form.locator("[data-needs]")).to_have_text(
        "To build for these: 2 new, 4 person-weeks. Effort unknown: 1."
    )
    slider.press("End")
    assert ticked() == [True] * 4

    ticks.nth(3).uncheck()
    ticks.nth(3).check()  # by hand
    drag_below(1)
    assert ticked() == [True, False, False, True]
    expect(form.locator("[data-needs]")).to_have_text("To build for these: 1 new, 4 person-weeks.")
    expect(slider).to_have_value("1")
    drag_below(0)
    assert ticked() == [False, False, False, True]
    drag_below(2)
    assert ticked() == [True, True, False, True]
    drawn, second = line.bounding_box(), form.locator(".ranking > li").nth(1).bounding_box()
    assert drawn is not None
    assert second is not None
    assert drawn["y"] + drawn["height"] / 2 > second["y"] + second["height"]
    assert looking.axe(console) == []
