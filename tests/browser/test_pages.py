"""Every main page of the demo, on a phone, a laptop and a projector, in light and in dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.looking import Watch
from tests.browser.main_pages import FACILITATOR_PAGES, D, open_page
from tests.browser.overlaps import on_one_another
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

# The first is the one that the sample looks at.
WIDTHS = {1280: 800, 360: 740, 1920: 1080}
# Links of live regions, which are replaced as a whole, that open a form in a dialog.
FORMS_IN_DIALOGS = {
    f"{D}technology/gaps/": ": Contracts of output ports",
    f"{D}technology/today/": "Add a data asset",
    f"{D}operating-model/responsibilities/": "Add a row",
}
GUEST_PAGES: dict[str, tuple[str, ...]] = {
    "join_code": ("/join/",),
    "pair": ("/pair/",),
    "welcome": ("/",),
    "login": ("/accounts/login/",),
    "signup": ("/accounts/signup/",),
    "password_reset": ("/accounts/password/reset/",),
}


@pytest.fixture(scope="module")
def facilitator(open_browser: Open, headwaters: Headwaters) -> tuple[Page, Watch]:
    context, watch = open_browser("facilitator", 1280, 800)
    page = context.new_page()
    sign_in(page, headwaters)
    return page, watch


@pytest.fixture(scope="module")
def guest(open_browser: Open) -> tuple[Page, Watch]:
    context, watch = open_browser("guest", 360, 740)
    return context.new_page(), watch


@pytest.fixture(scope="module")
def known_addresses() -> set[str]:
    """Addresses that were tried once need no second try."""
    return set()


@pytest.fixture
def unfailing() -> Iterator[Callable[[Watch], None]]:
    """Notes the watches whose pages must not complain during this test."""
    watches: list[tuple[Watch, int]] = []
    yield lambda watch: watches.append((watch, len(watch.failures)))
    for watch, before in watches:
        assert watch.failures[before:] == []


def inspect(page: Page, name: str, widths: dict[int, int] = WIDTHS, *, room: bool = False) -> list[str]:
    """What is wrong with the page on every screen and in both themes; pictures of it, when asked for."""
    looking.show_in(page, "light")
    wrong: list[str] = page.evaluate(looking.WIDE_HYPHENS)
    for width, height in widths.items():
        page.set_viewport_size({"width": width, "height": height})
        if wider := looking.wider_than_the_screen(page):
            wrong.append(f"{width}: {wider}")
        wrong += [f"{width}: {overlap}" for overlap in on_one_another(page)]
        looking.screenshot(page, f"{name}-{width}-light")
        wrong += [f"{width}, light: {violation}" for violation in looking.axe(page)]
        if room:
            wrong += [f"{width}: {target}" for target in page.evaluate(looking.SMALL_TARGETS)]
    # Sizes do not depend on the theme: what is left are its colors.
    looking.show_in(page, "dark")
    for width, height in widths.items() if looking.keeps_pictures() else []:
        page.set_viewport_size({"width": width, "height": height})
        looking.screenshot(page, f"{name}-{width}-dark")
    return wrong + [f"dark: {violation}" for violation in looking.axe(page, looking.COLORS)]


@pytest.mark.parametrize("name", FACILITATOR_PAGES)
def test_a_page_of_the_facilitator_fits_is_accessible_and_has_no_dead_end(
    name: str,
    facilitator: tuple[Page, Watch],
    known_addresses: set[str],
    unfailing: Callable[[Watch], None],
) -> None:
    page, watch = facilitator
    unfailing(watch)
    if name == "not_found":
        watch.expecting(rf"status of 404 .*{FACILITATOR_PAGES[name][0]}")
    open_page(page, name)
    wrong = inspect(page, name) + looking.dead_ends(page, known_addresses)
    assert not wrong, "\n".join(wrong)


def test_a_form_that_a_live_region_opens_keeps_the_frame_of_the_dialog(
    facilitator: tuple[Page, Watch], unfailing: Callable[[Watch], None]
) -> None:
    page, watch = facilitator
    unfailing(watch)
    page.set_viewport_size({"width": 1280, "height": 800})
    for address, link in FORMS_IN_DIALOGS.items():
        looking.goto(page, address)
        page.locator("main").get_by_role("link", name=link).click()
        expect(page.locator("dialog[open] #dialog-body form")).to_be_visible()
        page.keyboard.press("Escape")


def test_on_a_phone_the_tab_where_one_is_is_in_view(facilitator: tuple[Page, Watch]) -> None:
    page, _watch = facilitator
    page.set_viewport_size({"width": 360, "height": 740})
    looking.goto(page, FACILITATOR_PAGES["supervision"][0])
    # But for the line below it, which lies under the edge of the tabs.
    expect(page.locator(".tabs > [aria-current]")).to_be_in_viewport(ratio=0.95)


def test_on_a_phone_one_bar_says_where_one_is(facilitator: tuple[Page, Watch]) -> None:
    page, _watch = facilitator
    page.set_viewport_size({"width": 360, "height": 740})
    # The area with the longest name.
    looking.goto(page, FACILITATOR_PAGES["operating_model"][0])
    assert page.locator(".page-column").bounding_box()["y"] <= 60  # type: ignore[index]  # it is drawn
    here = page.locator(".side-nav-bar > .button > span").first
    expect(here).to_have_text("Operating model")
    assert here.evaluate("each => each.scrollWidth <= each.clientWidth"), "cut"
    for each in page.locator(".side-nav-bar .button:visible, .top-end > :visible:not(.menu)").all():
        assert looking.is_uncovered(each), each
    page.get_by_role("button", name="Operating model").click()
    expect(page.locator("#side-nav").get_by_role("link", name="Outcomes")).to_be_in_viewport()
    page.keyboard.press("Escape")


def test_on_a_phone_two_actions_of_a_page_stand_in_one_row(facilitator: tuple[Page, Watch]) -> None:
    page, _watch = facilitator
    page.set_viewport_size({"width": 360, "height": 740})
    looking.goto(page, FACILITATOR_PAGES["handover"][0])
    tops = page.locator(".page-actions > .button").evaluate_all(
        "each => each.map(one => one.getBoundingClientRect().top)"
    )
    assert len(tops) == 2
    assert tops[0] == tops[1]


@pytest.mark.parametrize("name", ["overview", "workshop_planned", "what_if", "members"])
def test_a_window_between_phone_and_laptop_is_wide_enough(name: str, facilitator: tuple[Page, Watch]) -> None:
    page, _watch = facilitator
    open_page(page, name)
    for width in (420, 600, 768, 900, 1000, 1023, 1100):
        page.set_viewport_size({"width": width, "height": 800})
        # Tabs that no longer fit move into their menu first.
        page.wait_for_function(f"({looking.WIDER})() === ''")


def test_short_parts_of_a_product_stand_beside_each_other(facilitator: tuple[Page, Watch]) -> None:
    page, _watch = facilitator
    page.set_viewport_size({"width": 1280, "height": 800})
    open_page(page, "interface")
    assert page.evaluate("document.documentElement.scrollHeight") < 2400


@pytest.mark.parametrize("name", GUEST_PAGES)
def test_a_page_before_signing_in_fits_is_accessible_and_has_no_dead_end(
    name: str, guest: tuple[Page, Watch], known_addresses: set[str], unfailing: Callable[[Watch], None]
) -> None:
    page, watch = guest
    unfailing(watch)
    looking.goto(page, GUEST_PAGES[name][0])
    wrong = inspect(page, name) + looking.dead_ends(page, set())
    assert not wrong, "\n".join(wrong)


def test_the_three_surfaces_in_every_state(
    facilitator: tuple[Page, Watch],
    guest: tuple[Page, Watch],
    headwaters: Headwaters,
    unfailing: Callable[[Watch], None],
) -> None:
    """From the lobby over each activity to the end, on the screens that each surface is made for."""
    console, (phone, _watch) = facilitator[0], guest
    for _person, watch in (facilitator, guest):
        unfailing(watch)
    code = headwaters.demo["join_code"]
    phone.goto(f"/join/{code}/")
    wrong = inspect(phone, "join", {360: 740, 1280: 800}, room=True)
    phone.get_by_label("Your name").fill("Amara Osei-Bonsu de la Fuente")
    phone.get_by_label("Business").check()
    phone.get_by_label("Your role").fill("Head of Commercial, and of all that goes with it")
    phone.get_by_role("button", name="Join").click()
    stage = console.context.new_page()
    stage.goto(f"/w/{code}/stage/")
    console.goto(f"/w/{code}/console/")

    def look(state: str) -> None:
        for page, surface, widths in (
            (console, "console", WIDTHS),
            (phone, "room", {360: 740, 1280: 800}),
            (stage, "stage", {1920: 1080, 1280: 720}),
        ):
            looking.settled(page)
            faults = inspect(page, f"{surface}-{state}", widths, room=surface == "room")
            faults += [f"dead: {button}" for button in page.evaluate(looking.DEAD_BUTTONS)]
            wrong.extend(f"{surface}, {state}: {each}" for each in faults)

    def everybody_sees(title: str, on_stage: str = "") -> None:
        for page, shown in ((console, title), (phone, title), (stage, on_stage or title)):
            expect(page.get_by_role("heading", name=shown, level=1)).to_be_visible()

    look("lobby")
    console.get_by_role("button", name="Start the workshop").click()
    everybody_sees("Welcome")
    look("welcome")
    console.keyboard.press("ArrowRight")
    everybody_sees("Write use cases")
    expect(phone.get_by_label("Name of the use case")).to_be_visible()
    look("write")
    console.keyboard.press("ArrowRight")
    everybody_sees("Choose the best")
    look("vote")
    console.keyboard.press("ArrowRight")
    everybody_sees("Score the use cases")
    # A use case has a place, and so the reveal an order, once all of its criteria are answered.
    expect(phone.locator("[data-criterion]").first).to_be_visible()
    for criterion in phone.locator("[data-criterion]").all()[:7]:
        criterion.locator('.scale label:has(input[value="4"])').click()
        expect(criterion).to_contain_text("Saved")
    expect(console.get_by_role("button", name="Reveal")).to_be_enabled()
    look("score")
    console.keyboard.press("r")
    console.locator("#confirm-dialog").get_by_role("button", name="Reveal the scores").click()
    expect(stage.locator("ol.ranking")).to_be_visible()
    look("builds up")
    console.get_by_role("button", name="Show the full ranking").click()
    expect(phone.get_by_role("heading", name="Your scores")).to_be_visible()
    expect(stage.locator("ol.ranking")).to_be_visible()
    look("revealed")
    console.keyboard.press("ArrowRight")
    everybody_sees("Look at the ranking", "The room’s recommendation")
    look("ranking")
    console.keyboard.press("ArrowRight")
    everybody_sees("Decide the shortlist", "The room’s recommendation")
    look("decide")
    console.get_by_role("button", name="End the workshop").first.click()
    console.locator("#confirm-dialog").get_by_role("button", name="End the workshop").click()
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
    look("ended")
    stage.close()
    assert not wrong, "\n".join(wrong)
