"""What people do often takes few clicks, each of them counted from where they are."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.main_pages import D
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

SCORING = """
import json
from tests.browser.states import States
states = States()
states.scoring(4, revealed=False)
print("MADE " + json.dumps(states.made["scoring 4 open"]["code"]))
"""


@pytest.fixture(scope="module")
def code(headwaters: Headwaters) -> str:
    """The code of a workshop in which four score."""
    return str(headwaters.told(SCORING, "MADE"))


class Steps:
    """Clicks on a page, counted since `begin`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def begin(self, address: str) -> None:
        looking.goto(self.page, address)
        self.count = 0

    def click(self, what: Locator) -> None:
        self.count += 1
        what.click()
        looking.settled(self.page)

    def link(self, name: str, inside: str = "main") -> None:
        self.click(self.page.locator(inside).get_by_role("link", name=name).first)

    def button(self, name: str) -> None:
        self.click(self.page.locator("main").get_by_role("button", name=name, exact=True).first)


@pytest.fixture(scope="module")
def steps(open_browser: Open, headwaters: Headwaters) -> Steps:
    page = open_browser("facilitator", 1280, 800)[0].new_page()
    sign_in(page, headwaters)
    return Steps(page)


def test_a_goal_is_changed_in_three(steps: Steps) -> None:
    steps.begin(D)
    steps.link("Value", "#side-nav")
    goal = steps.page.locator(".node.goal").first
    steps.click(goal.locator("h2"))
    goal.get_by_role("textbox", name="Goal", exact=True).fill("Twice as many useful visits")
    steps.button("Save")
    expect(goal.locator("h2")).to_have_text("Twice as many useful visits")
    assert steps.count <= 3


def test_a_use_case_is_written_in_three_and_one_field(steps: Steps) -> None:
    steps.begin(D)
    steps.link("Priorities", "#side-nav")
    steps.link("Write a use case")
    steps.page.get_by_role("textbox", name="Name", exact=True).fill("Know which visit helps")
    steps.button("Save")
    expect(steps.page.get_by_role("heading", name="Know which visit helps").first).to_be_visible()
    assert steps.count <= 3


def test_the_parking_lot_is_two_away(steps: Steps) -> None:
    steps.begin(D)
    steps.link("Outcomes", "#side-nav")
    steps.link("Parking lot", ".tabs")
    expect(steps.page.get_by_role("heading", name="Parking lot", level=1)).to_be_visible()
    assert steps.count <= 2


def test_what_is_next_is_where_the_discovery_opens(steps: Steps) -> None:
    steps.begin("/")
    steps.link("Commercial discovery")
    expect(steps.page.locator(".next-step").first).to_be_in_viewport(ratio=1)
    assert steps.count <= 1


def test_a_score_leads_to_where_it_came_from_in_one(steps: Steps) -> None:
    for address, place, score in (
        (f"{D}tree/", ".place[href$='#score']", "#score"),
        (f"{D}tree/", ".place[href*='#value-']", "ol.ranking > :target"),
        (f"{D}use-cases/", ".use-case-card a[href$='#score']", "#score"),
        (f"{D}prioritization/", "ol.ranking a", "#score"),
    ):
        steps.begin(address)
        steps.click(steps.page.locator(place).first)
        expect(steps.page.locator(score)).to_be_in_viewport()
        assert steps.count <= 1, address


def test_the_report_is_one_click_away_and_a_workshop_s_is_copied_with_its_lines(steps: Steps) -> None:
    steps.begin(D)
    steps.link("Report")
    expect(steps.page.get_by_role("button", name="Create the PDF")).to_be_visible()
    assert steps.count == 1
    for way in (("First ranking", "Report"), ("First ranking", "Results", "Report")):
        steps.begin(f"{D}workshops/")
        for link in way:
            steps.link(link)
        assert steps.count == len(way)
        steps.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        steps.button("Copy the Markdown")
        expect(steps.page.get_by_text("Copied", exact=False).first).to_be_visible()
        copied = str(steps.page.evaluate("navigator.clipboard.readText()"))
        assert copied.startswith("# First ranking\n\nCommercial discovery\n\n")


def test_who_joins_saves_a_first_score_with_three_taps(code: str, open_browser: Open) -> None:
    phone = open_browser("guest", 360, 740, has_touch=True, is_mobile=True)[0].new_page()
    looking.goto(phone, f"/join/{code}/")
    taps = [
        lambda: phone.locator("label:has(input[value=business])").tap(),
        lambda: phone.get_by_role("button", name="Join", exact=True).tap(),
        lambda: phone.locator("[data-criterion]").first.locator(".scale label").nth(3).tap(),
    ]
    phone.keyboard.type("Eva")  # the name has the keyboard already
    for tap in taps:
        tap()
    expect(phone.locator("[data-criterion]").first).to_contain_text("Saved")
    assert len(taps) <= 3


def test_a_score_that_is_tapped_before_the_script_is_there_is_saved(code: str, open_browser: Open) -> None:
    phone = open_browser("guest", 360, 740, has_touch=True, is_mobile=True)[0].new_page()
    held: list[Route] = []
    phone.route(re.compile(r"/scoring\b[^/]*\.js"), lambda route: held.append(route))
    looking.goto(phone, f"/join/{code}/")
    phone.keyboard.type("Ada")
    phone.locator("label:has(input[value=business])").tap()
    phone.get_by_role("button", name="Join", exact=True).tap(no_wait_after=True)
    criterion = phone.locator("[data-criterion]").first
    criterion.locator(".scale label").nth(3).tap(no_wait_after=True)
    expect(criterion.get_by_role("radio", name="3", exact=True)).to_be_checked()
    expect(criterion).not_to_contain_text("Saved")
    for route in held:
        route.continue_()
    expect(criterion).to_contain_text("Saved")
