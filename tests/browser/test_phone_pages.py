"""Pages of facilitators on a phone: each control has 24 pixels and is on no text, no word is broken, no page
is longer than four screens at rest, long lists are folded by one rule, and what is wider than the screen
shows it; the forms of a new workshop are one screen of a laptop."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.main_pages import FACILITATOR_PAGES, D, open_page
from tests.browser.overlaps import broken_words, on_one_another
from tests.browser.tab_order import OUT_OF_ORDER
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

WIDTH, HEIGHT, SCREENS = 360, 800, 4
LEAST = 24
# What can be pressed is measured wherever it is, also links within a sentence.
SMALL = """least => [...document.querySelectorAll(
    "a[href], button, summary, select, textarea, input:not([type=hidden]), [role=button]")]
  .filter(each => each.checkVisibility({ opacityProperty: true, visibilityProperty: true })
      && !(each.matches("input") && each.closest("label")) && !each.matches(".visually-hidden, .skip-link"))
  .map(each => [each, each.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.height < least - 0.5 || box.width < least - 0.5))
  .map(([each, box]) => `${Math.round(box.width)} × ${Math.round(box.height)}: `
      + each.outerHTML.slice(0, 160))"""
# Lists of which nothing is seen but their head and a button that shows more. A section may be its heading.
EMPTY = """() => { const head = ":is(h1, h2, h3, h4, header, nav, dt, .show-all), "
    + ".between:has(> :is(h2, h3, h4)), tr:has(> th[scope=rowgroup][colspan])";
  return [...new Set([...document.querySelectorAll(".beyond")].map(each => each.parentElement))]
    .filter(list => list.checkVisibility() && !list.matches("section, article, aside")
        && ![...list.children].some(each => each.checkVisibility() && !each.matches(head)))
    .map(list => list.outerHTML.slice(0, 160)); }"""
# Whether each list of a kind shows its first five entries, and of the others those with a warning.
FOLDED = """kind => [...document.querySelectorAll(kind)].every(list => [...list.children].every((each, at) =>
  each.checkVisibility() === (at < 5 || each.querySelector(".warn, .bad, .missing") !== null)))"""
# Lists that leave out a single entry or a warning, facts about one thing, sums without a summand, tables of
# scores, and headings out of sight.
WRONGLY_FOLDED = """() => [...document.querySelectorAll(":has(> .beyond)")]
  .filter(list => list.checkVisibility())
  .filter(list => list.closest("table:is(:has(tfoot), :not(.stacks))")
      || [...list.querySelectorAll(":scope > .beyond:not(dt, .show-all)")].length < 2
        && !list.matches("section, article, aside")
      || list.matches("dl")
      || list.querySelector(":scope > .beyond:is(h2, h3)")
      || !list.matches("section, article, aside")
        && list.querySelector(":scope > .beyond :is(.warn, .bad, .missing)"))
  .map(list => list.outerHTML.slice(0, 160))"""
MORE = re.compile(r"^Show \d+ more")


@pytest.fixture(scope="module")
def phone(open_browser: Open, headwaters: Headwaters) -> Page:
    page = open_browser("phone", WIDTH, HEIGHT, has_touch=True, is_mobile=True)[0].new_page()
    sign_in(page, headwaters)
    return page


@pytest.mark.sweep(sample=("delta", "handover", "history", "use_case", "workshop_new"))
@pytest.mark.parametrize("name", FACILITATOR_PAGES)
def test_controls_are_large_enough_and_the_page_is_short(name: str, phone: Page) -> None:
    open_page(phone, name)
    assert phone.evaluate(SMALL, LEAST) == []
    assert phone.evaluate(OUT_OF_ORDER) == []
    assert phone.evaluate(EMPTY) == []
    assert phone.evaluate(WRONGLY_FOLDED) == []
    assert on_one_another(phone) == []
    assert broken_words(phone) == []
    # A form that was opened with a press is as long as it is.
    if phone.locator("form.in-place").count() == 0:
        phone.wait_for_function(f"() => document.documentElement.scrollHeight <= {SCREENS * HEIGHT}")


@pytest.mark.parametrize("name", ["members", "access", "people"])
def test_a_person_is_beside_their_initials(name: str, phone: Page) -> None:
    open_page(phone, name)
    for each in phone.locator("main .avatar:visible").all():
        initials, text = each.bounding_box(), each.locator("+ span").bounding_box()
        assert initials
        assert text
        assert text["x"] >= initials["x"] + initials["width"]


def test_the_main_action_comes_first_on_a_phone_and_steps_come_last(phone: Page) -> None:
    open_page(phone, "workshop_planned")
    _is_first(phone.locator(".page-actions"))
    open_page(phone, "overview")
    _is_first(phone.locator(".next-step-tools"))
    products = phone.locator(".map-list")
    expect(products.get_by_role("link", name="HCP 360", exact=True)).to_be_visible(timeout=30_000)
    expect(phone.locator(".small-map svg.drawing")).to_be_hidden()
    assert phone.evaluate(looking.WIDER) == ""
    open_page(phone, "use_cases")
    card = phone.locator(".use-case-card").first
    _is_above(card.locator(".stack").last, card.get_by_role("link", name="Assign people"))
    phone.locator(".tabs[data-more~=after]").wait_for()
    # The arrow is at the edge of the screen: no letters are beyond it.
    place = "row => row.clientWidth - parseFloat(getComputedStyle(row, '::after').insetInlineEnd)"
    assert phone.locator(".tabs[data-more~=after]").evaluate(place) >= WIDTH


def _is_first(tools: Locator) -> None:
    """The main action comes first to the eye, above the others or before them in a line, and by Tab."""
    main, other = tools.locator("> .primary"), tools.locator("> .button:not(.primary)").first
    first, second = main.bounding_box(), other.bounding_box()
    assert first
    assert second
    in_a_line = first["y"] == second["y"] and first["x"] + first["width"] <= second["x"]
    assert in_a_line or first["y"] + first["height"] <= second["y"]
    main.focus()
    main.page.keyboard.press("Tab")
    expect(other).to_be_focused()


def _is_above(upper: Locator, lower: Locator) -> None:
    above, below = upper.bounding_box(), lower.bounding_box()
    assert above
    assert below
    assert above["y"] + above["height"] <= below["y"]


def test_what_waits_is_shown_with_a_press_and_to_whom_a_link_leads(phone: Page) -> None:
    open_page(phone, "key_questions")
    more = phone.get_by_role("button", name=MORE).first
    expect(more).to_be_visible()
    assert phone.evaluate(FOLDED, ".key-questions")
    beyond = phone.locator(".beyond")
    before = beyond.count()
    count = int(more.inner_text().split()[1])
    more.click()
    assert before - beyond.count() == count
    open_page(phone, "key_questions")
    phone.locator("main .beyond").last.evaluate("each => { each.id = location.hash = 'led-to'; }")
    expect(phone.locator("#led-to")).to_be_visible()
    phone.set_viewport_size({"width": 1280, "height": HEIGHT})
    expect(phone.get_by_role("button", name=MORE)).to_have_count(0)
    phone.set_viewport_size({"width": WIDTH, "height": HEIGHT})


def test_what_is_wider_than_the_screen_shows_that_it_goes_on(phone: Page) -> None:
    open_page(phone, "operating_model")
    drawing, words = phone.locator(".drawn"), phone.get_by_text("This is part of the drawing.")
    expect(words).to_be_visible()
    seen = phone.locator(".map-overview .seen")
    before = seen.bounding_box()
    drawing.evaluate("each => each.scrollTo(1000, 0)")
    phone.wait_for_function("() => document.querySelector('.drawn').dataset.runsOn === 'before'")
    after = seen.bounding_box()
    assert before
    assert after
    assert after["x"] > before["x"]
    # A little wider than a phone, the table itself is there.
    phone.set_viewport_size({"width": 660, "height": HEIGHT})
    open_page(phone, "supervision")
    table = phone.locator(".table-wrap")
    fade = "() => getComputedStyle(document.querySelector('.table-wrap')).maskImage !== 'none'"
    phone.wait_for_function(fade)
    name = table.locator("tbody th").first
    table.evaluate("each => each.scrollTo(200, 0)")
    phone.wait_for_function("() => document.querySelector('.table-wrap').dataset.runsOn.includes('before')")
    box = name.bounding_box()
    assert box
    assert box["x"] >= 0
    phone.set_viewport_size({"width": WIDTH, "height": HEIGHT})


@pytest.mark.parametrize(
    ("name", "line", "words"),
    [
        ("checklists", "Digital Engagement", "Access policy"),
        ("gaps", "Consent", "Data quality checks (2 levels)"),
        ("hypotheses", "360° view", "Business value: 5"),
        ("supervision", "Campaign responses", "Self-describing: 3 of 5"),
        ("supervision_organization", "Trustworthy", "3 of 10"),
    ],
)
def test_lines_stand_for_a_wide_table(name: str, line: str, words: str, phone: Page) -> None:
    open_page(phone, name)
    lines = phone.locator(".narrow-lines")
    expect(lines.get_by_text(line).first).to_be_visible()
    expect(lines).to_contain_text(words)
    expect(phone.locator(".narrow-lines ~ *:visible")).to_have_count(0)


def test_the_form_of_a_new_workshop_is_one_screen(open_browser: Open, headwaters: Headwaters) -> None:
    page = open_browser("laptop", 1280, 720)[0].new_page()
    sign_in(page, headwaters)
    looking.goto(page, f"{D}workshops/new/")
    expect(page.get_by_role("button", name="Add the workshop")).to_be_in_viewport(ratio=1)
    assert page.locator(".agenda-fitting .agenda-choice").count() == 3
    name = page.get_by_label("Name")
    third = page.locator(".agenda-fitting [name=agenda]").nth(2)
    third.check()
    expect(name).to_have_attribute("placeholder", third.get_attribute("data-name") or "")
    assert looking.axe_in_both_themes(page) == []
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    assert page.evaluate(looking.WIDER) == ""


def test_the_form_of_a_first_workshop_is_one_screen(open_browser: Open, headwaters: Headwaters) -> None:
    page = open_browser("laptop", 1280, 720)[0].new_page()
    sign_in(page, headwaters)
    open_page(page, "workshop_now")
    expect(page.get_by_role("button", name="Create the workshop")).to_be_in_viewport(ratio=1)


def test_an_agenda_is_found_in_the_gallery_by_its_name(open_browser: Open, headwaters: Headwaters) -> None:
    page = open_browser("laptop", 1280, 720)[0].new_page()
    sign_in(page, headwaters)
    looking.goto(page, f"{D}workshops/new/")
    page.locator(".agenda-gallery > summary").click()
    choices = page.locator(".agenda-gallery .agenda-choice:visible")
    every, name = choices.count(), choices.last.locator("b").inner_text()
    field = page.get_by_label("Find an agenda")
    field.fill(name)
    expect(choices).not_to_have_count(every)
    expect(choices.last).to_contain_text(name)
    field.fill("No agenda has this name")
    expect(page.get_by_text("No agendas match.")).to_be_visible()
    expect(choices).to_have_count(0)
